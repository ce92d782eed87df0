package dev.kept.app.rest;

import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Request bodies: bounded, and read as the bytes they are.
final class Bodies {
    static final int MAX_BYTES = 256 * 1024;

    private Bodies() {}

    static byte[] read(HttpServletRequest request) throws IOException {
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new ProblemException(new Problem(
                        413,
                        "TOO_LARGE",
                        "the body is larger than " + MAX_BYTES + " bytes",
                        "(body)",
                        null,
                        "send fewer facts at a time"));
            }
            return body;
        }
    }

    static JsonValue json(byte[] body) {
        try {
            return JsonReader.read(body);
        } catch (JsonException fault) {
            String detail = "the body is not JSON that can be accepted: " + fault.getMessage();
            throw fault.tooLong()
                    .map(member -> new ProblemException(
                            new Problem(400, "MALFORMED", detail, member, null, JsonReader.TOO_LONG_FIX)))
                    .orElseGet(() -> malformed(detail));
        }
    }

    static ProblemException malformed(String detail) {
        return new ProblemException(new Problem(
                400,
                "MALFORMED",
                detail,
                "(body)",
                null,
                "send one fact as a JSON object; facts:batch takes an array of them, or one a line as"
                        + " application/x-ndjson"));
    }

    /// The lines of a body, without their ends; blank lines are left out.
    static List<byte[]> lines(byte[] body) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                int to = i > from && body[i - 1] == '\r' ? i - 1 : i;
                if (to > from) {
                    byte[] line = new byte[to - from];
                    System.arraycopy(body, from, line, 0, line.length);
                    lines.add(line);
                }
                from = i + 1;
            }
        }
        return lines;
    }
}
