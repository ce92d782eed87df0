package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.embedded.TestDatabase;
import dev.kept.embedded.TestFolder;
import dev.kept.store.backup.LogProof;
import dev.kept.store.backup.LogProof.Kept;
import dev.kept.store.backup.Restore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A good backup, an old one and a damaged one, each held against what was signed.
class BackupIT {
    private static Path folder;
    private static Path early;
    private static Path late;
    private static SignedNote signedEarly;
    private static SignedNote signedLate;

    @BeforeAll
    static void backUpTwice() throws Exception {
        folder = TestFolder.create("backup");
        try (OpenLedger ledger = OpenLedger.open(options(folder), Clock.systemUTC())) {
            record(ledger, 0, 30);
            signedEarly = signed(ledger);
            early = backup(ledger, "early.zip");
            record(ledger, 30, 42);
            signedLate = signed(ledger);
            late = backup(ledger, "late.zip");
        }
    }

    @Test
    void aGoodBackupIsProvenAndGoesOnWhereItWas() throws Exception {
        Path fresh = restored(late);
        try (OpenLedger ledger = OpenLedger.open(options(fresh, database), Clock.systemUTC())) {
            ledger.expect(signedLate);
            LogProof.Result result = LogProof.of(ledger.ledger().log(), checkpoint(signedLate), _ -> {});

            assertThat(result.whole()).isTrue();
            assertThat(result.size()).isEqualTo(84);
            assertThat(result.kept()).isEqualTo(new Kept.Proven(checkpoint(signedLate)));
            assertThat(ledger.ledger().awaitViews(Duration.ofMinutes(1))).isTrue();
            assertThat(ledger.ledger().processor().replay().check().facts()).isEqualTo(84);
            assertThat(ledger.ledger().commitments().facts("order-7")).hasSize(2);
            record(ledger, 0, 5);
            assertThat(ledger.ledger().log().head().size()).as("repeats").isEqualTo(84);
            record(ledger, 42, 43);
            ledger.proofs().publish();
            assertThat(checkpoint(signed(ledger)).size()).isEqualTo(86);
        }
    }

    @Test
    void anOldBackupIsRolledBackAndSignsNothingUntilThatIsRecorded() throws Exception {
        Path fresh = restored(early);
        try (OpenLedger ledger = OpenLedger.open(options(fresh, database), Clock.systemUTC())) {
            ledger.expect(signedLate);
            LogProof.Result result = LogProof.of(ledger.ledger().log(), checkpoint(signedLate), _ -> {});

            assertThat(result.whole()).isTrue();
            assertThat(result.kept()).isEqualTo(new Kept.RolledBack(checkpoint(signedLate), 24));
            record(ledger, 100, 101);
            ledger.proofs().publish();
            assertThat(published(ledger)).isEqualTo(signedLate.format());

            ledger.acceptRollback(checkpoint(signedLate), result, "disk lost", "anna");
        }
        try (OpenLedger ledger = OpenLedger.open(options(fresh, database), Clock.systemUTC())) {
            ledger.proofs().publish();

            assertThat(checkpoint(signed(ledger)).size()).isEqualTo(63);
            assertThat(new String(ledger.ledger().log().after(61, 1).getFirst().payload(), StandardCharsets.UTF_8))
                    .contains("\"signedSize\":84", "\"size\":60", "\"lost\":24", "\"acceptedBy\":\"anna\"");
        }
    }

    @Test
    void anOldBackupThatGrewBeyondTheCheckpointIsAFork() throws Exception {
        Path fresh = restored(early);
        try (OpenLedger ledger = OpenLedger.open(options(fresh, database), Clock.systemUTC())) {
            record(ledger, 200, 220);

            LogProof.Result result = LogProof.of(ledger.ledger().log(), checkpoint(signedLate), _ -> {});

            assertThat(result.kept()).isInstanceOf(Kept.Forked.class);
            assertThat(LogProof.of(ledger.ledger().log(), checkpoint(signedEarly), _ -> {})
                            .kept())
                    .isEqualTo(new Kept.Proven(checkpoint(signedEarly)));
        }
    }

