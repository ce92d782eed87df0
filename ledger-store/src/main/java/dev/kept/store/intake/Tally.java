package dev.kept.store.intake;

/// How many records came in and what became of them; negative numbers take back.
///
/// @param applied at least one new fact
/// @param duplicate nothing but known facts
/// @param refused the ledger said no; the record is kept as a letter
/// @param dead cannot be read as facts, or waits behind such a one; kept as a letter
/// @param silent its mapping finds no fact in it
public record Tally(long consumed, long applied, long duplicate, long refused, long dead, long silent) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

    /// What can become of a record.
    public enum End {
        APPLIED,
        DUPLICATE,
        REFUSED,
        DEAD,
        SILENT
    }

    /// With one more record that came to this end.
    public Tally plus(End end) {
        return plus(new Tally(1, 0, 0, 0, 0, 0)).plus(end, 1);
    }

    /// With a record's end changed to another; it stays consumed once.
    public Tally moved(End from, End to) {
        return plus(from, -1).plus(to, 1);
    }

    private Tally plus(End end, long count) {
        return switch (end) {
            case APPLIED -> plus(new Tally(0, count, 0, 0, 0, 0));
            case DUPLICATE -> plus(new Tally(0, 0, count, 0, 0, 0));
            case REFUSED -> plus(new Tally(0, 0, 0, count, 0, 0));
            case DEAD -> plus(new Tally(0, 0, 0, 0, count, 0));
            case SILENT -> plus(new Tally(0, 0, 0, 0, 0, count));
        };
    }

    public Tally plus(Tally other) {
        return new Tally(
                consumed + other.consumed,
                applied + other.applied,
                duplicate + other.duplicate,
                refused + other.refused,
                dead + other.dead,
                silent + other.silent);
    }

    public boolean isBalanced() {
        return consumed == applied + duplicate + refused + dead + silent;
    }
}
