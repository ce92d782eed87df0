package dev.kept.app.wiring;

import dev.kept.app.support.CannotStart;
import dev.kept.app.support.Ledger;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.Options;
import dev.kept.embedded.StartRefused;
import dev.kept.projections.audit.Bundles;
import dev.kept.projections.audit.Proofs;
import dev.kept.projections.board.BoardViews;
import dev.kept.projections.board.CustomerNames;
import dev.kept.projections.calendar.CalendarUses;
import dev.kept.projections.calendar.CalendarViews;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.processor.ViewDatabase;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.projections.series.SeriesViews;
import dev.kept.projections.watch.Watch;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.recording.FactRecorder;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// A ledger with all it stands on; closing it stops everything in the right order.
public final class OpenLedger implements AutoCloseable {
    private static final int CONNECTIONS = 16;

    private final Ledger ledger;
    private final LogDatabase database;
    private final @Nullable EmbeddedPostgres embedded;
    private final Path folder;
    private @Nullable Proofs proofs;

    private OpenLedger(Ledger ledger, LogDatabase database, @Nullable EmbeddedPostgres embedded, Path folder) {
        this.ledger = ledger;
        this.database = database;
        this.embedded = embedded;
        this.folder = folder;
    }

    public Ledger ledger() {
        return ledger;
    }

    /// The database beneath the ledger's log.
    public LogDatabase database() {
        return database;
    }

    /// What proves the log to others; the log's key is drawn when it is first asked for.
    public synchronized Proofs proofs() {
        Proofs open = proofs;
        if (open == null) {
            try {
                open = Proofs.open(folder, ledger.tenant(), database, ledger.log(), ledger.recorder(), ledger.clock());
            } catch (IllegalStateException | IllegalArgumentException failure) {
                throw new CannotStart(String.valueOf(failure.getMessage()), failure);
            }
            proofs = open;
        }
        return open;
    }

    /// Makes bundles for auditors.
    public Bundles bundles() {
        return new Bundles(
                ledger.tenant(),
                ledger.log(),
                proofs(),
                ledger.commitments(),
                ledger.reliability(),
                ledger.scores(),
                ledger.clock());
    }

    /// @throws CannotStart with one line that says what to do
    public static OpenLedger open(LedgerOptions options, InstantSource clock) {
        EmbeddedPostgres embedded = null;
        try {
            DatabaseLogin login;
            if (options.databaseUrl() == null) {
                embedded = EmbeddedPostgres.start(
                        Options.in(options.data().resolve("postgres")).withoutStopWithJvm());
                login = new DatabaseLogin(embedded.jdbcUrl(), embedded.user(), embedded.password());
            } else {
                login = DatabaseLogin.of(options);
            }
            return open(options, clock, login, embedded);
        } catch (StartRefused refused) {
            throw new CannotStart(String.valueOf(refused.getMessage()), refused);
        } catch (IllegalStateException failure) {
            if (embedded != null) {
                embedded.close();
            }
            throw new CannotStart(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static OpenLedger open(
            LedgerOptions options, InstantSource clock, DatabaseLogin login, @Nullable EmbeddedPostgres embedded) {
        String tenant = options.tenant();
        String origin = "kept.local/" + tenant;
        LogDatabase database = LogDatabase.open(login.url(), login.user(), login.password(), CONNECTIONS);
        ViewDatabase.migrate(login.url(), login.user(), login.password());
        FactRecorder recorder =
                FactRecorder.open(database, new FactRecorder.Options(tenant, origin, options.fourEyes()), clock);
        FactReader log = FactReader.open(database, tenant, origin);
        LiveProcessor processor = LiveProcessor.start(
                tenant, log, database.dataSource(), ViewProjections.of(tenant, log, options.watch()));
        CommitmentViews commitments = new CommitmentViews(tenant, database.dataSource(), log);
        Ledger ledger = new Ledger(
                tenant,
                recorder,
                log,
                processor,
                commitments,
                new ReliabilityViews(commitments),
                new ScoreViews(tenant, database.dataSource(), commitments, log),
                new CalendarViews(tenant, database.dataSource()),
                new CalendarUses(tenant, database.dataSource(), log),
                new SeriesViews(tenant, database.dataSource()),
                new Watch(tenant, database.dataSource()),
                new BoardViews(tenant, database.dataSource(), commitments, log, options.watch()),
                new CustomerNames(tenant, database.dataSource()),
                clock);
        return new OpenLedger(ledger, database, embedded, options.data());
    }

    @Override
    public synchronized void close() {
        Proofs open = proofs;
        if (open != null) {
            open.close();
        }
        ledger.recorder().close();
        ledger.processor().close();
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
