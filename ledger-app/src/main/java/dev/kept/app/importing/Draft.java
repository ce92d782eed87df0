package dev.kept.app.importing;

import dev.kept.app.support.LineHash;
import dev.kept.app.support.LineSink.SourceLine;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A fact on its way into the ledger, and the record of the file it came from.
///
/// @param raw the record as it stands in the file; the line itself where the file is one of fact lines
record Draft(Origin origin, byte[] raw, SourceLine line) {
    private static final byte[] VOIDED = "\"voided\"".getBytes(StandardCharsets.US_ASCII);

    /// @param line from 1
    /// @param offset in bytes of the unpacked file
    record Origin(Path file, long line, long offset, long length) {}

    /// A line without an id is named by its own content, so that reading it again names it the same.
    static Draft of(Origin origin, byte[] raw, byte[] json, String source) {
        return new Draft(origin, raw, new SourceLine(json, source, LineHash.of(json)));
    }

    int bytes() {
        return raw.length + line.json().length;
    }

    /// Whether this fact voids its commitment.
    boolean isVoid() {
        byte[] json = line.json();
        if (indexOf(json, VOIDED) < 0) {
            return false;
        }
        try {
            return JsonReader.read(json) instanceof JsonValue.JsonObject object
                    && new JsonValue.JsonText("voided").equals(object.get("type"));
        } catch (JsonException _) {
            return false;
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        outer:
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (bytes[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }
}
