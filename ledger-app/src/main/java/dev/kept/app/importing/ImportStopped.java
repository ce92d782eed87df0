package dev.kept.app.importing;

/// The import ended before its end of file: the input was damaged, or the ledger or the reject file out of reach.
/// Running it again goes on where it stopped, since what is recorded counts as duplicate.
public final class ImportStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient ImportReport soFar;

    ImportStopped(String message, ImportReport soFar, Throwable cause) {
        super(message, cause);
        this.soFar = soFar;
    }

    /// What had been answered by then.
    public ImportReport soFar() {
        return soFar;
    }
}
