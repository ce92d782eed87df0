package dev.kept.benchmarks.kafka;

/// The rate over all records but the first tenth, in which everything starts up: until the last one came, however
/// often it is looked at after that. Confined to one thread.
final class Share {
    private final int records;
    private final int skipped;
    private int taken;
    private int countedFrom = -1;
    private long begun;
    private long ended;

    Share(int records) {
        this.records = records;
        this.skipped = records / 10;
    }

    /// @return whether there are more to come
    boolean more(int count) {
        return at(taken + count, System.nanoTime());
    }

    /// @param now how many there have been by now
    /// @param nanos when that is
    boolean at(int now, long nanos) {
        if (countedFrom < 0) {
            if (now >= skipped && now > 0) {
                countedFrom = now;
                begun = nanos;
            }
        } else if (now > taken) {
            ended = nanos;
        }
        taken = now;
        return now < records;
    }

    double perSecond() {
        return (taken - countedFrom) * 1e9 / Math.max(1, ended - begun);
    }
}
