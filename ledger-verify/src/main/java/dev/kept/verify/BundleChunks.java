package dev.kept.verify;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.scoring.Score;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes and reads the parts of a bundle, in this order. `docs/proof.md` describes the format for others.
///
/// | part | holds |
/// |---|---|
/// | first line | `commitment-ledger/bundle/v1` and LF |
/// | `H` | the head, a JSON object |
/// | `C` | the signed checkpoint |
/// | `K` | the public keys that the log says it signs with, one vkey a line |
/// | `P` | a scoring policy, canonical JSON |
/// | `S` | what the ledger answered: a JSON object a line, outcomes first, then scores |
/// | `L` | leaf hashes from position 0 on, 2,048 a chunk but in the last; only in a bundle of the whole log |
/// | `F`, or `I` | facts, ordered by stream and version; `I`: each with its inclusion proof |
/// | `E` | the end: a JSON object with the number of facts |
///
/// A chunk is its letter, the length of its content in four bytes (the highest first), and the content. A fact is the
/// entry after its length in two bytes, 32 bytes of salt, payload and metadata each after their length in four bytes,
/// and in `I` the number of hashes in one byte and the hashes from the leaf up.
public final class BundleChunks {
    public static final String FIRST_LINE = BundleHead.FORMAT + "\n";

    /// Facts are collected into chunks of about this many bytes.
    public static final int CHUNK_BYTES = 65_536;

    /// Leaf hashes in every `L` chunk but the last.
    public static final int LEAVES = CHUNK_BYTES / Hash.BYTES;

    static final int HEADER_BYTES = 5;

    /// A longer chunk is refused unread.
    static final int MAX_BYTES = 64 << 20;

    private static final String ORDER = "HCKPSLFIE";

    private BundleChunks() {}

    /// A fact in a bundle.
    ///
    /// @param proof null where the whole tree is in the bundle
    public record BundledFact(Opening opening, @Nullable List<Hash> proof) {}

    /// How far a bundle has been written.
    ///
    /// @param leaves leaf hashes in it
    /// @param facts facts in it, the last of them of this stream and version
    /// @param end where the last whole chunk ends
    public record Begun(BundleHead head, long leaves, long facts, String stream, int version, long end) {}

    /// Reads how far a bundle was written before the writer was stopped; empty if it has not even a head.
    public static Optional<Begun> begun(Path file) throws IOException {
        return Files.exists(file) ? Unfinished.read(file) : Optional.empty();
    }

    /// One chunk with its header.
    public static byte[] chunk(char type, byte[] content) {
        return ByteBuffer.allocate(HEADER_BYTES + content.length)
                .put((byte) type)
                .putInt(content.length)
                .put(content)
                .array();
    }

    public static byte[] head(BundleHead head) {
        return chunk('H', head.bytes());
    }

    public static byte[] text(char type, String text) {
        return chunk(type, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] leaves(List<Hash> leaves) {
        byte[] content = new byte[leaves.size() * Hash.BYTES];
        for (int i = 0; i < leaves.size(); i++) {
            leaves.get(i).copyTo(content, i * Hash.BYTES);
        }
        return chunk('L', content);
    }

    /// A chunk of facts, all with proofs or all without.
    public static byte[] facts(List<BundledFact> facts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK_BYTES + 4_096);
        boolean proven = !facts.isEmpty() && facts.getFirst().proof() != null;
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (BundledFact fact : facts) {
                Opening opening = fact.opening();
                out.writeShort(opening.entry().length);
                out.write(opening.entry());
                out.write(opening.salt());
                out.writeInt(opening.payload().length);
                out.write(opening.payload());
                out.writeInt(opening.meta().length);
                out.write(opening.meta());
                List<Hash> proof = fact.proof();
                if (proof != null) {
                    out.writeByte(proof.size());
                    for (Hash hash : proof) {
                        out.write(hash.bytes());
                    }
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("memory cannot be written", failure);
        }
        return chunk(proven ? 'I' : 'F', bytes.toByteArray());
    }

    /// A line of an `S` chunk: how many commitments have each outcome.
    public static String outcomes(Map<Outcome, Long> outcomes) {
        JsonWriter out = new JsonWriter().beginObject().beginObject("outcomes");
        for (Outcome outcome : Outcome.values()) {
            out.member(outcome.name(), outcomes.getOrDefault(outcome, 0L));
        }
        return out.endObject().endObject().toString();
    }

    /// A line of an `S` chunk: the score of all promises of a direction to or by a customer.
    public static String score(String customer, String direction, Score score) {
        return new JsonWriter()
                .beginObject()
                .member("customer", customer)
                .member("direction", direction)
                .member("score", new Score.Explained(score, List.of()).toJson())
                .endObject()
                .toString();
    }

    public static byte[] end(long facts) {
        return chunk(
                'E',
                new JsonWriter()
                        .beginObject()
                        .member("facts", Long.valueOf(facts))
                        .endObject()
                        .toBytes());
    }

    /// The facts of a chunk.
    static List<BundledFact> facts(char type, byte[] content) {
        List<BundledFact> facts = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(content);
        while (in.hasRemaining()) {
            byte[] entry = take(in, in.remaining() < 2 ? -1 : in.getShort() & 0xffff);
            byte[] salt = take(in, Hash.BYTES);
            byte[] payload = take(in, in.remaining() < 4 ? -1 : in.getInt());
            byte[] meta = take(in, in.remaining() < 4 ? -1 : in.getInt());
            List<Hash> proof = null;
            if (type == 'I') {
                int count = in.hasRemaining() ? in.get() & 0xff : -1;
                proof = new ArrayList<>(Math.max(0, count));
                for (int i = 0; i < count; i++) {
                    proof.add(Hash.of(take(in, Hash.BYTES)));
                }
            }
            facts.add(new BundledFact(new Opening(entry, salt, payload, meta), proof));
        }
        return facts;
    }

    private static byte[] take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new MalformedException("a chunk of facts is cut off at byte " + in.position());
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /// Where the type stands in the order of chunks.
    static int rank(char type) {
        int rank = ORDER.indexOf(type);
        if (rank < 0) {
            throw new MalformedException(String.format("a chunk of the unknown type %02x", (int) type));
        }
        return rank;
    }
}
