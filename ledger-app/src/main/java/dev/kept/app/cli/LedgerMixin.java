package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.RemoteLedger;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The options that say which ledger is meant.
final class LedgerMixin {
    static final String DEFAULT_TENANT = "us";

    @CommandLine.Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:KEPT_DATA:-.kept/data}",
            description = "the ledger's folder (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @CommandLine.Option(
            names = "--db-url",
            paramLabel = "URL",
            defaultValue = "${env:KEPT_DB_URL}",
            description = "your own PostgreSQL 15 or later instead of the embedded one, such as"
                    + " postgresql://user:password@host:5432/kept")
    private @Nullable String databaseUrl;

    @CommandLine.Option(
            names = "--db-user",
            paramLabel = "USER",
            defaultValue = "${env:KEPT_DB_USER}",
            description = "who enters the database, if the address does not say")
    private @Nullable String databaseUser;

    @CommandLine.Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = "${env:KEPT_TENANT:-" + DEFAULT_TENANT + "}",
            description = "whose ledger it is; the promisor where a promise names none (default: ${DEFAULT-VALUE})")
    private String tenant = DEFAULT_TENANT;

    @CommandLine.Option(
            names = "--four-eyes",
            description = "whoever recorded a fact may neither correct it nor resolve the dispute on it")
    private boolean fourEyes;

    LedgerOptions options() {
        return options(data);
    }

    /// The ledger that runs on the folder, if one does.
    static Optional<RemoteLedger> remote(LedgerOptions options) {
        DataFolder folder = DataFolder.at(options.data());
        return folder.running().map(running -> new RemoteLedger(running.url(), folder.token()));
    }

    LedgerOptions options(Path folder) {
        if (!tenant.matches("[a-z0-9][a-z0-9._-]{0,62}")) {
            throw new CannotStart("--tenant " + tenant + " is no name of a ledger; use lower-case letters, digits, dots"
                    + " and hyphens, such as acme");
        }
        return new LedgerOptions(
                folder, databaseUrl, databaseUser, System.getenv("KEPT_DB_PASSWORD"), tenant, fourEyes);
    }
}
