package dev.kept.app.importing;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.kept.app.importing.Records.Raw;
import dev.kept.domain.commitment.RefusalCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The columns of one table and how its rows are read.
record Table(Mapping mapping, Map<String, Integer> columns, int width) {

    /// Takes the line of headings from the records, or the columns from the mapping where there is none. Throws
    /// [ImportRefused] if the table lacks a column that the mapping uses.
    static Table begin(Path file, Mapping mapping, Records records) throws IOException {
        List<String> names = mapping.columns();
        if (names == null) {
            names = headings(file, mapping, records);
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        Set<String> doubled = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip();
            if (columns.putIfAbsent(name, i) != null) {
                doubled.add(name);
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (String used : mapping.usedColumns().stream().sorted().toList()) {
            if (!columns.containsKey(used) || doubled.contains(used)) {
                problems.add(new Problem(
                        file.toString(),
                        used,
                        columns.containsKey(used)
                                ? "the table has two columns of this name"
                                : "the table has no such column; it has " + String.join(", ", columns.keySet()),
                        "Mend the name in the mapping, or its format.separator; a table without headings needs"
                                + " format.columns."));
            }
        }
        if (!problems.isEmpty()) {
            throw new ImportRefused(problems);
        }
        return new Table(mapping, columns, names.size());
    }

    private static List<String> headings(Path file, Mapping mapping, Records records) throws IOException {
        Raw raw = records.next();
        if (raw == null) {
            return List.of();
        }
        try {
            if (raw.fault() == null) {
                return cells(raw.bytes(), mapping);
            }
        } catch (RowFault _) {
            // said below
        }
        throw new ImportRefused(new Problem(
                file.toString(),
                null,
                "the line of headings cannot be read",
                "Check format.separator, format.quote and format.charset of the mapping."));
    }

    Row row(Raw raw) {
        List<String> cells = cells(raw.bytes(), mapping);
        if (cells.size() != width) {
            throw new RowFault(
                    RefusalCode.MALFORMED,
                    "(row)",
                    null,
                    "the row has " + cells.size() + " cells, the table " + width + " columns",
                    "put a cell that holds the separator in quotes; leave no cell out");
        }
        return new Row(columns, cells);
    }

    private static List<String> cells(byte[] bytes, Mapping mapping) {
        String text = decode(bytes, mapping);
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(mapping.separator())
                .quoteCharacter(mapping.quote())
                .ofCsvRecord(text)) {
            CsvRecord row = first(reader);
            return row == null ? List.of() : row.getFields();
        } catch (CsvParseException e) {
            Throwable cause = e.getCause();
            throw new RowFault(
                    RefusalCode.MALFORMED,
                    "(row)",
                    text,
                    "not a row: " + (cause == null ? e.getMessage() : cause.getMessage()),
                    "double a quote that is part of a text in quotes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable CsvRecord first(CsvReader<CsvRecord> reader) {
        var rows = reader.iterator();
        return rows.hasNext() ? rows.next() : null;
    }

    private static String decode(byte[] bytes, Mapping mapping) {
        try {
            return mapping.charset().newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new RowFault(
                    RefusalCode.MALFORMED,
                    "(row)",
                    null,
                    "the row is not " + mapping.charset(),
                    "set format.charset of the mapping, such as windows-1252");
        }
    }
}
