package dev.kept.benchmarks.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rows in the binary format of `COPY`.
final class CopyBinary {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final short FACT_COLUMNS = 14;
    private static final short KEY_COLUMNS = 4;
    private static final short END = -1;

    private CopyBinary() {}

    static byte[] facts(int log, List<RawRow> rows) throws IOException {
        var bytes = new ByteArrayOutputStream(1_024 * rows.size());
        var out = new DataOutputStream(bytes);
        begin(out);
        for (RawRow row : rows) {
            out.writeShort(FACT_COLUMNS);
            integer(out, log);
            number(out, row.position());
            out.writeInt(2 * Long.BYTES);
            out.writeLong(row.factId().getMostSignificantBits());
            out.writeLong(row.factId().getLeastSignificantBits());
            text(out, row.stream());
            integer(out, row.version());
            text(out, row.name());
            integer(out, row.revision());
            number(out, row.atMicros());
            number(out, row.recMicros());
            number(out, row.acceptedMicros());
            bytes(out, row.payload());
            bytes(out, row.meta());
            bytes(out, row.salt());
            bytes(out, row.leaf());
        }
        out.writeShort(END);
        return bytes.toByteArray();
    }

    static byte[] keys(int log, List<RawRow> rows) throws IOException {
        var bytes = new ByteArrayOutputStream(64 * rows.size());
        var out = new DataOutputStream(bytes);
        begin(out);
        for (RawRow row : rows) {
            out.writeShort(KEY_COLUMNS);
            integer(out, log);
            text(out, row.source());
            text(out, row.sourceId());
            number(out, row.position());
        }
        out.writeShort(END);
        return bytes.toByteArray();
    }

    private static void begin(DataOutputStream out) throws IOException {
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
    }

    private static void integer(DataOutputStream out, int value) throws IOException {
        out.writeInt(Integer.BYTES);
        out.writeInt(value);
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private static void text(DataOutputStream out, String value) throws IOException {
        bytes(out, value.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(DataOutputStream out, byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
