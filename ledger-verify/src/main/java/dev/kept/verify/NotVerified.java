package dev.kept.verify;

/// Ends a verification at the first thing that does not hold.
final class NotVerified extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Verdict.Failed verdict;

    NotVerified(Verdict.Failed verdict) {
        super(verdict.message(), null, false, false);
        this.verdict = verdict;
    }

    Verdict.Failed verdict() {
        return verdict;
    }
}
