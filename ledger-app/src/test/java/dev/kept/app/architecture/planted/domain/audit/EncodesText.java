package dev.kept.app.architecture.planted.domain.audit;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Keeps every rule: text into text, bytes in memory.
class EncodesText {
    byte[] encode(String id) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(URLEncoder.encode(id, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }
}
