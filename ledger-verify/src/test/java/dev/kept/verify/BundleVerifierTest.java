package dev.kept.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.note.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVerifierTest {
    private static final Evidence EVIDENCE = Evidence.of(SampleLog.KEYS);

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("bundle");
    }

    private Verdict verify(Evidence evidence) throws IOException {
        return Verifier.verify(new Verifier.Task(file(), evidence, SampleLog.START, true));
    }

    private static Verdict.Failed failed(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        return (Verdict.Failed) verdict;
    }

    @Test
    void verifiesAWholeLogAndSaysWhatItDidNot() throws IOException {
        // given
        SampleLog log = new SampleLog(1).grow(300);
        log.bundle(file(), log.inStreamOrder());

        // when
        Verdict verdict = verify(EVIDENCE);

        // then
        assertThat(verdict.text())
                .startsWith("VERIFIED the whole log ledger.example/acme, 300 entries")
                .contains("300 entries are all of the log's")
                .contains("12 streams have no gap")
                .contains("no witness that you pinned has cosigned")
                .contains("you gave no checkpoint")
                .contains("that what was reported is true");
        assertThat(verdict.json()).startsWith("{\"verified\":true,");
    }

    @Test
    void verifiesAnEmptyLog() throws IOException {
        SampleLog log = new SampleLog(1);
        log.bundle(file(), List.of());

        assertThat(verify(EVIDENCE).holds()).isTrue();
    }

    @Test
    void showsThatTheLogOnlyGrewSinceAKeptCheckpoint() throws IOException {
        // given
        SampleLog log = new SampleLog(2).grow(200);
        Checkpoint kept = Checkpoint.parse(log.checkpoint(130).text());
        log.grow(70);
        log.bundle(file(), log.inStreamOrder());

        // when
        Verdict verdict = verify(new Evidence(SampleLog.KEYS, List.of(kept), Map.of()));

        // then
        assertThat(verdict.text()).contains("only grew since the checkpoint of 130 entries");
    }

    @Test
    void namesTheRangeThatWasRewrittenBetweenTwoKeptCheckpoints() throws IOException {
        // given
        SampleLog log = new SampleLog(3).grow(200);
        Checkpoint first = Checkpoint.parse(log.checkpoint(100).text());
        SampleLog other = new SampleLog(33).like(log, 100).grow(80);
        Checkpoint second = Checkpoint.parse(other.checkpoint(180).text());
        assertThat(second.root())
                .isNotEqualTo(Checkpoint.parse(log.checkpoint(180).text()).root());
        log.bundle(file(), log.inStreamOrder());

        // when
        Verdict.Failed failed = failed(verify(new Evidence(SampleLog.KEYS, List.of(second, first), Map.of())));

        // then
        assertThat(failed.code()).isEqualTo("HISTORY_CHANGED");
        assertThat(failed.position()).isEqualTo(100);
        assertThat(failed.message()).contains("up to 179");
    }

    @Test
    void namesTheEntryThatAKeptReceiptContradicts() throws IOException {
        SampleLog log = new SampleLog(4).grow(50);
        SampleLog forged = new SampleLog(5).grow(50);
        forged.bundle(file(), forged.inStreamOrder());

        Verdict.Failed failed = failed(verify(new Evidence(
                SampleLog.KEYS, List.of(), Map.of(17L, log.facts.get(17).leaf()))));

        assertThat(failed.code()).isEqualTo("ENTRY_CHANGED");
        assertThat(failed.position()).isEqualTo(17);
    }

    @Test
    void refusesALogThatLostEntriesOrWasForked() throws IOException {
        SampleLog log = new SampleLog(6).grow(80);
        SampleLog shorter = new SampleLog(6).grow(60);
        shorter.bundle(file(), shorter.inStreamOrder());
        Checkpoint kept = Checkpoint.parse(log.checkpoint(80).text());

        Verdict.Failed shrank = failed(verify(new Evidence(SampleLog.KEYS, List.of(kept), Map.of())));
        assertThat(shrank.code()).isEqualTo("LOG_SHRANK");
        assertThat(shrank.position()).isEqualTo(60);

        SampleLog fork = new SampleLog(7).grow(80);
        fork.bundle(file(), fork.inStreamOrder());
        assertThat(failed(verify(new Evidence(SampleLog.KEYS, List.of(kept), Map.of())))
                        .code())
                .isEqualTo("LOG_FORKED");
    }

    @Test
    void namesADeletedFact() throws IOException {
        SampleLog log = new SampleLog(8).grow(120);
        Opening last = log.facts.getLast();
        List<Opening> without = new ArrayList<>(log.inStreamOrder());
        without.remove(last);
        log.bundle(file(), without);

        Verdict.Failed failed = failed(verify(EVIDENCE));

        assertThat(failed.code()).isEqualTo("ENTRY_MISSING");
        assertThat(failed.position()).isEqualTo(119);
    }

    @Test
    void namesTheEntryBehindAGapInItsStream() throws IOException {
        SampleLog log = new SampleLog(9).grow(120);
        Opening first = log.inStreamOrder().getFirst();
        List<Opening> without = log.inStreamOrder().subList(1, 120);
        log.bundle(file(), without);

        Verdict.Failed failed = failed(verify(EVIDENCE));

        assertThat(failed.code()).isEqualTo("VERSION_GAP");
        assertThat(failed.stream()).isEqualTo(first.lines().stream());
    }

    @Test
    void namesAnEditedPayloadAndEditedMetadata() throws IOException {
        SampleLog log = new SampleLog(10).grow(60);
        List<Opening> edited = new ArrayList<>(log.inStreamOrder());
        Opening victim = edited.get(20);
        byte[] other = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
        edited.set(20, new Opening(victim.entry(), victim.salt(), other, victim.meta()));
        log.bundle(file(), edited);

        assertThat(failed(verify(EVIDENCE)))
                .satisfies(failed -> assertThat(failed.code()).isEqualTo("PAYLOAD_CHANGED"))
                .satisfies(failed ->
                        assertThat(failed.position()).isEqualTo(victim.lines().position()));

        edited.set(20, new Opening(victim.entry(), victim.salt(), victim.payload(), other));
        log.bundle(file(), edited);
        assertThat(failed(verify(EVIDENCE)).code()).isEqualTo("META_CHANGED");
    }

    @Test
    void namesAFactThatIsMadeUpOrMoved() throws IOException {
        SampleLog log = new SampleLog(11).grow(60);
        Opening victim = log.inStreamOrder().get(30);
        Entry lines = victim.lines();
        Entry moved = new Entry(
                lines.origin(),
                (lines.position() + 1) % 60,
                lines.stream(),
                lines.version(),
                lines.previous(),
                lines.factId(),
                lines.type(),
                lines.revision(),
                lines.acceptedAt(),
                lines.payload(),
                lines.meta(),
                null);
        List<Opening> edited = new ArrayList<>(log.inStreamOrder());
        edited.set(30, new Opening(moved.bytes(), victim.salt(), victim.payload(), victim.meta()));
        log.bundle(file(), edited);

        Verdict.Failed failed = failed(verify(EVIDENCE));

        assertThat(failed.code()).isEqualTo("NOT_IN_LOG");
        assertThat(failed.position()).isEqualTo(moved.position());
    }

    @Test
    void refusesFactsOutOfOrderOrTwice() throws IOException {
        SampleLog log = new SampleLog(12).grow(60);
        log.bundle(file(), log.inStreamOrder().reversed());
        assertThat(failed(verify(EVIDENCE)).code()).isEqualTo("VERSION_GAP");

        List<Opening> twice = new ArrayList<>(log.inStreamOrder());
        twice.set(1, twice.get(0));
        log.bundle(file(), twice);
        assertThat(failed(verify(EVIDENCE)).code()).isEqualTo("VERSION_GAP");
    }

    @Test
    void refusesABundleOfAnotherKey() throws IOException {
        SampleLog log = new SampleLog(13).grow(5);
        log.bundle(file(), log.inStreamOrder());
        var other = dev.kept.domain.audit.note.SigningKey.ofSeed(
                        SampleLog.ORIGIN, dev.kept.domain.audit.note.VerifierKey.Kind.LOG, SampleLog.seed(2))
                .verifierKey();

        Verdict verdict = verify(Evidence.of(dev.kept.domain.audit.note.TrustedKeys.of(other)));

        assertThat(failed(verdict).code()).isEqualTo("NOT_SIGNED_BY_LOG");
    }

    @Test
    void verifiesTheFactsOfOneCustomerByTheirProofs() throws IOException {
        // given
        SampleLog log = new SampleLog(14).grow(100);
        List<Opening> some = log.inStreamOrder().stream()
                .filter(fact -> fact.lines().stream().endsWith("order-3")
                        || fact.lines().stream().endsWith("order-7"))
                .toList();
        log.bundleOfCustomer(file(), some);

        // when
        Verdict verdict = verify(EVIDENCE);

        // then
        assertThat(verdict.text())
                .startsWith("VERIFIED facts of VINET in ledger.example/acme, 100 entries")
                .contains("that these are all facts of VINET");

        List<Opening> gap = new ArrayList<>(some);
        gap.remove(1);
        log.bundleOfCustomer(file(), gap);
        assertThat(failed(verify(EVIDENCE)).code()).isEqualTo("VERSION_GAP");
    }

    @Test
    void noFlippedBitAndNoCutGoesUnnoticed() throws IOException {
        SampleLog log = new SampleLog(15).grow(60);
        log.bundle(file(), log.inStreamOrder());
        byte[] good = Files.readAllBytes(file());
        long seed = 20261126L;
        Random random = new Random(seed);
        int keys = new String(good, StandardCharsets.ISO_8859_1)
                .indexOf(SampleLog.KEY.verifierKey().format());
        for (int round = 0; round < 400; round++) {
            byte[] bad = good.clone();
            int bit = random.nextInt(good.length * 8);
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(), bad);

            boolean claimed = bit / 8 >= keys
                    && bit / 8 < keys + SampleLog.KEY.verifierKey().format().length() + 1;
            boolean head = bit / 8 < 200;
            if (!claimed && !head) {
                assertThat(verify(EVIDENCE).holds())
                        .as("seed %d, round %d, bit %d", seed, round, bit)
                        .isFalse();
            }
        }
        for (int length = 0; length < good.length; length += 97) {
            Files.write(file(), java.util.Arrays.copyOf(good, length));
            assertThat(verify(EVIDENCE).holds()).as("cut to %d", length).isFalse();
        }
    }
}
