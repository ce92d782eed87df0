package dev.kept.embedded;

import java.util.List;

/// The reason why an embedded server was not started: one line that names what is wrong and what to do about it.
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> logTail;

    StartRefused(String problem) {
        this(problem, List.of());
    }

    StartRefused(String problem, Throwable cause) {
        super(oneLine(problem), cause);
        this.logTail = List.of();
    }

    StartRefused(String problem, List<String> logTail) {
        super(oneLine(problem));
        this.logTail = List.copyOf(logTail);
    }

    /// The last lines that the dead server wrote, oldest first; empty when it never came to run.
    public List<String> logTail() {
        return logTail;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
