package dev.kept.benchmarks.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/// Rows in the text format of `COPY`; the workload's texts hold nothing that needs escaping.
final class CopyText {
    private static final HexFormat HEX = HexFormat.of();

    private CopyText() {}

    static byte[] facts(int log, List<RawRow> rows) {
        StringBuilder text = new StringBuilder(2_048 * rows.size());
        for (RawRow row : rows) {
            text.append(log).append('\t');
            text.append(row.position()).append('\t');
            text.append(row.factId()).append('\t');
            text.append(row.stream()).append('\t');
            text.append(row.version()).append('\t');
            text.append(row.name()).append('\t');
            text.append(row.revision()).append('\t');
            text.append(row.atMicros()).append('\t');
            text.append(row.recMicros()).append('\t');
            text.append(row.acceptedMicros()).append('\t');
            bytes(text, row.payload()).append('\t');
            bytes(text, row.meta()).append('\t');
            bytes(text, row.salt()).append('\t');
            bytes(text, row.leaf()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] keys(int log, List<RawRow> rows) {
        StringBuilder text = new StringBuilder(64 * rows.size());
        for (RawRow row : rows) {
            text.append(log).append('\t');
            text.append(row.source()).append('\t');
            text.append(row.sourceId()).append('\t');
            text.append(row.position()).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StringBuilder bytes(StringBuilder text, byte[] value) {
        return text.append("\\\\x").append(HEX.formatHex(value));
    }
}
