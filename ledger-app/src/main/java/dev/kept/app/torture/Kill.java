package dev.kept.app.torture;

/// What one SIGKILL hits.
public enum Kill {
    /// The ledger's process alone; its database server then ends by itself.
    LEDGER,
    /// The database's first process, which the ledger starts again.
    SERVER,
    /// One of the database's other processes: whoever writes, flushes or serves a connection.
    BACKEND,
    /// The ledger and every process of its database at once: what was not handed to the system is gone.
    EVERYTHING;

    boolean endsLedger() {
        return this == LEDGER || this == EVERYTHING;
    }
}
