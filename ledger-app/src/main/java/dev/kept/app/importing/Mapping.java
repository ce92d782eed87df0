package dev.kept.app.importing;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the rows of a table become facts. Written as YAML; `docs/import.md` describes it.
///
/// @param columns the columns of a table without a line of headings; null: the first line names them
/// @param each the path to a list whose items are rows, for JSON documents; null: a document is one row
/// @param facts what each row may report, in this order
/// @param usedColumns the columns that the facts are made of
public record Mapping(
        char separator,
        char quote,
        Charset charset,
        @Nullable List<String> columns,
        @Nullable String each,
        List<FactMapping> facts,
        Set<String> usedColumns) {

    public Mapping {
        columns = columns == null ? null : List.copyOf(columns);
        facts = List.copyOf(facts);
        usedColumns = Set.copyOf(usedColumns);
    }

    /// Throws [ImportRefused] with everything that is wrong with the mapping.
    public static Mapping read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new ImportRefused(new Problem(
                    file.toString(),
                    null,
                    "the mapping cannot be read: " + e,
                    "Check the path; it must be UTF-8 text."));
        }
    }

    /// @param name what to call it in problems
    static Mapping parse(String yaml, String name) {
        return new MappingReader(name).read(yaml);
    }

    /// The bytes that split a table into rows.
    Records.Quoting quoting() {
        return new Records.Quoting((byte) separator, (byte) quote);
    }
}
