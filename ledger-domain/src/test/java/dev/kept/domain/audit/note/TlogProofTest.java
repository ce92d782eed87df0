package dev.kept.domain.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.MerkleVectors;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.domain.audit.tree.ProofFault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlogProofTest {
    private static final MerkleVectors VECTORS = MerkleVectors.load();
    private static final String TEXT = VECTORS.in("tlog_proof").text("text");
    private static final Hash LEAF = Hash.leaf(VECTORS.in("tlog_proof").hex("entry_hex"));
    private static final SignedNote NOTE =
            SignedNote.parse(VECTORS.in("checkpoint").text("signed_note"));
    private static final TrustedKeys TRUST = new TrustedKeys(
            List.of(VerifierKey.parse(VECTORS.in("checkpoint").text("log_vkey"))),
            List.of(VerifierKey.parse(VECTORS.in("checkpoint").text("witness_vkey"))),
            1);

    @Test
    void writesTheProofOfTheVectorsByteForByte() {
        MerkleVectors vector = VECTORS.list("inclusion").stream()
                .filter(proof -> proof.number("index") == 11 && proof.number("size") == 20)
                .findFirst()
                .orElseThrow();

        TlogProof proof = TlogProof.of(new byte[0], new InclusionProof(11, 20, vector.hashes("proof")), NOTE);

        assertThat(proof.format()).isEqualTo(TEXT);
        assertThat(TlogProof.parse(TEXT)).isEqualTo(proof);
    }

    @Test
    void trustsTheProofOfTheVectors() {
        NoteCheck check = TlogProof.parse(TEXT.getBytes(UTF_8)).check(LEAF, TRUST);

        assertThat(check).isInstanceOf(NoteCheck.Trusted.class);
        assertThat(((NoteCheck.Trusted) check).checkpoint().size()).isEqualTo(20);
    }

    @Test
    void believesNoProofWithAFlippedBit() {
        byte[] bytes = TEXT.getBytes(UTF_8);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(TlogProof.parse(flipped).check(LEAF, TRUST))
                        .as("bit %d", bit)
                        .isInstanceOf(NoteCheck.Refused.class);
            } catch (MalformedException malformed) {
                assertThat(malformed).as("bit %d", bit).message().isNotBlank();
            }
        }
    }

    @Test
    void saysWhetherTheSignaturesOrTheProofAreWrong() {
        TlogProof proof = TlogProof.parse(TEXT);
        SignedNote unsigned = new SignedNote(NOTE.text(), List.of());

        NoteTest.assertRefused(
                proof.check(Hash.leaf(new byte[] {1}), TRUST), ProofFault.ROOT_NOT_REACHED, "leaf 11 and its proof");
        NoteTest.assertRefused(
                new TlogProof("", 12, proof.hashes(), NOTE).check(LEAF, TRUST), ProofFault.OTHER_INDEX, "for index 11");
        NoteTest.assertRefused(
                new TlogProof("", 11, proof.hashes(), unsigned).check(LEAF, TRUST),
                ProofFault.NOT_SIGNED_BY_LOG,
                "no signature by a pinned key of ledger.example/acme");
    }

    @Test
    void carriesExtraData() {
        byte[] extra = "anything \n\n at all".getBytes(UTF_8);
        TlogProof plain = TlogProof.parse(TEXT);

        TlogProof proof = TlogProof.of(extra, new InclusionProof(11, 20, plain.hashes()), NOTE);

        assertThat(proof.format())
                .startsWith("c2sp.org/tlog-proof@v1\nextra YW55")
                .contains("\nindex 11\n");
        assertThat(TlogProof.parse(proof.format())).isEqualTo(proof);
        assertThat(TlogProof.parse(proof.format()).extraBytes()).isEqualTo(extra);
        assertThat(plain.extraBytes()).isEmpty();
    }

    @Test
    void provesTheOnlyLeafOfALogWithoutAnyHash() {
        SigningKey log = SigningKey.ofSeed(
                "ledger.example/acme",
                VerifierKey.Kind.LOG,
                VECTORS.in("checkpoint").hex("log_seed_hex"));
        TlogProof proof = TlogProof.of(
                new byte[0],
                new InclusionProof(0, 1, List.of()),
                log.sign(new Checkpoint("ledger.example/acme", 1, LEAF)));

        TlogProof read = TlogProof.parse(proof.format());

        assertThat(read).isEqualTo(proof);
        assertThat(read.check(LEAF, TrustedKeys.of(log.verifierKey()))).isInstanceOf(NoteCheck.Trusted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "c2sp.org/tlog-proof@v1, c2sp.org/tlog-proof@v2, line 1: expected c2sp.org/tlog-proof@v1",
        "index 11, index 011, the index is no number",
        "index 11, Index 11, line 2: expected index",
        "index 11, 'extra \nindex 11', line 2: a line for extra data without data",
        "index 11, 'extra YW5=\nindex 11', the extra data is not canonical base64",
        "e6xm5maq35AXqvINAXaOQHhIdYajaXMKpweomlFB9Uk=, e6xm, line 3: a hash in base64 has 44 characters",
    })
    void refusesWhatIsNoProof(String part, String replacement, String reason) {
        assertThatThrownBy(() -> TlogProof.parse(TEXT.replace(part, replacement)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesProofsWithoutACheckpointOrWithoutEnd() {
        String hash = "e6xm5maq35AXqvINAXaOQHhIdYajaXMKpweomlFB9Uk=\n";

        assertThatThrownBy(() -> TlogProof.parse("c2sp.org/tlog-proof@v1\nindex 1\n"))
                .hasMessageContaining("the empty line before the checkpoint is missing");
        assertThatThrownBy(() -> TlogProof.parse("c2sp.org/tlog-proof@v1\n\ntext\n\n\u2014 a AAAAAAA=\n"))
                .hasMessageContaining("line 2: expected index");
        assertThatThrownBy(() -> TlogProof.parse(TEXT.replace(hash, hash.repeat(100))))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> TlogProof.parse(new byte[] {(byte) 0xff})).hasMessageContaining("UTF-8");
    }
}
