package dev.kept.domain.audit.note;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.domain.audit.tree.ProofCheck;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A proof in one text file (`.tlog-proof`) that a leaf is in a log: index, siblings and the signed checkpoint.
///
/// ```
/// c2sp.org/tlog-proof@v1
/// extra <base64>          only if there is extra data
/// index <index>
/// <hash in base64>        one line for each sibling, from the leaf up
///
/// <the signed checkpoint>
/// ```
///
/// @param extra base64 of data that the proof does not cover, empty if there is none
public record TlogProof(String extra, long index, List<Hash> hashes, SignedNote note) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";
    private static final int MAX_HASHES = 64;

    public TlogProof {
        Base64Text.decode("the extra data", extra);
        if (index < 0) {
            throw new MalformedException("an index is not negative: " + index);
        }
        if (hashes.size() > MAX_HASHES) {
            throw new MalformedException("a proof has at most " + MAX_HASHES + " hashes, not " + hashes.size());
        }
        hashes = List.copyOf(hashes);
    }

    /// The file for a leaf of the tree that the note is about.
    public static TlogProof of(byte[] extra, InclusionProof proof, SignedNote note) {
        return new TlogProof(Base64.getEncoder().encodeToString(extra), proof.index(), proof.hashes(), note);
    }

    /// Reads the file from UTF-8.
    public static TlogProof parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new MalformedException("a proof is UTF-8, this is not");
        }
    }

    /// Reads the file; anything but the one spelling that [#format()] makes is refused.
    public static TlogProof parse(String text) {
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw new MalformedException("the empty line before the checkpoint is missing");
        }
        String[] lines = text.substring(0, blank).split("\n", MAX_HASHES + 4);
        int at = 0;
        if (!lines[at++].equals(HEADER)) {
            throw new MalformedException("line 1: expected " + HEADER + ", found " + lines[0]);
        }
        String extra = "";
        if (at < lines.length && lines[at].startsWith(EXTRA)) {
            extra = lines[at++].substring(EXTRA.length());
            if (extra.isEmpty()) {
                throw new MalformedException("line 2: a line for extra data without data");
            }
        }
        if (at == lines.length || !lines[at].startsWith(INDEX)) {
            throw new MalformedException("line " + (at + 1) + ": expected index <number>");
        }
        long index = Decimal.parse("the index", lines[at++].substring(INDEX.length()));
        List<Hash> hashes = new ArrayList<>();
        for (; at < lines.length; at++) {
            hashes.add(hash(at, lines[at]));
        }
        return new TlogProof(extra, index, hashes, SignedNote.parse(text.substring(blank + 2)));
    }

    private static Hash hash(int line, String text) {
        try {
            return Hash.fromBase64(text);
        } catch (MalformedException malformed) {
            throw new MalformedException("line " + (line + 1) + ": " + malformed.getMessage());
        }
    }

    /// The text of the file.
    public String format() {
        StringBuilder out = new StringBuilder(HEADER).append('\n');
        if (!extra.isEmpty()) {
            out.append(EXTRA).append(extra).append('\n');
        }
        out.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> out.append(hash.base64()).append('\n'));
        return out.append('\n').append(note.format()).toString();
    }

    /// The extra data, empty if there is none.
    public byte[] extraBytes() {
        return Base64.getDecoder().decode(extra);
    }

    /// Checks first who signed the checkpoint, then that the leaf is in its tree.
    public NoteCheck check(Hash leaf, TrustedKeys keys) {
        return switch (keys.check(note)) {
            case NoteCheck.Refused refused -> refused;
            case NoteCheck.Trusted trusted -> checkInclusion(leaf, trusted);
        };
    }

    private NoteCheck checkInclusion(Hash leaf, NoteCheck.Trusted trusted) {
        Checkpoint checkpoint = trusted.checkpoint();
        return switch (new InclusionProof(index, checkpoint.size(), hashes).check(leaf, checkpoint.root())) {
            case ProofCheck.Holds() -> trusted;
            case ProofCheck.Refused(var fault, String message) -> new NoteCheck.Refused(fault, message);
        };
    }
}
