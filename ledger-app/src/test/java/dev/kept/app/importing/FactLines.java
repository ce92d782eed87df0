package dev.kept.app.importing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Fact lines for tests: a promise of May 2026 and what becomes of it.
final class FactLines {
    private FactLines() {}

    static String made(String commitment, @Nullable String id) {
        return "{\"type\":\"made\",\"commitment\":\"" + commitment
                + "\",\"customer\":\"ACME\",\"at\":\"2026-05-01T00:00:00Z\"," + "\"due\":\"2026-05-08T00:00:00Z\""
                + key(id) + "}";
    }

    /// Nine days late, unless corrected.
    static String met(String commitment, @Nullable String id) {
        return "{\"type\":\"met\",\"commitment\":\"" + commitment + "\",\"at\":\"2026-05-17T00:00:00Z\"" + key(id)
                + "}";
    }

    static String voided(String commitment, String id) {
        return "{\"type\":\"voided\",\"commitment\":\"" + commitment + "\",\"reason\":\"twice\",\"actor\":\"ann\","
                + "\"evidence\":\"SYSTEM\",\"at\":\"2026-05-17T00:00:00Z\"" + key(id) + "}";
    }

    private static String key(@Nullable String id) {
        return id == null ? "" : ",\"source\":\"erp\",\"id\":\"" + id + "\"";
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes(text));
        }
        return out.toByteArray();
    }
}
