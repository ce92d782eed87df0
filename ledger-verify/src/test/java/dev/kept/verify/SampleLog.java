package dev.kept.verify;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.SigningKey;
import dev.kept.domain.audit.note.TlogProof;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.audit.tree.ConsistencyProof;
import dev.kept.domain.audit.tree.HashSource;
import dev.kept.domain.audit.tree.InclusionProof;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A log in memory, with a key, whose facts and history a test may forge as an operator could.
public final class SampleLog {
    public static final String ORIGIN = "ledger.example/acme";
    static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    public static final SigningKey KEY = SigningKey.ofSeed(ORIGIN, VerifierKey.Kind.LOG, seed(1));
    public static final TrustedKeys KEYS = TrustedKeys.of(KEY.verifierKey());

    final List<Opening> facts = new ArrayList<>();
    private final Random random;

    private record End(long version, Hash leaf) {}

    public SampleLog(long seed) {
        this.random = new Random(seed);
    }

    public static byte[] seed(int first) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) first;
        return seed;
    }

    /// Appends so many facts to a handful of commitments.
    public SampleLog grow(int count) {
        Map<String, End> ends = new HashMap<>();
        for (Opening fact : facts) {
            Entry entry = fact.lines();
            ends.put(entry.stream(), new End(entry.version(), fact.leaf()));
        }
        for (int i = 0; i < count; i++) {
            String stream = Entry.streamOf("order-" + random.nextInt(12));
            Opening fact = fact(stream, ends.get(stream), "{\"n\":" + random.nextInt() + "}");
            ends.put(stream, new End(fact.lines().version(), fact.leaf()));
            facts.add(fact);
        }
        return this;
    }

    /// Begins with the first facts of another log.
    SampleLog like(SampleLog other, int count) {
        facts.addAll(other.facts.subList(0, count));
        return this;
    }

    private Opening fact(String stream, @Nullable End end, String payload) {
        byte[] salt = new byte[Entry.SALT_BYTES];
        random.nextBytes(salt);
        byte[] content = payload.getBytes(StandardCharsets.UTF_8);
        byte[] meta = "{\"by\":\"system\"}".getBytes(StandardCharsets.UTF_8);
        int position = facts.size();
        Entry entry = new Entry(
                ORIGIN,
                position,
                stream,
                end == null ? 0 : end.version() + 1,
                end == null ? null : end.leaf(),
                "fact-" + position,
                "sample.recorded",
                1,
                START.plusSeconds(position),
                Entry.payloadCommitment(salt, content),
                Entry.metaCommitment(salt, meta),
                null);
        return new Opening(entry.bytes(), salt, content, meta);
    }

    List<Hash> leaves() {
        return facts.stream().map(Opening::leaf).toList();
    }

    public SignedNote checkpoint(int size) {
        return KEY.sign(new Checkpoint(
                ORIGIN,
                size,
                Frontier.EMPTY.appendAll(leaves().subList(0, size)).root()));
    }

    public ConsistencyProof growth(long from, long to) {
        return ConsistencyProof.of(from, to, source());
    }

    HashSource source() {
        List<Hash> leaves = leaves();
        return new HashSource() {
            @Override
            public Hash hash(int level, long index) {
                return level == 0
                        ? leaves.get((int) index)
                        : Hash.node(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
            }
        };
    }

    Receipt receipt(List<Opening> of) {
        SignedNote note = checkpoint(facts.size());
        return new Receipt(of.stream()
                .map(fact -> new Receipt.Proven(
                        fact,
                        TlogProof.of(
                                new byte[0], InclusionProof.of(fact.lines().position(), facts.size(), source()), note)))
                .toList());
    }

    List<Opening> ofStream(String stream) {
        return facts.stream()
                .filter(fact -> fact.lines().stream().equals(stream))
                .toList();
    }

    List<Opening> inStreamOrder() {
        return facts.stream()
                .sorted(Comparator.comparing((Opening fact) -> fact.lines().stream())
                        .thenComparing(fact -> fact.lines().version()))
                .toList();
    }

    /// A bundle whose facts may be others than the log's.
    Path bundle(Path file, List<Opening> ordered) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        begin(out, null);
        List<Hash> leaves = leaves();
        for (int from = 0; from < leaves.size(); from += BundleChunks.LEAVES) {
            out.writeBytes(
                    BundleChunks.leaves(leaves.subList(from, Math.min(leaves.size(), from + BundleChunks.LEAVES))));
        }
        chunks(out, ordered, false);
        return Files.write(file, out.toByteArray());
    }

    Path bundleOfCustomer(Path file, List<Opening> ordered) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        begin(out, "VINET");
        chunks(out, ordered, true);
        return Files.write(file, out.toByteArray());
    }

    private void begin(ByteArrayOutputStream out, @Nullable String customer) {
        out.writeBytes(BundleChunks.FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(
                BundleChunks.head(new BundleHead(ORIGIN, "acme", facts.size(), customer, START.plusSeconds(9999))));
        out.writeBytes(BundleChunks.text('C', checkpoint(facts.size()).format()));
        out.writeBytes(BundleChunks.text('K', KEY.verifierKey().format() + "\n"));
    }

    private void chunks(ByteArrayOutputStream out, List<Opening> ordered, boolean proven) {
        for (int from = 0; from < ordered.size(); from += 40) {
            out.writeBytes(BundleChunks.facts(ordered.subList(from, Math.min(ordered.size(), from + 40)).stream()
                    .map(fact -> new BundleChunks.BundledFact(
                            fact,
                            proven
                                    ? InclusionProof.of(fact.lines().position(), facts.size(), source())
                                            .hashes()
                                    : null))
                    .toList()));
        }
        out.writeBytes(BundleChunks.end(ordered.size()));
    }
}
