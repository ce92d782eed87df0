package dev.kept.verify;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a verification came to.
public sealed interface Verdict {

    /// Everything that the file can show holds.
    ///
    /// @param what one line: what the file is
    /// @param verified what was checked, one line each
    /// @param notVerified what this file cannot show, one line each
    record Verified(String what, List<String> verified, List<String> notVerified) implements Verdict {
        public Verified {
            verified = List.copyOf(verified);
            notVerified = List.copyOf(notVerified);
        }
    }

    /// Something does not hold.
    ///
    /// @param code stable, for tools
    /// @param position of the first bad entry; null if no single entry is known
    /// @param stream of the first bad entry, likewise
    /// @param message what was expected and what was found
    record Failed(
            String code, @Nullable Long position, @Nullable String stream, String message) implements Verdict {
        static Failed of(String code, String message) {
            return new Failed(code, null, null, message);
        }

        static Failed at(Entry entry, String code, String message) {
            return new Failed(code, entry.position(), entry.stream(), message);
        }

        static Failed at(long position, String code, String message) {
            return new Failed(code, position, null, message);
        }
    }

    default boolean holds() {
        return this instanceof Verified;
    }

    /// The verdict in the words of a terminal.
    default String text() {
        return switch (this) {
            case Verified(String what, List<String> verified, List<String> notVerified) -> {
                StringBuilder out = new StringBuilder("VERIFIED ").append(what).append('\n');
                verified.forEach(line -> out.append("  + ").append(line).append('\n'));
                if (!notVerified.isEmpty()) {
                    out.append("not verified:\n");
                    notVerified.forEach(line -> out.append("  - ").append(line).append('\n'));
                }
                yield out.toString();
            }
            case Failed(String code, Long position, String stream, String message) ->
                "NOT VERIFIED " + code + "\n  " + where(position, stream) + message + "\n";
        };
    }

    private static String where(@Nullable Long position, @Nullable String stream) {
        return position == null ? "" : "entry " + position + (stream == null ? "" : " (" + stream + ")") + ": ";
    }

    /// The verdict as a JSON object.
    default String json() {
        JsonWriter out = new JsonWriter().beginObject();
        switch (this) {
            case Verified(String what, List<String> verified, List<String> notVerified) -> {
                out.member("verified", Boolean.TRUE).member("what", what).beginArray("checked");
                verified.forEach(line -> out.value(new JsonText(line)));
                out.endArray().beginArray("notVerified");
                notVerified.forEach(line -> out.value(new JsonText(line)));
                out.endArray();
            }
            case Failed(String code, Long position, String stream, String message) ->
                out.member("verified", Boolean.FALSE)
                        .member("code", code)
                        .member("position", position)
                        .member("stream", stream)
                        .member("message", message);
        }
        return out.endObject().toString();
    }
}
