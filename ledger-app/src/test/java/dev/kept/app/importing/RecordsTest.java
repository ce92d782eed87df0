package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.kept.app.importing.Records.Fault;
import dev.kept.app.importing.Records.Raw;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final Records.Quoting CSV = new Records.Quoting((byte) ',', (byte) '"');

    @Test
    void splitsAtLineFeedsAndSkipsBlankLines() throws IOException {
        List<Raw> records = lines("one\r\n\n  \t\r\ntwo\n\nthree");

        assertThat(records).extracting(RecordsTest::text).containsExactly("one", "two", "three");
        assertThat(records).extracting(Raw::line).containsExactly(1L, 4L, 6L);
        assertThat(records).extracting(Raw::offset).containsExactly(0L, 11L, 16L);
    }

    @Test
    void givesNothingForAnEmptyFile() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\r\n")).isEmpty();
    }

    @Test
    void readsTheLongestLineThatIsAllowedAndKeepsOnlyTheBeginningOfALongerOne() throws IOException {
        String longest = "x".repeat(Records.MAX_BYTES);
        String longer = "y".repeat(Records.MAX_BYTES + 1);
        String huge = "z".repeat(5 * Records.MAX_BYTES);

        List<Raw> records = lines(longest + "\n" + longer + "\n" + huge + "\nlast");

        assertThat(text(records.get(0))).isEqualTo(longest);
        assertThat(records).extracting(Raw::fault).containsExactly(null, Fault.TOO_LONG, Fault.TOO_LONG, null);
        assertThat(records.get(1).bytes()).hasSizeLessThan(2_000);
        assertThat(records.get(2).length()).isEqualTo(huge.length());
        assertThat(records.get(2).offset()).isEqualTo(2L * Records.MAX_BYTES + 3);
        assertThat(text(records.get(3))).isEqualTo("last");
        assertThat(records.get(3).line()).isEqualTo(4);
    }

    @Test
    void keepsLineEndsWithinQuotesAndQuotesWithinPlainCells() throws IOException {
        List<Raw> records = rows("a,\"two\nlines \"\"quoted\"\"\"\n5\" pipe,b\n");

        assertThat(records)
                .extracting(RecordsTest::text)
                .containsExactly("a,\"two\nlines \"\"quoted\"\"\"", "5\" pipe,b");
        assertThat(records).extracting(Raw::line).containsExactly(1L, 3L);
    }

    @Test
    void givesUpOnlyTheLineWhoseQuoteIsNeverClosed() throws IOException {
        List<Raw> records = rows("a,b\n\"open,b\nc,d\ne,f\n");

        assertThat(records).extracting(RecordsTest::text).containsExactly("a,b", "\"open,b", "c,d", "e,f");
        assertThat(records).extracting(Raw::fault).containsExactly(null, Fault.OPEN_QUOTE, null, null);
        assertThat(records).extracting(Raw::line).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void givesUpAnOpenQuoteOnceTheRecordGrowsTooLong() throws IOException {
        String many = "c,d\n".repeat(Records.MAX_BYTES);

        List<Raw> records = rows("\"open,b\n" + many);

        assertThat(records).hasSize(1 + Records.MAX_BYTES);
        assertThat(records.getFirst().fault()).isEqualTo(Fault.OPEN_QUOTE);
        assertThat(records.subList(1, records.size()))
                .allMatch(record -> text(record).equals("c,d"));
    }

    @Test
    void splitsAnyTableWhereAParserOfTheWholeSplitsIt() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String table = table(random);

            List<List<String>> expected = new ArrayList<>();
            try (var reader = CsvReader.builder().ofCsvRecord(table)) {
                reader.forEach(row -> expected.add(row.getFields()));
            }
            List<List<String>> actual = new ArrayList<>();
            for (Raw raw : read(new Trickle(table, random), CSV)) {
                try (var reader = CsvReader.builder().ofCsvRecord(text(raw))) {
                    reader.forEach(row -> actual.add(row.getFields()));
                }
            }

            assertThat(actual).as("seed %d: %s", seed, table).isEqualTo(expected);
        }
    }

    private static String table(SplittableRandom random) throws IOException {
        String[] pieces = {"a", "\"", ",", "\n", "\r\n", "ü", " ", "x".repeat(20)};
        StringWriter out = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().build(out)) {
            int rows = random.nextInt(1, 8);
            for (int row = 0; row < rows; row++) {
                List<String> cells = new ArrayList<>();
                for (int cell = 0; cell < 3; cell++) {
                    StringBuilder text = new StringBuilder(cell == 0 ? "k" : "");
                    int length = random.nextInt(5);
                    for (int i = 0; i < length; i++) {
                        text.append(pieces[random.nextInt(pieces.length)]);
                    }
                    cells.add(text.toString());
                }
                writer.writeRecord(cells);
            }
        }
        return out.toString();
    }

    private static List<Raw> lines(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null);
    }

    private static List<Raw> rows(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), CSV);
    }

    private static List<Raw> read(InputStream in, Records.Quoting quoting) throws IOException {
        Records records = new Records(in, quoting);
        List<Raw> all = new ArrayList<>();
        for (Raw raw = records.next(); raw != null; raw = records.next()) {
            all.add(raw);
        }
        return all;
    }

    private static String text(Raw raw) {
        return new String(raw.bytes(), StandardCharsets.UTF_8);
    }

    /// Hands out a few bytes at a time.
    private static final class Trickle extends FilterInputStream {
        private final SplittableRandom random;

        Trickle(String text, SplittableRandom random) {
            super(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            this.random = random;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, random.nextInt(1, 6)));
        }
    }
}