    @Test
    void aChangedByteIsNoticedAndNothingIsLoaded() throws Exception {
        Path damaged = damaged(late);
        Path fresh = TestFolder.create("restored");
        TestDatabase.Access access = TestDatabase.fresh();

        try (Restore backup = Restore.open(damaged)) {
            assertThatThrownBy(() -> OpenLedger.restore(options(fresh, access), backup))
                    .isInstanceOf(Restore.Unusable.class)
                    .hasMessageContaining("the table fact is not the one that was backed up");
        }
        try (Restore backup = Restore.open(late)) {
            OpenLedger.restore(options(fresh, access), backup);
            assertThatThrownBy(() -> OpenLedger.restore(options(fresh, access), backup))
                    .hasMessageContaining("restore into an empty one");
        }
    }

    @Test
    void aBackupThatWasCutShortIsNone() throws Exception {
        Path cut = folder.resolve("cut.zip");
        byte[] whole = Files.readAllBytes(late);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> Restore.open(cut)).isInstanceOf(IOException.class);
    }

    private static TestDatabase.Access database;

    /// @return the folder of the restored ledger, with the key files of the old one
    private static Path restored(Path file) throws Exception {
        Path fresh = TestFolder.create("restored");
        Files.copy(folder.resolve("kek"), fresh.resolve("kek"));
        Files.createDirectory(fresh.resolve("keys"));
        try (Stream<Path> keys = Files.list(folder.resolve("keys"))) {
            for (Path key : keys.toList()) {
                Files.copy(key, fresh.resolve("keys").resolve(key.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        database = TestDatabase.fresh();
        try (Restore backup = Restore.open(file)) {
            OpenLedger.restore(options(fresh, database), backup);
        }
        return fresh;
    }

    private static LedgerOptions options(Path data) {
        return options(data, TestDatabase.fresh());
    }

    private static LedgerOptions options(Path data, TestDatabase.Access access) {
        return new LedgerOptions(data, access.jdbcUrl(), access.user(), access.password(), "us", false);
    }

    private static Path backup(OpenLedger ledger, String name) throws Exception {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            ledger.ledger().backup(out);
        }
        return file;
    }

    private static SignedNote signed(OpenLedger ledger) throws IOException {
        ledger.proofs().publish();
        return SignedNote.parse(Files.readAllBytes(ledger.checkpointFile()));
    }

    private static String published(OpenLedger ledger) throws IOException {
        return Files.readString(ledger.checkpointFile());
    }

    private static Checkpoint checkpoint(SignedNote note) {
        return Checkpoint.parse(note.text());
    }

    private static void record(OpenLedger ledger, int from, int to) throws Exception {
        List<RecordFacts.Item> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            items.add(item("""
                    {"type":"made","commitment":"order-%1$d","customer":"ACME","statement":"words","at":"2026-01-01T00:00:00Z","due":"2026-01-10T00:00:00Z","source":"t","id":"%1$d-made"}
                    """.formatted(i)));
            items.add(item("""
                    {"type":"met","commitment":"order-%1$d","at":"2026-01-09T00:00:00Z","source":"t","id":"%1$d-met"}
                    """.formatted(i)));
        }
        ledger.ledger().record(items).get(1, TimeUnit.MINUTES);
    }

    private static RecordFacts.Item item(String line) {
        return switch (FactLineReader.read(
                line.getBytes(StandardCharsets.UTF_8), new LineContext(null, null, "file", "line"))) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.IMPORT);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }

    /// The same archive with one bit of the facts changed.
    private static Path damaged(Path file) throws IOException {
        Path damaged = folder.resolve("damaged.zip");
        try (ZipFile zip = new ZipFile(file.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(damaged))) {
            for (ZipEntry entry : zip.stream().toList()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                zip.getInputStream(entry).transferTo(bytes);
                byte[] content = bytes.toByteArray();
                if (entry.getName().equals("fact.copy")) {
                    int at = new String(content, StandardCharsets.ISO_8859_1).indexOf("\\\\x7b") + 6;
                    content[at] = content[at] == '1' ? (byte) '2' : (byte) '1';
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content);
                out.closeEntry();
            }
        }
        return damaged;
    }
}
