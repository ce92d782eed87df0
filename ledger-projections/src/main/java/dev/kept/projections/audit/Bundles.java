package dev.kept.projections.audit;

import dev.kept.api.fact.Direction;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.store.FactReader;
import dev.kept.verify.BundleChunks;
import dev.kept.verify.BundleHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes bundles for auditors, a chunk at a time: whoever writes one can stop and go on, and nobody holds it whole.
public final class Bundles {
    private static final int PAGE = 100;
    private static final int CLAIM_TRIES = 5;

    private final String tenant;
    private final FactReader log;
    private final Proofs proofs;
    private final CommitmentViews commitments;
    private final ReliabilityViews reliability;
    private final ScoreViews scores;
    private final InstantSource clock;

    public Bundles(
            String tenant,
            FactReader log,
            Proofs proofs,
            CommitmentViews commitments,
            ReliabilityViews reliability,
            ScoreViews scores,
            InstantSource clock) {
        this.tenant = tenant;
        this.log = log;
        this.proofs = proofs;
        this.commitments = commitments;
        this.reliability = reliability;
        this.scores = scores;
        this.clock = clock;
    }

    /// Where a bundle's facts go on.
    ///
    /// @param stream of the last fact that was written; empty before the first
    public record After(String stream, int version) {
        public static final After BEGIN = new After("", -1);
    }

    /// @param bytes chunks, empty after the last
    /// @param facts in them
    @SuppressWarnings("ArrayRecordComponent") // written to a file
    public record Piece(byte[] bytes, After last, int facts) {}

    /// Everything before leaves and facts: head, checkpoint, keys, policy, and what the ledger answers now. If facts
    /// keep coming while it answers, the answers are left out, since they would be about other facts.
    ///
    /// @param customer null for the whole log
    /// @param awaitViews waits until the views hold what the log holds
    public byte[] begin(@Nullable String customer, BooleanSupplier awaitViews) {
        List<String> claims = List.of();
        PublishedCheckpoint checkpoint = null;
        Instant asOf = clock.instant();
        for (int tries = 0; tries < CLAIM_TRIES && claims.isEmpty(); tries++) {
            long size = log.head().size();
            checkpoint = proofs.awaitPublished(size - 1);
            asOf = clock.instant();
            if (awaitViews.getAsBoolean()) {
                List<String> answers = claims(customer, asOf);
                claims = log.head().size() == size && checkpoint.size() == size ? answers : List.of();
            }
        }
        if (checkpoint == null) {
            throw new IllegalStateException("no checkpoint after " + CLAIM_TRIES + " tries");
        }
        return prefix(new BundleHead(log.origin(), tenant, checkpoint.size(), customer, asOf), checkpoint, claims);
    }

    private byte[] prefix(BundleHead head, PublishedCheckpoint checkpoint, List<String> claims) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(BundleChunks.FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(BundleChunks.head(head));
        out.writeBytes(BundleChunks.text('C', checkpoint.note().format()));
        out.writeBytes(BundleChunks.text('K', String.join("\n", proofs.allKeys()) + "\n"));
        out.writeBytes(BundleChunks.text('P', Policy.kyw1().canonicalJson()));
        StringBuilder lines = new StringBuilder();
        for (String claim : claims) {
            lines.append(claim).append('\n');
            if (lines.length() > BundleChunks.CHUNK_BYTES) {
                out.writeBytes(BundleChunks.text('S', lines.toString()));
                lines.setLength(0);
            }
        }
        if (!lines.isEmpty()) {
            out.writeBytes(BundleChunks.text('S', lines.toString()));
        }
        return out.toByteArray();
    }

    private List<String> claims(@Nullable String customer, Instant asOf) {
        ReadAt at = new ReadAt(asOf, asOf);
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        List<String> claims = new ArrayList<>();
        reliability.stats(
                filter(customer, null),
                null,
                at,
                view -> outcomes.merge(view.standing().outcome(), 1L, Long::sum));
        claims.add(BundleChunks.outcomes(outcomes));
        for (Direction direction : Direction.values()) {
            for (ReliabilityViews.Row row : reliability
                    .stats(filter(customer, direction), ReliabilityViews.By.CUSTOMER, at)
                    .rows()) {
                claims.add(BundleChunks.score(
                        row.key(), direction.name(), scores.score(filter(row.key(), direction), Policy.kyw1(), at)));
            }
        }
        return claims;
    }

    private static CommitmentFilter filter(@Nullable String customer, @Nullable Direction direction) {
        return new CommitmentFilter(customer, null, null, direction, null, null, null);
    }

    /// Leaf hashes from this position on, as one chunk; empty at the end.
    public byte[] leaves(long from, long size) {
        int count = (int) Math.min(BundleChunks.LEAVES, size - from);
        return count <= 0 ? new byte[0] : BundleChunks.leaves(proofs.leaves(from, count));
    }

    /// The next facts of a bundle.
    ///
    /// @param customer null for the whole log
    public Piece facts(@Nullable String customer, long size, After after) {
        return customer == null ? ofLog(size, after) : ofCustomer(customer, size, after);
    }

    private Piece ofLog(long size, After after) {
        List<BundleChunks.BundledFact> facts = new ArrayList<>();
        After last = after;
        int bytes = 0;
        while (bytes < BundleChunks.CHUNK_BYTES) {
            List<FactReader.Vouched> page = log.vouchedInStreams(last.stream(), last.version(), size, PAGE);
            for (FactReader.Vouched one : page) {
                facts.add(new BundleChunks.BundledFact(Receipts.opening(one), null));
                bytes += weight(one);
                last = new After(one.fact().stream(), one.fact().version());
            }
            if (page.size() < PAGE) {
                break;
            }
        }
        return piece(facts, last);
    }

    private Piece ofCustomer(String customer, long size, After after) {
        TreeSet<String> streams = new TreeSet<>();
        commitments.forEachEverOf(filter(customer, null), one -> streams.add(Entry.streamOf(one)));
        TileHashes hashes = proofs.hashes(size);
        List<BundleChunks.BundledFact> facts = new ArrayList<>();
        After last = after;
        int bytes = 0;
        for (String stream : streams.tailSet(after.stream(), false)) {
            for (FactReader.Vouched one : log.vouchedOf(stream)) {
                long position = one.fact().position();
                if (position < size) {
                    facts.add(new BundleChunks.BundledFact(
                            Receipts.opening(one),
                            InclusionProof.of(position, size, hashes).hashes()));
                    bytes += weight(one);
                    last = new After(stream, one.fact().version());
                }
            }
            if (bytes >= BundleChunks.CHUNK_BYTES) {
                break;
            }
        }
        return piece(facts, last);
    }

    private static Piece piece(List<BundleChunks.BundledFact> facts, After last) {
        return new Piece(facts.isEmpty() ? new byte[0] : BundleChunks.facts(facts), last, facts.size());
    }

    private static int weight(FactReader.Vouched one) {
        return one.fact().payload().length + one.fact().meta().length + Hash.BYTES + 512;
    }
}
