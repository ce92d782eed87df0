package dev.kept.app.wiring;

import dev.kept.projections.watch.WatchPolicy;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which ledger to open.
///
/// @param data folder of the ledger: embedded database, token, keys
/// @param databaseUrl the user's own PostgreSQL (`jdbc:postgresql:…` or `postgresql://…`); null starts the embedded one
/// @param tenant the log's name, and the promisor of promises that name none
/// @param fourEyes whoever recorded a fact may neither correct it nor resolve the dispute on it
/// @param watch when something is to be said of an open promise
public record LedgerOptions(
        Path data,
        @Nullable String databaseUrl,
        @Nullable String databaseUser,
        @Nullable String databasePassword,
        String tenant,
        boolean fourEyes,
        WatchPolicy watch) {
    /// With warnings and misses when they are by default.
    public LedgerOptions(
            Path data,
            @Nullable String databaseUrl,
            @Nullable String databaseUser,
            @Nullable String databasePassword,
            String tenant,
            boolean fourEyes) {
        this(data, databaseUrl, databaseUser, databasePassword, tenant, fourEyes, WatchPolicy.DEFAULT);
    }
}
