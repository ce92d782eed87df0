package dev.kept.app.wiring.chaos;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Holds a ledger with a planted fault at the moment at which the fault shows, and says so, once: whoever started it
/// then does the worst.
final class Trap {
    /// Said when it is there.
    static final String REACHED = "reached";
    /// Said when it has gone on, and what it did there is stored or refused.
    static final String PASSED = "passed";

    private static final Duration NO_END = Duration.ofDays(1);

    private final AtomicBoolean armed;
    private final PrintStream out;

    Trap(boolean armed, PrintStream out) {
        this.armed = new AtomicBoolean(armed);
        this.out = out;
    }

    /// Stands still until it is killed, unless somebody was there before.
    void standStill() {
        if (reached()) {
            sleep(NO_END);
        }
    }

    /// @return whether this is the moment; once only
    boolean reached() {
        boolean now = armed.getAndSet(false);
        if (now) {
            say(REACHED);
        }
        return now;
    }

    void passed() {
        say(PASSED);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
