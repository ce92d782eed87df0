package dev.kept.domain.audit.note;

import dev.kept.domain.audit.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// A witness's checked statement: at this time the checkpoint was the largest consistent one it knew of the
/// log.
public record Cosignature(String witness, Instant time) {
    /// The time in eight bytes, then the Ed25519 signature.
    static final int BYTES = 8 + 64;

    private static final long MAX_SECONDS = Instant.MAX.getEpochSecond();

    /// What a witness signs: a header, the time, and the checkpoint's text.
    static byte[] message(SignedNote note, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + note.text()).getBytes(StandardCharsets.UTF_8);
    }

    /// Checks the line that names this witness's key.
    static Cosignature check(SignedNote note, SignedNote.Line line, VerifierKey witness) {
        byte[] bytes = line.signature();
        if (bytes.length != BYTES) {
            throw new MalformedException(
                    "a cosignature of " + witness.name() + " has " + BYTES + " bytes, not " + bytes.length);
        }
        long seconds = ByteBuffer.wrap(bytes).getLong();
        if (seconds <= 0 || seconds > MAX_SECONDS) {
            throw new MalformedException("the time in the cosignature of " + witness.name() + " is none: " + seconds);
        }
        if (!witness.verifies(message(note, seconds), Arrays.copyOfRange(bytes, 8, BYTES))) {
            throw new MalformedException("the cosignature was not made by " + witness);
        }
        return new Cosignature(witness.name(), Instant.ofEpochSecond(seconds));
    }
}
