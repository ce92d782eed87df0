package dev.kept.projections.commitment;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Every commitment that a batch of facts touches, folded up to the batch's end; folded once for all projections that
/// are given the same batch one after the other.
///
/// A commitment that began within the batch is folded from the batch alone; for the others their streams are read
/// again, up to the batch's end, so that what is folded is a function of the position and of nothing else. Facts that
/// are about no commitment are left out. It remembers what it folded last: whoever reads the log to check views has one
/// of its own.
public final class FoldedStreams {
    private final String tenant;
    private final FactReader.Streams log;
    private final AtomicReference<@Nullable Last> last = new AtomicReference<>();

    public FoldedStreams(String tenant, FactReader.Streams log) {
        this.tenant = tenant;
        this.log = log;
    }

    /// One commitment.
    ///
    /// @param lastPosition of its last fact in or before the batch
    /// @param begins whether its first fact is in the batch, so that no view holds a row of it yet
    /// @param firstAccepted when that fact was accepted, UTC epoch seconds
    public record Stream(FoldedCommitment folded, long lastPosition, boolean begins, long firstAccepted) {
        public String commitment() {
            return folded.events().getFirst().envelope().commitment().value();
        }
    }

    /// Commitments that views may hold rows of already.
    public static List<String> begunBefore(List<Stream> streams) {
        return streams.stream()
                .filter(stream -> !stream.begins)
                .map(Stream::commitment)
                .toList();
    }

    private record Last(List<StoredFact> batch, List<Stream> streams) {}

    /// @param batch facts in the order of their positions, never empty
    public List<Stream> of(List<StoredFact> batch) {
        Last known = last.get();
        if (known != null && isSame(known.batch, batch)) {
            return known.streams;
        }
        long begin = batch.getFirst().position();
        List<Stream> streams = new ArrayList<>();
        streams(batch)
                .values()
                .forEach(facts -> streams.add(new Stream(
                        FoldedCommitment.of(tenant, facts),
                        facts.getLast().position(),
                        facts.getFirst().position() >= begin,
                        facts.getFirst().acceptedAt().getEpochSecond())));
        last.set(new Last(batch, List.copyOf(streams)));
        return streams;
    }

    /// A log's facts never change: the same positions are the same batch.
    private static boolean isSame(List<StoredFact> one, List<StoredFact> other) {
        return one.getFirst().position() == other.getFirst().position()
                && one.getLast().position() == other.getLast().position()
                && one.size() == other.size();
    }

    private Map<String, List<StoredFact>> streams(List<StoredFact> batch) {
        Map<String, List<StoredFact>> streams = new LinkedHashMap<>();
        for (StoredFact fact : batch) {
            if (!fact.isOfCommitment()) {
                continue;
            }
            streams.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
        }
        Map<String, Integer> begunBefore = new HashMap<>();
        streams.forEach((stream, facts) -> {
            if (facts.getFirst().version() > 0) {
                begunBefore.put(stream, facts.getLast().version());
            }
        });
        streams.putAll(log.upTo(begunBefore));
        return streams;
    }
}
