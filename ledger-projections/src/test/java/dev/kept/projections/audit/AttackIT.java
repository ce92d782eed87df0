package dev.kept.projections.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.embedded.TestFolder;
import dev.kept.store.StoredFact;
import dev.kept.verify.Evidence;
import dev.kept.verify.Verdict;
import dev.kept.verify.Verifier;
import dev.kept.witness.Witness;
import dev.kept.witness.WitnessServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whoever owns the database, and then also the signing key, rewrites the history of a ledger that runs.
///
/// Against the owner of the database alone the log's own files are enough: the first changed entry is named. Against
/// one who has the key as well, only what was kept outside helps: a checkpoint, a receipt, a witness.
class AttackIT {
    private static final long SEED = 20261126L;

    private static AuditedLedger audited;
    private static long size;
    private static Path keptCheckpoint;
    private static Forger forger;

    @BeforeAll
    static void record() throws Exception {
        audited = AuditedLedger.fresh();
        audited.record(new Random(SEED), "order-", 60);
        keptCheckpoint = Files.write(
                audited.folder.resolve("kept-checkpoint"),
                audited.proofs.checkpoint().orElseThrow());
        audited.record(new Random(SEED + 1), "later-", 20);
        size = audited.ledger.log.head().size();
        forger = new Forger(audited.ledger);
    }

    @AfterAll
    static void close() {
        audited.close();
    }

    @BeforeEach
    void isWhole() throws IOException {
        assertThat(audited.verifyBundle(audited.proofs, List.of(keptCheckpoint)).text())
                .as("seed %d", SEED)
                .startsWith("VERIFIED the whole log")
                .contains("scores computed again under kyw-1: as the ledger answered");
    }

    @AfterEach
    void restore() throws Exception {
        forger.restore();
    }

    private static Verdict.Failed failed(Verdict verdict) {
        assertThat(verdict).as("seed %d", SEED).isInstanceOf(Verdict.Failed.class);
        return (Verdict.Failed) verdict;
    }

    private static Verdict.Failed bundleFails() throws IOException {
        return failed(audited.verifyBundle(audited.proofs, List.of()));
    }

    private static StoredFact factAt(long position) {
        return audited.ledger.log.after(position - 1, 1).getFirst();
    }

    @Test
    void anEditedFactIsNamed() throws Exception {
        forger.superuser("update kept_log.fact set payload = payload || ' '::bytea where position = 17");

        assertThat(bundleFails()).satisfies(failed -> {
            assertThat(failed.code()).isEqualTo("NOT_IN_LOG");
            assertThat(failed.position()).isEqualTo(17);
        });
        assertThatThrownBy(() -> audited.proofs.receiptOfFact(factAt(17).factId()))
                .isInstanceOf(Proofs.Contradicted.class)
                .hasMessageContaining("at position 17");
    }

    @Test
    void aBackdatedAcceptanceIsNamed() throws Exception {
        forger.superuser(
                "update kept_log.fact set accepted_micros = accepted_micros - 86400000000 where position = 23");

        assertThat(bundleFails().position()).isEqualTo(23);
    }

    @Test
    void aDeletedFactIsNamed() throws Exception {
        StoredFact last =
                audited.ledger.log.streams(List.of(factAt(5).stream())).getLast();
        forger.superuser("delete from kept_log.fact where position = " + last.position());

        assertThat(bundleFails()).satisfies(failed -> {
            assertThat(failed.code()).isEqualTo("ENTRY_MISSING");
            assertThat(failed.position()).isEqualTo(last.position());
        });
    }

    @Test
    void aHoleInAStreamIsNamed() throws Exception {
        StoredFact second = audited.ledger.log.stream(-1)
                .filter(fact -> fact.version() == 1)
                .findFirst()
                .orElseThrow();
        forger.superuser("delete from kept_log.fact where stream = '" + second.stream() + "' and version = 0");

        assertThat(bundleFails()).satisfies(failed -> {
            assertThat(failed.code()).isEqualTo("VERSION_GAP");
            assertThat(failed.stream()).isEqualTo(second.stream());
        });
    }

