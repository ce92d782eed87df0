package dev.kept.domain.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
    private static final MerkleVectors VECTORS = MerkleVectors.load().in("entry");
    private static final Hash HASH = Hash.leaf(new byte[] {1});

    @Test
    void makesTheCommitmentsOfTheVectors() {
        byte[] salt = VECTORS.hex("salt_hex");

        assertThat(Entry.payloadCommitment(salt, VECTORS.text("payload_utf8").getBytes(UTF_8)))
                .isEqualTo(VECTORS.hash("payload_commitment_hex"));
        assertThat(Entry.metaCommitment(salt, VECTORS.text("meta_utf8").getBytes(UTF_8)))
                .isEqualTo(VECTORS.hash("meta_commitment_hex"));
    }

    @Test
    void writesTheEntriesOfTheVectorsByteForByte() {
        List<MerkleVectors> expected = VECTORS.list("entries");
        List<Entry> entries = entriesOfTheVectors();

        for (int i = 0; i < entries.size(); i++) {
            assertThat(new String(entries.get(i).bytes(), US_ASCII))
                    .isEqualTo(expected.get(i).text("utf8"));
            assertThat(entries.get(i).bytes()).hasSize((int) expected.get(i).number("bytes"));
            assertThat(entries.get(i).leafHash()).isEqualTo(expected.get(i).hash("leaf_hash"));
        }
        assertThat(Frontier.EMPTY
                        .appendAll(entries.stream().map(Entry::leafHash).toList())
                        .root())
                .isEqualTo(VECTORS.hash("root_hex"));
    }

    @Test
    void readsTheEntriesOfTheVectorsBack() {
        List<Entry> entries = entriesOfTheVectors();

        for (int i = 0; i < entries.size(); i++) {
            assertThat(Entry.parse(VECTORS.list("entries").get(i).text("utf8").getBytes(US_ASCII)))
                    .isEqualTo(entries.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "order-10248, order-10248",
        "A.b_c~9, A.b_c~9",
        "a b/c, a%20b%2Fc",
        "100%, 100%25",
        "é€😀, %C3%A9%E2%82%AC%F0%9F%98%80",
    })
    void percentEncodesIdsAndReadsThemBack(String id, String encoded) {
        assertThat(Entry.streamOf(id)).isEqualTo("commitment/" + encoded);
        assertThat(Entry.commitmentOf("commitment/" + encoded)).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "commitment/%2f, upper-case hexadecimal",
        "commitment/%2, upper-case hexadecimal",
        "commitment/%41, needless escape",
        "commitment/a/b, must be percent-encoded",
        "commitment/%C3, not the encoding of UTF-8",
        "commitment/, the id is missing",
        "customer/7, expected commitment/<id>",
    })
    void refusesStreamsThatNoIdEncodesTo(String stream, String reason) {
        assertThatThrownBy(() -> Entry.commitmentOf(stream))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesIdsThatAreNotText() {
        assertThatThrownBy(() -> Entry.streamOf("a\ud800b")).hasMessageContaining("lone surrogate");
        assertThatThrownBy(() -> Entry.streamOf("")).hasMessageContaining("empty");
    }

    @Test
    void readsBackWhateverItWrites() {
        long seed = 20261014L;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Entry entry = anyEntry(random);

            assertThat(Entry.parse(entry.bytes()))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(entry);
        }
    }

    @Test
    void noFlippedBitReadsAsTheSameEntry() {
        Entry entry = entriesOfTheVectors().getLast();
        byte[] bytes = entry.bytes();

        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(Hash.leaf(flipped)).as("bit %d", bit).isNotEqualTo(entry.leafHash());
            try {
                Entry other = Entry.parse(flipped);
                assertThat(other).as("bit %d", bit).isNotEqualTo(entry);
                assertThat(other.bytes()).as("bit %d", bit).isEqualTo(flipped);
            } catch (MalformedException refused) {
                assertThat(refused).as("bit %d", bit).message().isNotBlank();
            }
        }
    }

    @Test
    void whateverReadsIsWrittenAsItWas() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        List<Entry> entries = entriesOfTheVectors();
        String alphabet = "0123456789ABCDEFGQgw+/=-#.:%~TZa\n";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(
                    new String(entries.get(random.nextInt(entries.size())).bytes(), US_ASCII));
            int at = random.nextInt(text.length());
            String other = String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
            switch (random.nextInt(3)) {
                case 0 -> text.replace(at, at + 1, other);
                case 1 -> text.insert(at, other);
                default -> text.deleteCharAt(at);
            }
            byte[] bytes = text.toString().getBytes(US_ASCII);
            try {
                assertThat(Entry.parse(bytes).bytes())
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo(bytes);
                read++;
            } catch (MalformedException refused) {
                assertThat(refused).as("seed %d, round %d", seed, i).message().isNotBlank();
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | commitment-ledger/entry/v2 | line 1: expected commitment-ledger/entry/v1",
                "1 | a+b | origin: a key name has no plus sign",
                "2 | 01 | position: not a number without sign and leading zeros",
                "2 | +1 | position: not a number without sign and leading zeros",
                "2 | 9223372036854775808 | position: larger than 9223372036854775807",
                "3 | order/7 | stream: expected commitment/<id>",
                "4 | 0 | previous: version 0 has none",
                "5 | - | previous: version 1 needs the leaf hash before it",
                "5 | AAAA | previous: a hash in base64 has 44 characters",
                "5 | oLv9Lq/dSdzRlTz+TTo/QEcYBnaDGNi4rp8G/O7EmeF= | previous: not the canonical base64",
                "7 | CommitmentMade | line 8: expected Type#revision",
                "7 | CommitmentMade#0 | revision: must be 1 or more",
                "7 | CommitmentMade#2147483648 | revision: larger than 2147483647",
                "7 | A#B#1 | type: the revision stands apart",
                "8 | 2026-10-14T09:30:00Z | acceptance time: not of the form",
                "8 | 2026-10-14T09:30:00.123Z | acceptance time: not of the form",
                "8 | 2026-02-30T09:30:00.123456Z | acceptance time: not of the form",
                "8 | 2026-10-14T24:00:00.000000Z | acceptance time: not of the form",
                "8 | 2026-10-14T09:30:60.000000Z | acceptance time: not of the form",
                "8 | 2026-10-14t09:30:00.000000Z | acceptance time: not of the form",
                "9 | - | payload commitment: a hash in base64 has 44 characters",
                "10 | - | metadata commitment: a hash in base64 has 44 characters",
                "11 | none | dek: expected dek:<base64> or -",
                "11 | dek:- | dek: a hash in base64 has 44 characters",
            })
    void refusesALineThatIsWrongAndSaysWhich(int line, String text, String reason) {
        String[] lines = VECTORS.list("entries").get(1).text("utf8").split("\n", -1);
        lines[line] = text;

        assertThatThrownBy(() -> Entry.parse(String.join("\n", lines).getBytes(US_ASCII)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesLinesTooManyTooFewOrOpen() {
        String good = VECTORS.list("entries").get(0).text("utf8");

        assertThatThrownBy(() -> Entry.parse((good + "-\n").getBytes(US_ASCII)))
                .hasMessageContaining("has 12 lines, this has more");
        assertThatThrownBy(
                        () -> Entry.parse(good.substring(good.indexOf('\n') + 1).getBytes(US_ASCII)))
                .hasMessageContaining("has 12 lines, this has 11");
        assertThatThrownBy(
                        () -> Entry.parse(good.substring(0, good.length() - 1).getBytes(US_ASCII)))
                .hasMessageContaining("does not end with LF");
        assertThatThrownBy(() -> Entry.parse(good.replace("\n", "\r\n").getBytes(US_ASCII)))
                .hasMessageContaining("line 1: byte 0d at offset 26 is not printable ASCII");
        assertThatThrownBy(() -> Entry.parse(new byte[Entry.MAX_BYTES]))
                .hasMessageContaining("shorter than 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10-14T09:30:00.1234567Z", "+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z"})
    void refusesTimesThatTheLineCannotHold(String time) {
        Entry entry = entriesOfTheVectors().getFirst();

        assertThatThrownBy(() -> with(entry, entry.stream(), Instant.parse(time)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("acceptance time");
    }

    @Test
    void refusesAnEntryThatDoesNotFit() {
        Entry entry = entriesOfTheVectors().getFirst();

        assertThatThrownBy(() -> with(entry, Entry.streamOf("x".repeat(65_500)), entry.acceptedAt()))
                .hasMessageContaining("shorter than 65536 bytes");
        assertThat(with(entry, Entry.streamOf("x".repeat(65_000)), entry.acceptedAt())
                        .bytes())
                .hasSizeLessThan(Entry.MAX_BYTES);
    }

    @Test
    void refusesASaltOfAnotherLength() {
        assertThatThrownBy(() -> Entry.payloadCommitment(new byte[31], new byte[0]))
                .hasMessageContaining("a salt has 32 bytes, not 31");
    }

    private static Entry with(Entry entry, String stream, Instant acceptedAt) {
        return new Entry(
                entry.origin(),
                entry.position(),
                stream,
                entry.version(),
                entry.previous(),
                entry.factId(),
                entry.type(),
                entry.revision(),
                acceptedAt,
                entry.payload(),
                entry.meta(),
                entry.dek());
    }

    private static Entry anyEntry(Random random) {
        long version = random.nextInt(3);
        byte[] input = new byte[8];
        random.nextBytes(input);
        return new Entry(
                "ledger.example/" + random.nextInt(100),
                random.nextLong(Long.MAX_VALUE),
                Entry.streamOf(anyText(random)),
                version,
                version == 0 ? null : Hash.leaf(input),
                "fact-" + random.nextLong(),
                "Type" + random.nextInt(10),
                1 + random.nextInt(1000),
                Instant.ofEpochSecond(
                        random.nextLong(-62_167_219_200L, 253_402_300_800L), 1000L * random.nextInt(1_000_000)),
                Hash.node(HASH, Hash.leaf(input)),
                Hash.node(Hash.leaf(input), HASH),
                random.nextBoolean() ? null : Entry.dekCommitment(input));
    }

    private static String anyText(Random random) {
        int[] points = random.ints(1 + random.nextInt(20), 0x20, 0x1_0000)
                .map(c -> Character.isSurrogate((char) c) ? c + 0x1_0000 : c)
                .map(c -> random.nextBoolean() ? 'a' + c % 26 : c)
                .toArray();
        return new String(points, 0, points.length);
    }

    private static List<Entry> entriesOfTheVectors() {
        Entry first = new Entry(
                "ledger.example/acme",
                0,
                Entry.streamOf("0192f0c1-7c3e-7a10-8000-000000000001"),
                0,
                null,
                "0192f0c1-7c3e-7a10-8000-0000000000a1",
                "CommitmentMade",
                1,
                Instant.parse("2026-10-14T09:30:00.123456Z"),
                VECTORS.hash("payload_commitment_hex"),
                VECTORS.hash("meta_commitment_hex"),
                Entry.dekCommitment(VECTORS.hex("dek_hex")));
        Entry second = new Entry(
                first.origin(),
                1,
                first.stream(),
                1,
                first.leafHash(),
                "0192f0c1-7c3e-7a10-8000-0000000000a2",
                "CommitmentFulfilled",
                1,
                Instant.parse("2026-10-14T09:31:00.000001Z"),
                first.payload(),
                first.meta(),
                null);
        return Arrays.asList(first, second);
    }
}
