package dev.kept.witness;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.SignedNote;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A checkpoint on its way to a witness, with the proof that it grew from the one the witness knows.
///
/// ```
/// old <size>
/// <hash in base64>        one line for each hash of the consistency proof
///
/// <the signed checkpoint>
/// ```
///
/// @param oldSize size of the checkpoint that the witness is believed to have, 0 for none
public record Submission(long oldSize, List<Hash> proof, SignedNote note) {
    /// The longest body a witness reads.
    public static final int MAX_BYTES = 128 << 10;

    private static final int MAX_HASHES = 63;
    private static final String OLD = "old ";

    public Submission {
        if (oldSize < 0) {
            throw new MalformedException("the old size is not negative: " + oldSize);
        }
        if (proof.size() > MAX_HASHES) {
            throw new MalformedException("a consistency proof has at most " + MAX_HASHES + " hashes");
        }
        proof = List.copyOf(proof);
    }

    public byte[] bytes() {
        StringBuilder out = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> out.append(hash.base64()).append('\n'));
        return out.append('\n').append(note.format()).toString().getBytes(StandardCharsets.UTF_8);
    }

    static Submission parse(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new MalformedException("a submission is UTF-8, this is not");
        }
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedException("the empty line before the checkpoint is missing");
        }
        String[] lines = text.substring(0, blank).split("\n", MAX_HASHES + 3);
        if (!lines[0].matches("old (0|[1-9][0-9]{0,17})")) {
            throw new MalformedException("line 1: expected old <size>, found " + lines[0]);
        }
        List<Hash> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Hash.fromBase64(lines[i]));
        }
        return new Submission(
                Long.parseLong(lines[0].substring(OLD.length())), proof, SignedNote.parse(text.substring(blank + 2)));
    }
}