    @Test
    void reorderedAndRenumberedFactsAreNamed() throws Exception {
        forger.superuser(
                "update kept_log.fact set position = -1 where position = 30",
                "update kept_log.fact set position = 30 where position = 31",
                "update kept_log.fact set position = 31 where position = -1");
        assertThat(bundleFails().position()).isIn(30L, 31L);
        forger.restore();

        forger.superuser("update kept_log.fact set stream = stream || '-other', version = 0 where position = 12");
        assertThat(bundleFails()).satisfies(failed -> assertThat(failed.code()).isIn("NOT_IN_LOG", "VERSION_GAP"));
    }

    @Test
    void aTruncatedLogIsNotSignedAndItsBundleNamesWhatIsGone() throws Exception {
        forger.rewrite(facts -> new ArrayList<>(facts.subList(0, (int) size - 3)));

        audited.proofs.publish();

        assertThat(audited.proofs.health(size).alarm()).contains("rolled back");
        assertThat(bundleFails().code()).isIn("ENTRY_MISSING", "VERSION_GAP");
    }

    @Test
    void aHeadThatDoesNotFitItsSizeIsNotSigned() throws Exception {
        forger.superuser("update kept_log.log set size = size - 3");

        audited.proofs.publish();

        assertThat(audited.proofs.health(size).alarm()).contains("not as the ledger wrote it");
    }

    @Test
    void changedLeafHashesAreNotSigned() throws Exception {
        forger.superuser("update kept_log.fact set leaf_hash = sha256(leaf_hash) where position = 3");
        try (Proofs rebuilt = attackersNode()) {
            rebuilt.publish();
            assertThat(rebuilt.checkpoint()).isEmpty();
            assertThat(rebuilt.health(size).alarm()).contains("do not lead to the root of the log's head");
        }
    }

