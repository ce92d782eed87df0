package dev.kept.app.support;

import dev.kept.domain.commitment.Refusal;
import java.util.List;
import java.util.function.Supplier;

/// Takes fact lines into a ledger, in this process or over HTTP, and answers each.
public interface LineSink {
    int MAX_LINES = 1_000;

    /// Records the lines as an import of history, at most [#MAX_LINES] at once, and returns one answer a line, in
    /// order. Lost connections and a busy ledger are retried within; what cannot be reached in the end throws
    /// [LedgerUnavailable], and sending the same lines again is safe.
    List<LineAnswer> record(List<SourceLine> lines);

    /// Hands lines in behind those that were handed in before; they are recorded in that order.
    ///
    /// @return waits for the answers, as `record` gives them
    default Supplier<List<LineAnswer>> handIn(List<SourceLine> lines) {
        List<LineAnswer> answers = record(lines);
        return () -> answers;
    }

    /// One line of a source.
    ///
    /// @param json the fact line, UTF-8
    /// @param defaultSource the source where the line names none
    /// @param defaultId the id where the line names none; the same line must always get the same
    record SourceLine(byte[] json, String defaultSource, String defaultId) {}

    /// What became of a line.
    sealed interface LineAnswer {
        record Accepted(String factId, long position) implements LineAnswer {}

        record Duplicate(String factId) implements LineAnswer {}

        record Refused(Refusal refusal) implements LineAnswer {}
    }

    /// The ledger could not be reached, or could not write; nothing is known of the lines that were sent.
    final class LedgerUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LedgerUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
