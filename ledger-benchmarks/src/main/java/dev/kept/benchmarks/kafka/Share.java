package dev.kept.benchmarks.kafka;

/// The rate over all records but the first tenth, in which everything starts up. Confined to one thread.
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
        return at(taken + count);
    }

    /// @param now how many there have been by now
    boolean at(int now) {
        taken = now;
        if (countedFrom < 0 && now >= skipped && now > 0) {
            countedFrom = now;
            begun = System.nanoTime();
        }
        if (now > countedFrom) {
            ended = System.nanoTime();
        }
        return now < records;
    }

    double perSecond() {
        return (taken - countedFrom) * 1e9 / Math.max(1, ended - begun);
    }
}
