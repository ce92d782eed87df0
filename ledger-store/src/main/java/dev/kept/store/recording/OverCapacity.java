package dev.kept.store.recording;

/// More is waiting to be recorded than may wait; nothing was accepted. Try again later.
public final class OverCapacity extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverCapacity(int waiting, int limit) {
        super("expected at most " + limit + " facts to wait for the log, " + waiting + " do");
    }
}
