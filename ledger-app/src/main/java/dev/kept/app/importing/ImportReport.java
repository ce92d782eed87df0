package dev.kept.app.importing;

import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What an import did: once it has come to its end, `read` = `accepted` + `duplicate` + `refused`.
///
/// @param dryRun nothing was recorded; `accepted` then means readable and, as far as it was rehearsed, free of
///     contradictions within the files
/// @param rehearsed of a dry run: how many facts were also held against the facts before them; 0 otherwise
/// @param rows of tables: rows read; 0 for fact lines
/// @param silentRows of tables: rows for which no fact of the mapping applies
/// @param read facts read, each once however often it was tried
/// @param rejectFiles where the refused lines are
public record ImportReport(
        boolean dryRun,
        long rehearsed,
        long rows,
        long silentRows,
        long read,
        long accepted,
        long duplicate,
        Map<RefusalCode, Long> refusedByCode,
        Duration duration,
        List<Path> rejectFiles) {

    public ImportReport {
        EnumMap<RefusalCode, Long> byCode = new EnumMap<>(RefusalCode.class);
        byCode.putAll(refusedByCode);
        refusedByCode = Collections.unmodifiableMap(byCode);
        rejectFiles = List.copyOf(rejectFiles);
    }

    public long refused() {
        return refusedByCode.values().stream().mapToLong(Long::longValue).sum();
    }

    /// The exit code of the command: 1 if anything was refused.
    public int exitCode() {
        return refused() == 0 ? 0 : 1;
    }

    /// For people, one figure a line.
    public String toText() {
        StringBuilder out = new StringBuilder();
        if (rows > 0) {
            line(out, "rows", rows, silentRows == 0 ? "" : silentRows + " of them say nothing by this mapping");
        }
        line(out, "read", read, dryRun ? "dry run: nothing was recorded" : "");
        line(out, dryRun ? "readable" : "accepted", accepted, "");
        line(out, dryRun ? "repeated" : "duplicate", duplicate, "");
        line(
                out,
                "refused",
                refused(),
                refusedByCode.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + number(entry.getValue()))
                        .collect(Collectors.joining(", ")));
        if (dryRun && rehearsed < accepted) {
            out.append("contradictions were looked for among the first ")
                    .append(number(rehearsed))
                    .append(" facts only\n");
        }
        out.append(String.format(Locale.ROOT, "in %.1f s", duration.toMillis() / 1000.0));
        if (duration.toMillis() > 0) {
            out.append(", ").append(number(read * 1000 / duration.toMillis())).append(" facts/s");
        }
        out.append('\n');
        rejectFiles.forEach(
                file -> out.append("refused lines are in ").append(file).append('\n'));
        return out.toString();
    }

    private static void line(StringBuilder out, String name, long value, String remark) {
        out.append(String.format(Locale.ROOT, "%-9s %,12d  %s", name, value, remark)
                        .stripTrailing())
                .append('\n');
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// For programs: one object.
    public String toJson() {
        JsonWriter out = new JsonWriter().beginObject();
        out.member("dryRun", dryRun);
        if (dryRun) {
            out.member("rehearsed", rehearsed);
        }
        if (rows > 0) {
            out.member("rows", rows).member("silentRows", silentRows);
        }
        out.member("read", read).member("accepted", accepted).member("duplicate", duplicate);
        out.member("refused", refused());
        out.beginObject("refusedByCode");
        refusedByCode.forEach((code, count) -> out.member(code.name(), count));
        out.endObject();
        out.member("millis", duration.toMillis());
        out.beginArray("rejectFiles");
        rejectFiles.forEach(file -> out.value(new dev.kept.domain.json.JsonValue.JsonText(file.toString())));
        return out.endArray().endObject().toString();
    }
}
