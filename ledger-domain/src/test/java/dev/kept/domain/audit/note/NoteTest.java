package dev.kept.domain.audit.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.MerkleVectors;
import dev.kept.domain.audit.tree.ProofFault;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final MerkleVectors VECTORS = MerkleVectors.load();
    private static final MerkleVectors SIGNED = VECTORS.in("checkpoint");
    private static final String NOTE = SIGNED.text("signed_note");
    private static final VerifierKey LOG_KEY = VerifierKey.parse(SIGNED.text("log_vkey"));
    private static final VerifierKey WITNESS_KEY = VerifierKey.parse(SIGNED.text("witness_vkey"));
    private static final SigningKey LOG =
            SigningKey.ofSeed("ledger.example/acme", VerifierKey.Kind.LOG, SIGNED.hex("log_seed_hex"));
    private static final SigningKey WITNESS =
            SigningKey.ofSeed("witness.example/auditor1", VerifierKey.Kind.WITNESS, SIGNED.hex("witness_seed_hex"));
    private static final Instant TIME = Instant.ofEpochSecond(SIGNED.number("cosignature_time"));
    private static final Checkpoint CHECKPOINT = new Checkpoint(
            "ledger.example/acme", 20, VECTORS.list("roots").get(20).hash("root"));
    private static final TrustedKeys TRUST = new TrustedKeys(List.of(LOG_KEY), List.of(WITNESS_KEY), 1);

    @Test
    void derivesTheKeysOfTheVectorsFromTheirSeeds() {
        assertThat(LOG.verifierKey().format()).isEqualTo(SIGNED.text("log_vkey"));
        assertThat(WITNESS.verifierKey().format()).isEqualTo(SIGNED.text("witness_vkey"));
        assertThat(LOG.verifierKey()).isEqualTo(LOG_KEY);
        assertThat(LOG_KEY.format()).isEqualTo(SIGNED.text("log_vkey"));
    }

    @Test
    void signsAndCosignsTheNoteOfTheVectorsByteForByte() {
        assertThat(WITNESS.cosign(LOG.sign(CHECKPOINT), TIME).format()).isEqualTo(NOTE);
    }

    @Test
    void trustsTheNoteOfTheVectors() {
        SignedNote note = SignedNote.parse(NOTE.getBytes(UTF_8));

        assertThat(note.format()).isEqualTo(NOTE);
        assertThat(TRUST.check(note))
                .isEqualTo(
                        new NoteCheck.Trusted(CHECKPOINT, List.of(new Cosignature("witness.example/auditor1", TIME))));
    }

    /// The example of the signed-note specification: a note that is no checkpoint.
    @Test
    void verifiesTheExampleOfTheSpecificationAndSeesThatItIsNoCheckpoint() {
        VerifierKey key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        SignedNote note = SignedNote.parse("This is an example message.\n\n\u2014 example.com/foo "
                + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n");

        assertRefused(TrustedKeys.of(key).check(note), ProofFault.MALFORMED_CHECKPOINT, "three lines");
    }

    @Test
    void believesNoNoteWithAFlippedBit() {
        byte[] bytes = NOTE.getBytes(UTF_8);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(TRUST.check(SignedNote.parse(flipped)))
                        .as("bit %d", bit)
                        .isInstanceOf(NoteCheck.Refused.class);
            } catch (MalformedException malformed) {
                assertThat(malformed).as("bit %d", bit).message().isNotBlank();
            }
        }
    }

    @Test
    void ignoresUnknownSignersAndAsksForKnownOnes() {
        SigningKey stranger = SigningKey.ofSeed("witness.example/other", VerifierKey.Kind.WITNESS, seed(7));
        SignedNote signed = LOG.sign(CHECKPOINT);
        SignedNote withStranger = stranger.cosign(signed, TIME);

        assertThat(TrustedKeys.of(LOG_KEY).check(withStranger)).isEqualTo(new NoteCheck.Trusted(CHECKPOINT, List.of()));
        assertRefused(TRUST.check(withStranger), ProofFault.TOO_FEW_COSIGNATURES, "0 known witnesses cosigned, 1");
        assertRefused(
                TrustedKeys.of(SigningKey.ofSeed("ledger.example/acme", VerifierKey.Kind.LOG, seed(8))
                                .verifierKey())
                        .check(withStranger),
                ProofFault.NOT_SIGNED_BY_LOG,
                "only by [ledger.example/acme (65c21a64), witness.example/other (");
    }

    @Test
    void damnsANoteInWhichAKnownKeyDidNotSign() {
        SignedNote note = SignedNote.parse(NOTE);
        SignedNote other = WITNESS.cosign(
                LOG.sign(new Checkpoint(
                        "ledger.example/acme", 19, VECTORS.list("roots").get(19).hash("root"))),
                TIME);

        assertRefused(
                TRUST.check(new SignedNote(other.text(), note.lines())),
                ProofFault.BAD_SIGNATURE,
                "the signature was not made by ledger.example/acme+65c21a64");
        assertRefused(
                TRUST.check(new SignedNote(
                        other.text(), List.of(other.lines().get(0), note.lines().get(1)))),
                ProofFault.BAD_SIGNATURE,
                "the cosignature was not made by witness.example/auditor1+627739c1");
    }

    @Test
    void refusesACosignatureWhoseTimeWasChanged() {
        SignedNote note = SignedNote.parse(NOTE);
        byte[] later = note.lines().get(1).signature().clone();
        later[7]++;
        SignedNote forged = new SignedNote(
                note.text(),
                List.of(note.lines().get(0), new SignedNote.Line(WITNESS_KEY.name(), WITNESS_KEY.id(), later)));

        assertRefused(TRUST.check(forged), ProofFault.BAD_SIGNATURE, "the cosignature was not made by");
        byte[] impossible = later.clone();
        Arrays.fill(impossible, 0, 8, (byte) 0xff);
        assertRefused(
                TRUST.check(new SignedNote(
                        note.text(), List.of(new SignedNote.Line(WITNESS_KEY.name(), WITNESS_KEY.id(), impossible)))),
                ProofFault.BAD_SIGNATURE,
                "the time in the cosignature of witness.example/auditor1 is none: -1");
    }

    @Test
    void takesNoLogSignatureForACosignatureOfTheSameKey() {
        SigningKey logAsWitness =
                SigningKey.ofSeed("ledger.example/acme", VerifierKey.Kind.WITNESS, SIGNED.hex("log_seed_hex"));
        TrustedKeys trust = new TrustedKeys(List.of(LOG_KEY), List.of(logAsWitness.verifierKey()), 1);

        assertThat(logAsWitness.verifierKey().id()).isNotEqualTo(LOG_KEY.id());
        assertRefused(trust.check(LOG.sign(CHECKPOINT)), ProofFault.TOO_FEW_COSIGNATURES, "0 known");
    }

    @Test
    void refusesTheCheckpointOfAnotherLogSignedWithTheRightKey() {
        SigningKey sameSeed =
                SigningKey.ofSeed("ledger.example/other", VerifierKey.Kind.LOG, SIGNED.hex("log_seed_hex"));
        SignedNote other = sameSeed.sign(new Checkpoint("ledger.example/other", 20, CHECKPOINT.root()));
        SignedNote.Line relabelled = new SignedNote.Line(
                LOG_KEY.name(), LOG_KEY.id(), other.lines().getFirst().signature());

        assertRefused(
                TrustedKeys.of(LOG_KEY).check(new SignedNote(other.text(), List.of(relabelled))),
                ProofFault.OTHER_LOG,
                "a checkpoint of ledger.example/other, but the key is that of ledger.example/acme");
    }

    @Test
    void letsTwoKeysSignWhileALogChangesItsKey() {
        SigningKey next = SigningKey.ofSeed("ledger.example/acme", VerifierKey.Kind.LOG, seed(9));
        SignedNote both = next.signAlso(LOG.sign(CHECKPOINT));

        assertThat(TrustedKeys.of(LOG_KEY).check(both)).isInstanceOf(NoteCheck.Trusted.class);
        assertThat(TrustedKeys.of(next.verifierKey()).check(both)).isInstanceOf(NoteCheck.Trusted.class);
        assertThat(new TrustedKeys(List.of(LOG_KEY, next.verifierKey()), List.of(), 0).check(LOG.sign(CHECKPOINT)))
                .isInstanceOf(NoteCheck.Trusted.class);
        assertThat(next.signAlso(both)).as("signing again changes nothing").isEqualTo(both);
    }

    @Test
    void countsAWitnessOnce() {
        SigningKey newKey = SigningKey.ofSeed("witness.example/auditor1", VerifierKey.Kind.WITNESS, seed(3));
        SigningKey second = SigningKey.ofSeed("witness.example/auditor2", VerifierKey.Kind.WITNESS, seed(4));
        List<VerifierKey> witnesses = List.of(WITNESS_KEY, newKey.verifierKey(), second.verifierKey());
        TrustedKeys two = new TrustedKeys(List.of(LOG_KEY), witnesses, 2);
        SignedNote byOne = newKey.cosign(SignedNote.parse(NOTE), TIME);

        assertRefused(two.check(byOne), ProofFault.TOO_FEW_COSIGNATURES, "1 known witnesses cosigned, 2");
        assertThat(two.check(second.cosign(byOne, TIME))).isInstanceOf(NoteCheck.Trusted.class);
        assertThatThrownBy(() -> new TrustedKeys(List.of(LOG_KEY), witnesses, 3))
                .hasMessageContaining("cosignatures needed: 3, but 2 witnesses are known");
    }

    @Test
    void refusesKeysThatDoNotFitTogether() {
        SigningKey twin =
                SigningKey.ofSeed("witness.example/twin", VerifierKey.Kind.WITNESS, SIGNED.hex("witness_seed_hex"));

        assertThatThrownBy(() -> new TrustedKeys(List.of(LOG_KEY), List.of(WITNESS_KEY, twin.verifierKey()), 2))
                .hasMessageContaining("share one key");
        assertThatThrownBy(() -> new TrustedKeys(List.of(WITNESS_KEY), List.of(), 0))
                .hasMessageContaining("a LOG key is needed");
        assertThatThrownBy(() -> new TrustedKeys(List.of(LOG_KEY), List.of(LOG_KEY), 0))
                .hasMessageContaining("a WITNESS key is needed");
        assertThatThrownBy(() -> new TrustedKeys(List.of(), List.of(), 0)).hasMessageContaining("at least one key");
        assertThatThrownBy(() -> new TrustedKeys(
                        List.of(
                                LOG_KEY,
                                SigningKey.ofSeed("ledger.example/b", VerifierKey.Kind.LOG, seed(1))
                                        .verifierKey()),
                        List.of(),
                        0))
                .hasMessageContaining("keys of two logs");
    }

    @Test
    void signsOnlyWhatTheKeyIsFor() {
        Checkpoint other = new Checkpoint("ledger.example/other", 0, Hash.EMPTY_ROOT);

        assertThatThrownBy(() -> LOG.sign(other))
                .hasMessageContaining("does not sign for the log ledger.example/other");
        assertThatThrownBy(() -> WITNESS.sign(CHECKPOINT)).hasMessageContaining("kind WITNESS, needed is LOG");
        assertThatThrownBy(() -> LOG.cosign(SignedNote.parse(NOTE), TIME))
                .hasMessageContaining("kind LOG, needed is WITNESS");
        assertThatThrownBy(() -> WITNESS.cosign(SignedNote.parse(NOTE), Instant.EPOCH))
                .hasMessageContaining("after 1970");
        assertThatThrownBy(() -> WITNESS.cosign(new SignedNote("no checkpoint\n", List.of()), TIME))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("three lines");
    }

    @Test
    void readsPrivateKeysBackAndKeepsThemOutOfMessages() {
        String text = SigningKey.format("ledger.example/acme", VerifierKey.Kind.LOG, SIGNED.hex("log_seed_hex"));

        assertThat(text).startsWith("PRIVATE+KEY+ledger.example/acme+65c21a64+");
        assertThat(SigningKey.parse(text).verifierKey()).isEqualTo(LOG_KEY);
        String secret = text.substring(text.lastIndexOf('+') + 1);
        for (String broken : List.of(
                text.replace("65c21a64", "65c21a65"),
                text + "A",
                text.substring(12),
                text.replace(secret, "x" + secret))) {
            assertThatThrownBy(() -> SigningKey.parse(broken))
                    .isInstanceOf(MalformedException.class)
                    .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(secret));
        }
        assertThatThrownBy(() -> SigningKey.ofSeed("a", VerifierKey.Kind.LOG, new byte[31]))
                .hasMessageContaining("32 bytes, not 31");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledger.example/acme+65c21a65+AULVNmMGX8NTLto2VKmSdGLX8TvXT4+UYWJS/4DTUtdu | is 65c21a64 by its name",
                "ledger.example/acmf+65c21a64+AULVNmMGX8NTLto2VKmSdGLX8TvXT4+UYWJS/4DTUtdu | but 65c21a64 is written",
                "ledger.example/acme+65C21A64+AULVNmMGX8NTLto2VKmSdGLX8TvXT4+UYWJS/4DTUtdu | eight lower-case",
                "ledger.example/acme+65c21a64+AkLVNmMGX8NTLto2VKmSdGLX8TvXT4+UYWJS/4DTUtdu | of kind 02",
                "ledger.example/acme+65c21a64+AULV | has 3 bytes",
                "ledger.example/acme+65c21a64+AULV* | not canonical base64",
                "a b+65c21a64+AULVNmMGX8NTLto2VKmSdGLX8TvXT4+UYWJS/4DTUtdu | no space",
                "+65c21a64+AULVNmMGX8NTLto2VKmSdGLX8TvXT4+UYWJS/4DTUtdu | name is empty",
                "ledger.example/acme | has 1 part(s)",
            })
    void refusesKeysThatAreNot(String vkey, String reason) {
        assertThatThrownBy(() -> VerifierKey.parse(vkey))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesBytesThatAreNoPublicKey() {
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;

        assertThatThrownBy(() -> VerifierKey.of("a", VerifierKey.Kind.LOG, noPoint))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("no point of Ed25519");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ledger.example/acme\n20\n",
                "ledger.example/acme\n20\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=\nextension\n",
                "ledger.example/acme\n020\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=\n",
                "ledger.example/acme\n-1\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=\n",
                "ledger.example/acme\n9223372036854775808\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=\n",
                "ledger.example/acme\n20\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZx=\n",
                "ledger.example/acme\n0\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=\n",
                "\n20\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=\n",
                "ledger.example/acme\n20\nSTEsDUAWWKihlx5VpodtnDSJPKUNLFw+eYDe/rUjNZw=",
            })
    void refusesTextsThatAreNoCheckpoint(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'a text, an empty line and signature lines'",
        "'text\n\n', 'a text, an empty line and signature lines'",
        "'text\n\n\u2014 a AAAAAAA=', 'a text, an empty line and signature lines'",
        "'text\n\n- a AAAAAAA=\n', 'a signature line is'",
        "'text\n\n\u2014 a\n', 'a signature line is'",
        "'text\n\n\u2014 a AAAA\n', 'has 3 bytes, fewer than a key id and one more'",
        "'text\n\n\u2014 a AAAAAAB=\n', 'not canonical base64'",
        "'text\n\n\u2014 a+b AAAAAAA=\n', 'no space, plus sign or control character'",
        "'te\txt\n\n\u2014 a AAAAAAA=\n', 'no control characters'",
    })
    void refusesWhatIsNoNote(String note, String reason) {
        assertThatThrownBy(() -> SignedNote.parse(note))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesNotesWithoutEnd() {
        String line = "\u2014 a AAAAAAA=\n";

        assertThat(SignedNote.parse("text\n\n" + line.repeat(100)).lines()).hasSize(100);
        assertThatThrownBy(() -> SignedNote.parse("text\n\n" + line.repeat(101)))
                .hasMessageContaining("at most 100 signatures");
        assertThatThrownBy(() -> SignedNote.parse("x".repeat(1_000_001))).hasMessageContaining("at most 1000000");
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xff})).hasMessageContaining("UTF-8");
    }

    static void assertRefused(NoteCheck check, ProofFault fault, String message) {
        assertThat(check).isInstanceOf(NoteCheck.Refused.class);
        assertThat(((NoteCheck.Refused) check).fault()).as(check.toString()).isEqualTo(fault);
        assertThat(((NoteCheck.Refused) check).message()).contains(message);
    }

    private static byte[] seed(int value) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) value);
        return seed;
    }
}
