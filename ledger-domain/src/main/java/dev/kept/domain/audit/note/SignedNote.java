package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A text and the signatures under it. Nothing in it is to be believed before [TrustedKeys] has checked them.
///
/// @param text ends with LF
public record SignedNote(String text, List<Line> lines) {
    /// Notes longer than this are refused unread, in characters.
    public static final int MAX_CHARS = 1_000_000;

    /// More signatures than this are refused.
    public static final int MAX_SIGNATURES = 100;

    private static final String DASH = "\u2014 ";

    public SignedNote {
        if (!text.endsWith("\n")) {
            throw new MalformedException("a note's text ends with a newline");
        }
        checkCharacters(text);
        if (lines.size() > MAX_SIGNATURES) {
            throw new MalformedException("a note has at most " + MAX_SIGNATURES + " signatures, not " + lines.size());
        }
        lines = List.copyOf(lines);
    }

    /// One signature as it stands in the note.
    public static final class Line {
        private final String name;
        private final int keyId;
        private final byte[] signature;

        Line(String name, int keyId, byte[] signature) {
            KeyText.checkName(name);
            this.name = name;
            this.keyId = keyId;
            this.signature = signature.clone();
        }

        /// The name that the signer claims.
        public String name() {
            return name;
        }

        /// The id of the key that the signer claims.
        public int keyId() {
            return keyId;
        }

        byte[] signature() {
            return signature;
        }

        boolean names(VerifierKey key) {
            return keyId == key.id() && name.equals(key.name());
        }

        private String format() {
            byte[] bytes = ByteBuffer.allocate(4 + signature.length)
                    .putInt(keyId)
                    .put(signature)
                    .array();
            return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
        }

        private static Line parse(String line) {
            int space = line.indexOf(' ', DASH.length());
            if (!line.startsWith(DASH) || space < 0) {
                throw new MalformedException("a signature line is \u2014 name base64, this is not: " + line);
            }
            String name = line.substring(DASH.length(), space);
            byte[] bytes = Base64Text.decode("the signature of " + name, line.substring(space + 1));
            if (bytes.length < 5) {
                throw new MalformedException("the signature of " + name + " has " + bytes.length
                        + " bytes, fewer than a key id and one more");
            }
            return new Line(name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, 4, bytes.length));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line that
                    && name.equals(that.name)
                    && keyId == that.keyId
                    && Arrays.equals(signature, that.signature);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + Arrays.hashCode(signature);
        }

        @Override
        public String toString() {
            return format().strip();
        }
    }

    /// Reads a note from UTF-8.
    public static SignedNote parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new MalformedException("a note is UTF-8, this is not");
        }
    }

    /// Reads a note; the text ends before the last empty line.
    public static SignedNote parse(String note) {
        if (note.length() > MAX_CHARS) {
            throw new MalformedException("a note has at most " + MAX_CHARS + " characters, not " + note.length());
        }
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n") || blank + 2 == note.length()) {
            throw new MalformedException(
                    "a note is a text, an empty line and signature lines, each ended by a newline");
        }
        String signatures = note.substring(blank + 2, note.length() - 1);
        List<Line> lines = new ArrayList<>();
        for (String line : signatures.split("\n", MAX_SIGNATURES + 2)) {
            lines.add(Line.parse(line));
        }
        return new SignedNote(note.substring(0, blank + 1), lines);
    }

    /// The note as it is stored and sent.
    public String format() {
        StringBuilder out = new StringBuilder(text).append('\n');
        lines.forEach(line -> out.append(line.format()));
        return out.toString();
    }

    /// This note with one more signature after the others; one of the same key that is there already is
    /// replaced.
    SignedNote with(Line line) {
        List<Line> all = new ArrayList<>(lines);
        all.removeIf(old -> old.keyId() == line.keyId() && old.name().equals(line.name()));
        all.add(line);
        return new SignedNote(text, all);
    }

    /// What a log's key signs.
    byte[] textBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void checkCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 && c != '\n') {
                throw new MalformedException(
                        String.format("a note has no control characters, this has U+%04X at %d", (int) c, i));
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new MalformedException("a note is UTF-8, this holds half a character");
        }
    }
}