    /// The attacker's own node: the ledger's keys, an empty folder, the rewritten database.
    private static Proofs attackersNode() throws IOException {
        Path node = TestFolder.create("attacker");
        Files.createDirectory(node.resolve("keys"));
        try (var keys = Files.list(audited.folder.resolve("keys"))) {
            for (Path key : keys.toList()) {
                Files.copy(key, node.resolve("keys").resolve(key.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return audited.open(node);
    }

    /// A witness that has cosigned the log as it was.
    private static Witness witness() throws Exception {
        return Witness.open(
                TestFolder.create("witness"),
                "witness.example/one",
                List.of(VerifierKey.parse(audited.proofs.signingKeys().getFirst())),
                Clock.systemUTC(),
                new SecureRandom());
    }

    private static void cosigned(Proofs.WitnessAddress address) throws Exception {
        try (Proofs honest = attackersNode()) {
            honest.publish();
            honest.start(List.of(address));
            await("a cosignature", () -> honest.witnessedCheckpoint().isPresent());
        }
    }

    /// What the witness answers to the attacker, who gets no cosignature.
    private static String refusal(Proofs attacker, Proofs.WitnessAddress address) throws InterruptedException {
        attacker.start(List.of(address));
        await("an answer", () -> trouble(attacker) != null);
        assertThat(attacker.witnessedCheckpoint()).isEmpty();
        return String.valueOf(trouble(attacker));
    }

    private static @Nullable String trouble(Proofs attacker) {
        return attacker.health(size).witnesses().getFirst().trouble();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what + ", seed " + SEED).isLessThan(end);
            Thread.sleep(20);
        }
    }

    /// What verifier and witness say of a consistently rewritten and newly signed history, without and with what was
    /// kept.
    private static void rewritten(
            UnaryOperator<List<StoredFact>> attack, long firstChanged, String code, String refusal) throws Exception {
        try (Witness witness = witness();
                WitnessServer server = WitnessServer.start(witness, new InetSocketAddress("127.0.0.1", 0))) {
            var address =
                    new Proofs.WitnessAddress(URI.create("http://127.0.0.1:" + server.port()), witness.verifierKey());
            cosigned(address);
            rewritten(
                    attack,
                    firstChanged,
                    code,
                    attacker -> assertThat(refusal(attacker, address))
                            .as("seed %d", SEED)
                            .contains(refusal));
        }
    }

    private interface Inquiry {
        void of(Proofs attacker) throws Exception;
    }

    private static void rewritten(
            UnaryOperator<List<StoredFact>> attack, long firstChanged, String code, Inquiry witness) throws Exception {
        Path receipt = Files.write(
                audited.folder.resolve("kept-receipt"),
                audited.proofs
                        .receiptOfFact(factAt(firstChanged).factId())
                        .orElseThrow()
                        .bytes());
        forger.rewrite(attack);
        audited.proofs.publish();
        assertThat(audited.proofs.health(size).alarm()).as("the ledger itself").isNotNull();
        try (Proofs attacker = attackersNode()) {
            attacker.publish();
            SignedNote forged = SignedNote.parse(attacker.checkpoint().orElseThrow());
            assertThat(Checkpoint.parse(forged.text()).size())
                    .isEqualTo(audited.ledger.log.head().size());

            // without anything kept: verified, and it says what that is worth (who rewrites the log rewrites the views)
            Verdict alone = Verifier.verify(new Verifier.Task(
                    audited.bundle(attacker, null), Evidence.of(audited.keys()), AuditedLedger.LATER, false));
            assertThat(alone.text())
                    .startsWith("VERIFIED the whole log")
                    .contains("that nothing was changed before this checkpoint was signed: you gave no checkpoint");

            // with a checkpoint: caught
            assertThat(failed(audited.verifyBundle(attacker, List.of(keptCheckpoint)))
                            .code())
                    .isEqualTo(code);

            // with a receipt: named
            if (code.equals("HISTORY_CHANGED")) {
                assertThat(failed(audited.verifyBundle(attacker, List.of(receipt)))
                                .position())
                        .isEqualTo(firstChanged);
            }

            // with a witness: no cosignature
            witness.of(attacker);
        }
    }

    @Test
    void anEditWithTheKeyIsCaughtByWhatWasKept() throws Exception {
        rewritten(
                facts -> {
                    StoredFact victim = facts.get(9);
                    facts.set(9, Forger.with(victim, Forger.append(victim.payload(), " ")));
                    return facts;
                },
                9,
                "HISTORY_CHANGED",
                "of another history");
    }

    @Test
    void aDeletionWithTheKeyIsCaughtByWhatWasKept() throws Exception {
        rewritten(
                facts -> {
                    facts.remove(9);
                    return facts;
                },
                9,
                "HISTORY_CHANGED",
                "it was rolled back");
    }

    @Test
    void aBackdatedInsertionWithTheKeyIsCaughtByWhatWasKept() throws Exception {
        rewritten(
                facts -> {
                    facts.add(9, Forger.copy(facts.get(9), "order-made-up"));
                    return facts;
                },
                9,
                "HISTORY_CHANGED",
                "refuses (422): HISTORY_CHANGED");
    }

    @Test
    void aReorderingWithTheKeyIsCaughtByWhatWasKept() throws Exception {
        rewritten(
                facts -> {
                    Collections.swap(facts, 9, 10);
                    return facts;
                },
                9,
                "HISTORY_CHANGED",
                "of another history");
    }

    @Test
    void aTruncationWithTheKeyIsCaughtByWhatWasKept() throws Exception {
        rewritten(facts -> new ArrayList<>(facts.subList(0, 20)), 9, "LOG_SHRANK", "it was rolled back");
    }

    @Test
    void aForkIsCaughtByComparingTwoCheckpoints() throws Exception {
        Path kept = Files.write(
                audited.folder.resolve("kept-fork"), audited.proofs.checkpoint().orElseThrow());
        forger.rewrite(facts -> {
            StoredFact victim = facts.getLast();
            facts.set(facts.size() - 1, Forger.with(victim, Forger.append(victim.payload(), " ")));
            return facts;
        });
        try (Proofs attacker = attackersNode()) {
            attacker.publish();

            assertThat(audited.verifyBundle(attacker, List.of(keptCheckpoint)).holds())
                    .as("the fork begins after the kept checkpoint")
                    .isTrue();
            assertThat(failed(audited.verifyBundle(attacker, List.of(kept))).code())
                    .isEqualTo("LOG_FORKED");
        }
    }
}
