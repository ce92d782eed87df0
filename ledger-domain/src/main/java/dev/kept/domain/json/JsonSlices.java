package dev.kept.domain.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object as stretches of its bytes, to be moved elsewhere as they stand.
///
/// The bytes are as [JsonWriter] writes them: those that were given where they are so, and else the same value written
/// by it. So what is moved has the bytes that reading and writing it would give.
///
/// @param bytes the object
public record JsonSlices(byte[] bytes, List<Slice> members) {
    /// @param from where the name's opening quote stands
    /// @param value where the value begins
    /// @param to behind the value
    public record Slice(String name, int from, int value, int to) {}

    /// More would take too long to compare with one another: they are read.
    private static final int MAX_COMPARED = 64;

    private static final String DIGITS = "0123456789";
    private static final String NUMBERS = DIGITS + "+-.eE";

    /// @return empty if it is a value of another kind
    /// @throws JsonException if it is none
    public static Optional<JsonSlices> of(byte[] json) {
        List<Slice> members = new Scan(json, true).document();
        if (members != null) {
            return Optional.of(new JsonSlices(json, members));
        }
        if (!(JsonReader.readTrusted(json) instanceof JsonValue.JsonObject object)) {
            return Optional.empty();
        }
        byte[] written = JsonWriter.bytes(object);
        members = new Scan(written, false).document();
        if (members == null) {
            throw new IllegalStateException("expected an object as it is written, found " + written.length + " bytes");
        }
        return Optional.of(new JsonSlices(written, members));
    }

    /// Whether the member is an object itself.
    public boolean isObject(Slice member) {
        return bytes[member.value] == '{';
    }

    /// The members of a member that is an object.
    public List<Slice> within(Slice member) {
        List<Slice> members = new Scan(bytes, false).object(member.value);
        if (members == null) {
            throw new IllegalArgumentException("the member " + member.name + " is no object");
        }
        return members;
    }

    /// Goes through bytes once, and gives up where they are not as they would be written.
    private static final class Scan {
        private final byte[] json;
        /// Whether somebody else may have written them.
        private final boolean foreign;

        private int at;
        private boolean ascii = true;

        Scan(byte[] json, boolean foreign) {
            this.json = json;
            this.foreign = foreign;
        }

        @Nullable List<Slice> document() {
            List<Slice> members = object(0);
            boolean whole = members != null && at == json.length;
            return whole && (!foreign || ascii || isUtf8()) ? members : null;
        }

        /// What stands for bad UTF-8 may also have been written: then it is read closely.
        private boolean isUtf8() {
            return new String(json, StandardCharsets.UTF_8).indexOf('\ufffd') < 0;
        }

        @Nullable List<Slice> object(int from) {
            at = from;
            return accept('{') ? members(1) : null;
        }

        private @Nullable List<Slice> members(int depth) {
            List<Slice> members = new ArrayList<>();
            if (accept('}')) {
                return members;
            }
            do {
                int start = at;
                if (!text() || !accept(':')) {
                    return null;
                }
                String name = new String(json, start + 1, at - start - 3, StandardCharsets.ISO_8859_1);
                int value = at;
                if (foreign && isThere(members, name) || !value(depth)) {
                    return null;
                }
                members.add(new Slice(name, start, value, at));
            } while (accept(','));
            return accept('}') ? members : null;
        }

        private static boolean isThere(List<Slice> members, String name) {
            if (members.size() == MAX_COMPARED) {
                return true;
            }
            for (Slice member : members) {
                if (member.name.equals(name)) {
                    return true;
                }
            }
            return false;
        }

        private boolean value(int depth) {
            if (at == json.length) {
                return false;
            }
            return switch (json[at]) {
                case '"' -> text();
                case '{' -> depth < JsonReader.MAX_DEPTH && accept('{') && members(depth + 1) != null;
                case '[' -> depth < JsonReader.MAX_DEPTH && array(depth + 1);
                case 't' -> word("true");
                case 'f' -> word("false");
                case 'n' -> word("null");
                default -> number();
            };
        }

        private boolean array(int depth) {
            at++;
            if (accept(']')) {
                return true;
            }
            do {
                if (!value(depth)) {
                    return false;
                }
            } while (accept(','));
            return accept(']');
        }

        private boolean text() {
            if (!accept('"')) {
                return false;
            }
            while (at < json.length) {
                byte b = json[at++];
                if (b == '"') {
                    return true;
                }
                if (b == '\\') {
                    if (!escape()) {
                        return false;
                    }
                } else if (b < 0x20) {
                    if (b >= 0) {
                        return false;
                    }
                    ascii = false;
                }
            }
            return false;
        }

        private boolean escape() {
            if (at == json.length) {
                return false;
            }
            return switch (json[at++]) {
                case '"', '\\', 'n', 'r', 't' -> true;
                case 'u' -> !foreign && word("00");
                default -> false;
            };
        }

        private boolean word(String ascii) {
            for (int i = 0; i < ascii.length(); i++) {
                if (at == json.length || json[at] != ascii.charAt(i)) {
                    return false;
                }
                at++;
            }
            return true;
        }

        /// Of somebody else only whole numbers; whatever follows one has to be a separator.
        private boolean number() {
            int start = at;
            while (at < json.length && (foreign ? DIGITS : NUMBERS).indexOf(json[at]) >= 0) {
                at++;
            }
            int digits = at - start;
            return digits > 0
                    && (!foreign || digits <= JsonReader.MAX_NUMBER_DIGITS && (digits == 1 || json[start] != '0'));
        }

        private boolean accept(char c) {
            if (at < json.length && json[at] == c) {
                at++;
                return true;
            }
            return false;
        }
    }
}
