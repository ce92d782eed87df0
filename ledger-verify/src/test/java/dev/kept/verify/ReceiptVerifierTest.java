package dev.kept.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptVerifierTest {
    private static final Evidence EVIDENCE = Evidence.of(SampleLog.KEYS);
    private final SampleLog log = new SampleLog(21).grow(90);

    @TempDir
    private Path folder;

    private Verdict verify(byte[] receipt) throws IOException {
        Path file = Files.write(folder.resolve("receipt"), receipt);
        return Verifier.verify(new Verifier.Task(file, EVIDENCE, SampleLog.START, true));
    }

    private static String code(Verdict verdict) {
        return verdict instanceof Verdict.Failed failed ? failed.code() : "VERIFIED";
    }

    @Test
    void verifiesAllFactsOfACommitment() throws IOException {
        List<Opening> facts = log.ofStream(Entry.streamOf("order-4"));

        Verdict verdict = verify(log.receipt(facts).bytes());

        assertThat(verdict.text())
                .startsWith("VERIFIED " + facts.size() + " facts of commitment/order-4 in ledger.example/acme")
                .contains("versions 0 to " + (facts.size() - 1) + " of the commitment have no gap")
                .contains("later ones may exist");
    }

    @Test
    void verifiesASingleFact() throws IOException {
        assertThat(code(verify(log.receipt(List.of(log.facts.get(70))).bytes())))
                .isEqualTo("VERIFIED");
    }

    @Test
    void aSealedReceiptProvesWhatWasRecordedWithoutSayingIt() throws IOException {
        List<Opening> facts = log.ofStream(Entry.streamOf("order-4"));
        String sealed = new String(log.receipt(facts).sealed().bytes(), StandardCharsets.UTF_8);

        Verdict verdict = verify(sealed.getBytes(StandardCharsets.UTF_8));

        assertThat(sealed).doesNotContain("payload\":", "meta\":", "salt\":");
        assertThat(verdict.text())
                .startsWith("VERIFIED " + facts.size() + " facts of commitment/order-4")
                .contains("what it commits to is not in this receipt", "what the facts say")
                .doesNotContain("are those it commits to", "the commitment was ");
        assertThat(code(verify(sealed.replace("\"entry\":", "\"payload\":\"e30=\",\"entry\":")
                        .getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("MALFORMED");
        assertThat(code(verify(
                        sealed.replace("\"entry\":", "\"salt\":\"\",\"payload\":\"e30=\",\"meta\":\"\",\"entry\":")
                                .getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("MALFORMED");
        assertThat(code(verify(sealed.replace("order-4", "order-5").getBytes(StandardCharsets.UTF_8))))
                .isNotEqualTo("VERIFIED");
    }

    @Test
    void refusesWhatIsLeftOutEditedOrMixed() throws IOException {
        List<Opening> facts = log.ofStream(Entry.streamOf("order-4"));
        assertThat(code(verify(log.receipt(facts.subList(1, 3)).bytes()))).isEqualTo("VERSION_GAP");
        assertThat(code(verify(log.receipt(List.of(facts.get(0), facts.get(2))).bytes())))
                .isEqualTo("VERSION_GAP");

        Opening other = log.ofStream(Entry.streamOf("order-5")).getFirst();
        assertThat(code(verify(log.receipt(List.of(facts.get(0), other)).bytes())))
                .isEqualTo("OTHER_COMMITMENT");

        Receipt one = log.receipt(List.of(facts.get(0)));
        Opening fact = facts.get(0);
        byte[] edited = "{}".getBytes(StandardCharsets.UTF_8);
        assertThat(code(verify(new Receipt(List.of(new Receipt.Proven(
                                new Opening(fact.entry(), fact.salt(), edited, fact.meta()),
                                one.facts().getFirst().proof())))
                        .bytes())))
                .isEqualTo("PAYLOAD_CHANGED");
        assertThat(code(verify(new Receipt(List.of(new Receipt.Proven(
                                facts.get(1), one.facts().getFirst().proof())))
                        .bytes())))
                .isEqualTo("OTHER_INDEX");
    }

    @Test
    void refusesWhatIsNoReceipt() throws IOException {
        for (String text : List.of("", "{", "[]", "{\"format\":\"x\",\"facts\":[]}", "no receipt")) {
            assertThat(code(verify(text.getBytes(StandardCharsets.UTF_8))))
                    .as(text)
                    .isEqualTo("MALFORMED");
        }
    }

    @Test
    void noFlippedBitGoesUnnoticed() throws IOException {
        byte[] good = log.receipt(log.ofStream(Entry.streamOf("order-2"))).bytes();
        long seed = 20261127L;
        Random random = new Random(seed);
        for (int round = 0; round < 600; round++) {
            byte[] bad = good.clone();
            int bit = random.nextInt((good.length - 1) * 8);
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(code(verify(bad)))
                    .as("seed %d, round %d, bit %d", seed, round, bit)
                    .isNotEqualTo("VERIFIED");
        }
    }
}
