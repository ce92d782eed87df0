package dev.kept.app.importing;

import dev.kept.app.importing.Draft.Origin;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The refused lines with their reasons, as JSON lines in a file that begins to exist with the first of them.
final class Rejects implements Closeable {
    private static final String SUFFIX = ".rejects.jsonl";

    private final @Nullable Path chosen;
    private final Map<Path, OutputStream> open = new LinkedHashMap<>();

    /// @param chosen one file for all; null: one beside each file of lines
    Rejects(@Nullable Path chosen) {
        this.chosen = chosen;
    }

    static Path beside(Path file) {
        return file.equals(Input.STDIN) ? Path.of("stdin" + SUFFIX) : file.resolveSibling(file.getFileName() + SUFFIX);
    }

    /// @param raw the record as it stands in the file
    /// @param fact the fact line made of it, if that is another text
    void add(Origin origin, byte[] raw, byte @Nullable [] fact, Refusal refusal) throws IOException {
        JsonWriter out = new JsonWriter().beginObject();
        out.member("file", origin.file().toString()).member("line", origin.line());
        out.member("code", refusal.code().name())
                .member("field", refusal.field())
                .member("value", refusal.value())
                .member("message", refusal.message())
                .member("fix", refusal.fix());
        String text = text(raw);
        out.member("raw", text);
        if (text == null) {
            out.member("rawBase64", Base64.getEncoder().encodeToString(raw));
        }
        if (raw.length < origin.length()) {
            out.member("cutFrom", origin.length()).member("offset", origin.offset());
        }
        if (fact != null && !Arrays.equals(fact, raw)) {
            out.member("fact", text(fact));
        }
        OutputStream file = file(chosen == null ? beside(origin.file()) : chosen);
        file.write(out.endObject().toBytes());
        file.write('\n');
    }

    /// The text of UTF-8 bytes, null if they are none.
    static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private OutputStream file(Path path) throws IOException {
        OutputStream file = open.get(path);
        if (file == null) {
            file = new BufferedOutputStream(Files.newOutputStream(path));
            open.put(path, file);
        }
        return file;
    }

    void flush() throws IOException {
        for (OutputStream file : open.values()) {
            file.flush();
        }
    }

    /// The files that exist by now.
    List<Path> files() {
        return List.copyOf(open.keySet());
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (OutputStream file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
