package dev.kept.projections.portfolio;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads from their facts why promises were not kept, and when the promisee was told.
final class Causes {
    static final int CHUNK = 1_000;

    private final String tenant;
    private final FactReader log;
    private final ReadAt at;

    Causes(String tenant, FactReader log, ReadAt at) {
        this.tenant = tenant;
        this.log = log;
        this.at = at;
    }

    /// @param broken promises that were not kept, as they stand at the reading's time
    List<Miss> of(List<CommitmentView> broken) {
        List<Miss> misses = new ArrayList<>(broken.size());
        for (int from = 0; from < broken.size(); from += CHUNK) {
            List<CommitmentView> chunk = broken.subList(from, Math.min(broken.size(), from + CHUNK));
            Map<String, List<StoredFact>> streams = new HashMap<>();
            for (StoredFact fact : log.streams(chunk.stream()
                    .map(view -> Entry.streamOf(view.commitment()))
                    .toList())) {
                streams.computeIfAbsent(fact.stream(), _ -> new ArrayList<>(4)).add(fact);
            }
            for (CommitmentView view : chunk) {
                List<StoredFact> facts = streams.getOrDefault(Entry.streamOf(view.commitment()), List.of());
                Miss miss = miss(view, facts);
                if (miss != null) {
                    misses.add(miss);
                }
            }
        }
        return misses;
    }

    private @Nullable Miss miss(CommitmentView view, List<StoredFact> stored) {
        Standing standing = view.standing();
        Long due = standing.due();
        Long settledAt = standing.settledAt();
        String customer = standing.customer();
        String promisor = standing.promisor();
        String kind = standing.kind();
        Direction direction = standing.direction();
        if (due == null
                || settledAt == null
                || customer == null
                || promisor == null
                || kind == null
                || direction == null) {
            return null;
        }
        FoldedCommitment folded = FoldedCommitment.of(tenant, stored);
        List<Fact> effective = EffectiveFacts.of(
                        folded.facts(at.asOfSeconds(), at.knownAtSeconds()), Standing.BACKDATE_SECONDS)
                .facts();
        Long toldAt = effective.stream()
                .filter(Causes::tells)
                .map(Fact::at)
                .min(Long::compare)
                .orElse(null);
        return new Miss(
                view.commitment(),
                customer,
                promisor,
                kind,
                direction,
                standing.outcome(),
                due,
                settledAt,
                cause(folded, effective),
                toldAt,
                standing.flags().contains(Flag.MADE_GOOD));
    }

    /// As the last report of the miss that still stands names it.
    private static @Nullable MissCause cause(FoldedCommitment folded, List<Fact> effective) {
        Set<String> standing = new HashSet<>();
        effective.stream().filter(fact -> fact.type() == FactType.MISSED).forEach(fact -> standing.add(fact.id()));
        MissCause cause = null;
        for (CommitmentEvent event : folded.events()) {
            if (event instanceof CommitmentEvent.CommitmentMissed missed
                    && missed.cause() != null
                    && standing.contains(event.envelope().factId())) {
                cause = missed.cause();
            }
        }
        return cause;
    }

    private static boolean tells(Fact fact) {
        return switch (fact.type()) {
            case DISCLOSED, EXTENSION_REQUESTED -> true;
            case WITHDRAWN -> fact.by() == Party.PROMISOR;
            default -> false;
        };
    }
}
