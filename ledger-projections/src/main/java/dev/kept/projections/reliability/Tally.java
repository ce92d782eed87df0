package dev.kept.projections.reliability;

import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Adds up commitments of one key.
public final class Tally {
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final List<Settled> settled = new ArrayList<>();
    private long overdue;
    private long withdrawnByPromisor;

    private record Settled(long at, String commitment, boolean kept) {}

    public void add(CommitmentView view) {
        Standing standing = view.standing();
        outcomes.merge(standing.outcome(), 1, Integer::sum);
        if (standing.flags().contains(Flag.OVERDUE)) {
            overdue++;
        }
        boolean byPromisor = standing.outcome() == Outcome.WITHDRAWN && standing.withdrawnBy() == Party.PROMISOR;
        if (byPromisor) {
            withdrawnByPromisor++;
        }
        Long at = standing.settledAt();
        boolean counts = switch (standing.outcome()) {
            case MET, MET_LATE, PARTLY_MET, MISSED -> true;
            case WITHDRAWN -> byPromisor;
            case OPEN, RELEASED, VOIDED, AWAITING_TERMS -> false;
        };
        if (counts && at != null) {
            settled.add(new Settled(at, view.commitment(), standing.outcome() == Outcome.MET));
        }
    }

    public Counts counts() {
        settled.sort(Comparator.comparingLong(Settled::at).thenComparing(Settled::commitment));
        long kept = 0;
        long broken = 0;
        long run = 0;
        for (Settled one : settled) {
            run = one.kept() ? Math.max(run, 0) + 1 : Math.min(run, 0) - 1;
            kept = Math.max(kept, run);
            broken = Math.max(broken, -run);
        }
        long made = outcomes.entrySet().stream()
                .filter(entry -> entry.getKey() != Outcome.VOIDED && entry.getKey() != Outcome.AWAITING_TERMS)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Counts(
                made,
                count(Outcome.MET),
                count(Outcome.MET_LATE),
                count(Outcome.PARTLY_MET),
                count(Outcome.MISSED),
                count(Outcome.WITHDRAWN),
                withdrawnByPromisor,
                count(Outcome.RELEASED),
                count(Outcome.VOIDED),
                count(Outcome.OPEN),
                overdue,
                kept,
                broken,
                run);
    }

    private long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }
}
