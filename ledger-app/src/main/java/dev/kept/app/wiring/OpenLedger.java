package dev.kept.app.wiring;

import dev.kept.app.support.CannotStart;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.erasure.PersonErasure;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.axon.ledger.RecordLedgerFact;
import dev.kept.domain.json.JsonWriter;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.Options;
import dev.kept.embedded.StartRefused;
import dev.kept.files.DurableFile;
import dev.kept.projections.audit.Bundles;
import dev.kept.projections.audit.Proofs;
import dev.kept.projections.board.BoardViews;
import dev.kept.projections.board.CustomerNames;
import dev.kept.projections.calendar.CalendarUses;
import dev.kept.projections.calendar.CalendarViews;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.portfolio.Portfolio;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.processor.ViewDatabase;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.projections.series.SeriesViews;
import dev.kept.projections.watch.Watch;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.backup.LogProof;
import dev.kept.store.backup.Restore;
import dev.kept.store.recording.FactRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A ledger with all it stands on; closing it stops everything in the right order.
public final class OpenLedger implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(OpenLedger.class);
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

    /// Loads a backup into the ledger's database, which has to be empty: all of it, or nothing.
    ///
    /// @throws CannotStart with one line that says what to do
    public static void restore(LedgerOptions options, Restore backup)
            throws SQLException, IOException, Restore.Unusable {
        try (EmbeddedPostgres embedded = options.databaseUrl() == null ? start(options) : null) {
            DatabaseLogin login = login(options, embedded);
            LogDatabase.migrateEmpty(login.url(), login.user(), login.password(), backup.schema());
            try (Connection connection = DriverManager.getConnection(login.url(), login.user(), login.password())) {
                backup.into(connection);
            }
        } catch (StartRefused refused) {
            throw new CannotStart(String.valueOf(refused.getMessage()), refused);
        } catch (IllegalStateException failure) {
            throw new CannotStart(String.valueOf(failure.getMessage()), failure);
        }
    }

    private static EmbeddedPostgres start(LedgerOptions options) {
        return EmbeddedPostgres.start(
                Options.in(options.data().resolve(DataFolder.DATABASE)).withoutStopWithJvm());
    }

    private static DatabaseLogin login(LedgerOptions options, @Nullable EmbeddedPostgres embedded) {
        return embedded == null
                ? DatabaseLogin.of(options)
                : new DatabaseLogin(embedded.jdbcUrl(), embedded.user(), embedded.password());
    }

    /// @throws CannotStart with one line that says what to do
    public static OpenLedger open(LedgerOptions options, InstantSource clock) {
        EmbeddedPostgres embedded = null;
        try {
            embedded = options.databaseUrl() == null ? start(options) : null;
            return open(options, clock, login(options, embedded), embedded);
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
        LogDatabase database = LogDatabase.open(
                login.url(),
                login.user(),
                login.password(),
                CONNECTIONS,
                DataFolder.at(options.data()).keyEncryptionKey());
        ViewDatabase.migrate(login.url(), login.user(), login.password());
        FactRecorder recorder =
                FactRecorder.open(database, new FactRecorder.Options(tenant, origin, options.fourEyes()), clock);
        FactReader log = FactReader.open(database, tenant, origin);
        LiveProcessor processor = LiveProcessor.start(
                tenant, log, database.dataSource(), streams -> ViewProjections.of(tenant, streams, options.watch()));
        CommitmentViews commitments = new CommitmentViews(tenant, database.dataSource(), log);
        ScoreViews scores = new ScoreViews(tenant, database.dataSource(), commitments, log);
        Ledger ledger = new Ledger(
                tenant,
                recorder,
                log,
                processor,
                commitments,
                new ReliabilityViews(commitments),
                scores,
                new Portfolio(tenant, database.dataSource(), commitments, scores, log, processor::position),
                new CalendarViews(tenant, database.dataSource()),
                new CalendarUses(tenant, database.dataSource(), log),
                new SeriesViews(tenant, database.dataSource()),
                new Watch(tenant, database.dataSource()),
                new BoardViews(tenant, database.dataSource(), commitments, log, options.watch()),
                new CustomerNames(tenant, database.dataSource()),
                database,
                clock);
        int leftOver = new PersonErasure(ledger, ledger.keys()).finish();
        if (leftOver > 0) {
            LOGGER.warn("{} keys of erased persons were left over and are destroyed now", leftOver);
        }
        return new OpenLedger(ledger, database, embedded, options.data());
    }

    /// The checkpoint that was signed last, as a file; it may not be there.
    public Path checkpointFile() {
        return folder.resolve("log").resolve("checkpoint");
    }

    /// Makes this the checkpoint that was signed last, unless there is a later one: what does not continue it is not
    /// signed.
    public void expect(SignedNote kept) throws IOException {
        Path file = checkpointFile();
        if (Files.exists(file)
                && Checkpoint.parse(SignedNote.parse(Files.readAllBytes(file)).text())
                                .size()
                        >= Checkpoint.parse(kept.text()).size()) {
            return;
        }
        Files.createDirectories(file.resolveSibling("hashes").getParent());
        DurableFile.replace(file, kept.format().getBytes(StandardCharsets.UTF_8), DurableFile.Readers.EVERYBODY);
    }

    /// Records that facts were lost, and sets the checkpoint aside that names them, so that the ledger signs again.
    ///
    /// @return the fact's id
    public String acceptRollback(Checkpoint lost, LogProof.Result found, String reason, String by) throws IOException {
        byte[] payload = new JsonWriter()
                .beginObject()
                .member("signedSize", Long.valueOf(lost.size()))
                .member("signedRoot", lost.root().base64())
                .member("size", Long.valueOf(found.size()))
                .member("root", found.root().base64())
                .member("lost", Long.valueOf(Math.max(0, lost.size() - found.size())))
                .member("reason", reason)
                .member("acceptedBy", by)
                .endObject()
                .toBytes();
        String factId = ledger.recorder()
                .record(new RecordLedgerFact(
                        ledger.clock().instant(),
                        "ledger.rollback_accepted",
                        lost.root().base64(),
                        payload,
                        Map.of("actor", by)))
                .factId();
        Path file = checkpointFile();
        if (Files.exists(file)) {
            Files.move(
                    file,
                    file.resolveSibling("checkpoint.rolled-back-" + lost.size()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return factId;
    }

    /// The PostgreSQL that came along; empty for a ledger on another one.
    Optional<EmbeddedPostgres> postgres() {
        return Optional.ofNullable(embedded);
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
