package dev.kept.app.dashboard;

import de.siegmar.fastcsv.writer.CsvWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table as comma-separated values, for a spreadsheet that takes nothing in it for a formula.
final class Csv implements AutoCloseable {
    private static final String FORMULA = "=+-@\t\r\n|%";

    private final CsvWriter out;

    private Csv(CsvWriter out) {
        this.out = out;
    }

    static Csv to(HttpServletResponse response, String name, String... head) throws IOException {
        response.setContentType("text/csv; charset=utf-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"kept-" + name + ".csv\"");
        Csv csv = new Csv(CsvWriter.builder()
                .build(new java.io.OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)));
        csv.out.writeRecord(head);
        return csv;
    }

    /// Numbers stand as they are; a text that a spreadsheet would compute gets an apostrophe before it.
    void row(@Nullable Object... cells) {
        out.writeRecord(Arrays.stream(cells)
                .map(cell -> cell == null ? "" : cell instanceof Number ? cell.toString() : guarded(cell.toString()))
                .toArray(String[]::new));
    }

    static String guarded(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
