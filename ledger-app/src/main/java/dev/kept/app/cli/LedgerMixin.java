package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.projections.watch.WatchPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The options that say which ledger is meant.
final class LedgerMixin {
    static final String DEFAULT_TENANT = "us";
    private static final int PPM_PER_PERCENT = 10_000;

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

    @CommandLine.Option(
            names = "--at-risk-lead",
            paramLabel = "PERCENT",
            defaultValue = "${env:KEPT_AT_RISK_LEAD:-20}",
            description = "a promise is at risk in this last part of its time (default: ${DEFAULT-VALUE})")
    private int atRiskLead = 20;

    @CommandLine.Option(
            names = "--grace-days",
            paramLabel = "N",
            defaultValue = "${env:KEPT_GRACE_DAYS:-1}",
            description = "whole days in UTC after the day it was due until silence is recorded as a miss"
                    + " (default: ${DEFAULT-VALUE}, as in the scoring policy)")
    private int graceDays = 1;

    LedgerOptions options() {
        return options(data);
    }

    /// The ledger that runs on the folder, if one does; without one, the folder holds a ledger that can be opened.
    /// Reading makes none.
    ///
    /// @throws CannotStart if there is no ledger
    static Optional<RemoteLedger> remote(LedgerOptions options) {
        Path folder = options.data();
        Optional<RemoteLedger> running = Files.isDirectory(folder) ? running(options) : Optional.empty();
        if (running.isEmpty() && options.databaseUrl() == null && !DataFolder.holdsDatabase(folder)) {
            throw new CannotStart("there is no ledger in " + folder
                    + "; ./kept serve, ./kept import FILE and ./kept demo make one, --data names another folder");
        }
        return running;
    }

    /// The ledger that runs on the folder, if one does; for commands that make a ledger where there is none.
    static Optional<RemoteLedger> running(LedgerOptions options) {
        DataFolder folder = DataFolder.at(options.data());
        return folder.running().map(running -> new RemoteLedger(running.url(), folder.token()));
    }

    LedgerOptions options(Path folder) {
        if (!tenant.matches("[a-z0-9][a-z0-9._-]{0,62}")) {
            throw new CannotStart("--tenant " + tenant + " is no name of a ledger; use lower-case letters, digits, dots"
                    + " and hyphens, such as acme");
        }
        WatchPolicy watch;
        try {
            watch = new WatchPolicy(Math.multiplyExact(atRiskLead, PPM_PER_PERCENT), graceDays);
        } catch (IllegalArgumentException | ArithmeticException _) {
            throw new CannotStart("--at-risk-lead is 0 to 100 (percent) and --grace-days is 0 to 365, not " + atRiskLead
                    + " and " + graceDays);
        }
        return new LedgerOptions(
                folder, databaseUrl, databaseUser, System.getenv("KEPT_DB_PASSWORD"), tenant, fourEyes, watch);
    }
}
