package dev.kept.projections.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.audit.tile.EntryBundle;
import dev.kept.domain.audit.tile.Tile;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.domain.audit.tree.ConsistencyProof;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.embedded.TestFolder;
import dev.kept.files.KeyFile;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.StoredFact;
import dev.kept.witness.Witness;
import dev.kept.witness.WitnessServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class PublisherIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private final Random random = new Random(7);

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + LIMIT + ": " + what);
            }
            Thread.sleep(20);
        }
    }

    private static Checkpoint checkpoint(Proofs proofs) {
        return Checkpoint.parse(
                SignedNote.parse(proofs.checkpoint().orElseThrow()).text());
    }

    @Test
    void anyTileClientReadsTheLogAndProvesItsGrowth() throws Exception {
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            List<Checkpoint> seen = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                // given
                audited.record(random, "order-" + round + "-", 150);
                Checkpoint now = checkpoint(audited.proofs);
                TileHashes tiles = new TileHashes(
                        now.size(), tile -> audited.proofs.tile(tile).orElseThrow());

                // then
                assertThat(now.root())
                        .isEqualTo(audited.ledger.log.head().frontier().root());
                for (Checkpoint before : seen) {
                    assertThat(ConsistencyProof.of(before.size(), now.size(), tiles)
                                    .check(before.root(), now.root())
                                    .holds())
                            .isTrue();
                }
                for (StoredFact fact : audited.ledger.log.after(-1, 10_000)) {
                    assertThat(InclusionProof.of(fact.position(), now.size(), tiles)
                                    .check(fact.leafHash(), now.root())
                                    .holds())
                            .isTrue();
                }
                seen.add(now);
            }
            long size = audited.proofs.size();
            assertThat(size).isGreaterThan(600);
            List<byte[]> entries = EntryBundle.read(
                    audited.proofs.tile(Tile.parse("tile/entries/001")).orElseThrow());
            byte[] leaves = audited.proofs.tile(Tile.parse("tile/0/001")).orElseThrow();
            for (int i = 0; i < Tile.FULL; i++) {
                assertThat(Entry.parse(entries.get(i)).position()).isEqualTo(256 + i);
                assertThat(Hash.leaf(entries.get(i))).isEqualTo(Hash.of(leaves, i * Hash.BYTES));
            }
            assertThat(audited.proofs.tile(new Tile(0, size / 256, (int) (size % 256) + 1)))
                    .isEmpty();
            assertThat(audited.proofs.tile(Tile.parse("tile/7/000"))).isEmpty();
        }
    }

    @Test
    void aRestartGoesOnAndHealsWhatIsDamaged() throws Exception {
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            // given
            audited.record(random, "order-", 120);
            byte[] signed = audited.proofs.checkpoint().orElseThrow();
            Path level0 = audited.folder.resolve("log/hashes/0");
            byte[] whole = Files.readAllBytes(level0);

            // when: hashes beyond the checkpoint, as a crash before its signature leaves them
            Files.write(level0, new byte[320], StandardOpenOption.APPEND);
            try (Proofs again = audited.open(audited.folder)) {
                again.publish();
                assertThat(again.checkpoint().orElseThrow()).isEqualTo(signed);
            }

            // when: damaged below it
            byte[] damaged = whole.clone();
            damaged[damaged.length - 1] ^= 1;
            Files.write(level0, damaged);
            try (Proofs again = audited.open(audited.folder)) {
                again.publish();
                assertThat(again.health(again.size()).alarm()).isNull();
                assertThat(again.checkpoint().orElseThrow()).isEqualTo(signed);
            }

            // when: damaged where no edge is
            damaged = Files.readAllBytes(level0);
            damaged[Hash.BYTES] ^= 1;
            Files.write(level0, damaged);
            try (Proofs again = audited.open(audited.folder)) {
                assertThat(again.receiptOfFact(
                                audited.ledger.log.after(-1, 1).getFirst().factId()))
                        .isPresent();
            }

            // when: gone
            Files.delete(level0);
            try (Proofs again = audited.open(audited.folder)) {
                again.publish();
                assertThat(again.checkpoint().orElseThrow()).isEqualTo(signed);
            }

            // then
            assertThat(Files.readAllBytes(level0)).startsWith(whole);
        }
    }

    @Test
    void followsTheLogByItselfAndNeverGoesBack() throws Exception {
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            audited.proofs.start(List.of());
            for (int round = 0; round < 5; round++) {
                audited.ledger.recordAll(Histories.random(random, "round-" + round + "-", 20), random);
                long size = audited.ledger.log.head().size();
                await("publication of " + size, () -> audited.proofs.size() == size);
            }
            assertThat(audited.verifyBundle(audited.proofs, List.of()).holds()).isTrue();
        }
    }

    @Test
    void twoNodesWithOneKeySignTheSameAndOneWithoutItSignsNothing() throws Exception {
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            // given
            audited.record(random, "order-", 30);
            Path second = TestFolder.create("second");
            Files.createDirectory(second.resolve("keys"));
            try (var keys = Files.list(audited.folder.resolve("keys"))) {
                for (Path key : keys.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                            .isEqualTo("rw-------");
                    Files.copy(
                            key, second.resolve("keys").resolve(key.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }

            // then
            try (Proofs other = audited.open(second)) {
                other.publish();
                assertThat(other.checkpoint().orElseThrow())
                        .isEqualTo(audited.proofs.checkpoint().orElseThrow());
            }
            try (Proofs stranger = audited.open(TestFolder.create("stranger"))) {
                stranger.publish();
                assertThat(stranger.checkpoint()).isEmpty();
                assertThat(stranger.health(1).alarm()).contains("another node signs it");
            }
        }
    }

    @Test
    void aChangedKeySignsBesideTheOldOneForThirtyDaysAndIsAFact() throws Exception {
        try (TestLedger ledger = TestLedger.fresh()) {
            // given
            AtomicReference<Instant> now = new AtomicReference<>(AuditedLedger.LATER);
            Path folder = TestFolder.create("keys");
            try (Proofs proofs =
                    Proofs.open(folder, TestLedger.TENANT, ledger.database, ledger.log, ledger.recorder, now::get)) {
                proofs.publish();
                VerifierKey before = VerifierKey.parse(proofs.signingKeys().getFirst());
                now.set(now.get().plusSeconds(60));

                // when
                VerifierKey after = proofs.rotateKey();

                // then
                assertThat(proofs.signingKeys()).containsExactly(after.format(), before.format());
                assertThat(ledger.log.stream(-1).map(StoredFact::name)).containsExactly("ledger.key_changed");
                assertThat(new String(ledger.log.after(-1, 1).getFirst().payload(), StandardCharsets.UTF_8))
                        .contains(after.format(), before.format(), "bothSignUntil");
                SignedNote both = SignedNote.parse(proofs.checkpoint().orElseThrow());
                assertThat(TrustedKeys.of(before).check(both)).isInstanceOf(NoteCheck.Trusted.class);
                assertThat(TrustedKeys.of(after).check(both)).isInstanceOf(NoteCheck.Trusted.class);

                // when
                now.set(now.get().plus(SigningKeys.OVERLAP).plusSeconds(1));
                proofs.publish();

                // then
                SignedNote one = SignedNote.parse(proofs.checkpoint().orElseThrow());
                assertThat(TrustedKeys.of(before).check(one)).isInstanceOf(NoteCheck.Refused.class);
                assertThat(TrustedKeys.of(after).check(one)).isInstanceOf(NoteCheck.Trusted.class);
                assertThat(proofs.allKeys()).containsExactly(before.format(), after.format());
            }
            try (Proofs again =
                    Proofs.open(folder, TestLedger.TENANT, ledger.database, ledger.log, ledger.recorder, now::get)) {
                assertThat(again.signingKeys()).hasSize(1);
            }
            assertThat(ledger.log.head().size()).isEqualTo(1);
        }
    }

    @Test
    void aRotationThatWasStoppedIsFinishedAtTheNextStart() throws Exception {
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            Path keys = audited.folder.resolve("keys");
            KeyFile.create(
                    keys.resolve("log-20260603T000000000Z.key.pending"),
                    audited.ledger.log.origin(),
                    VerifierKey.Kind.LOG,
                    new SecureRandom());

            try (Proofs again = audited.open(audited.folder)) {
                assertThat(again.allKeys()).hasSize(2);
            }

            assertThat(keys.resolve("log-20260603T000000000Z.key")).exists();
            assertThat(audited.ledger.log.stream(-1).map(StoredFact::name)).containsExactly("ledger.key_changed");
        }
    }

    @Test
    void collectsCosignaturesAndRaisesTheAlarmWithoutThem() throws Exception {
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            // given
            VerifierKey log = VerifierKey.parse(audited.proofs.signingKeys().getFirst());
            try (Witness witness = Witness.open(
                    TestFolder.create("witness"),
                    "witness.example/one",
                    List.of(log),
                    Clock.systemUTC(),
                    new SecureRandom())) {
                WitnessServer server = WitnessServer.start(witness, new InetSocketAddress("127.0.0.1", 0));
                int port = server.port();
                audited.proofs.start(
                        List.of(new Proofs.WitnessAddress(
                                URI.create("http://127.0.0.1:" + port), witness.verifierKey())),
                        Duration.ZERO.minusSeconds(1));

                // when
                audited.record(random, "order-", 40);

                // then
                long size = audited.ledger.log.head().size();
                await(
                        "a cosigned checkpoint",
                        () -> audited.proofs
                                .witnessedCheckpoint()
                                .filter(note ->
                                        Checkpoint.parse(SignedNote.parse(note).text())
                                                        .size()
                                                == size)
                                .isPresent());
                TrustedKeys asked = new TrustedKeys(List.of(log), List.of(witness.verifierKey()), 1);
                assertThat(asked.check(
                                SignedNote.parse(audited.proofs.checkpoint().orElseThrow())))
                        .isInstanceOf(NoteCheck.Trusted.class);
                await("no alarm", () -> audited.proofs.health(size).alarm() == null);

                // when
                server.close();
                audited.record(random, "unseen-", 10);

                // then
                await("an alarm", () -> audited.proofs.health(size).alarm() != null);
                assertThat(audited.proofs.health(size).alarm()).contains("witness.example/one has not cosigned");
                assertThat(audited.proofs.size()).isGreaterThan(size);

                // when
                WitnessServer again = WitnessServer.start(witness, new InetSocketAddress("127.0.0.1", port));

                // then
                await("no alarm again", () -> audited.proofs.health(size).alarm() == null);
                again.close();
            }
        }
    }
}
