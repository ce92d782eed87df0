package dev.kept.projections.reliability;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads keep-your-word scores for any time, any state of knowledge and any policy, from the facts themselves.
public final class ScoreViews {
    private static final int CHUNK = 1_000;

    private final String tenant;
    private final CommitmentViews commitments;
    private final FactReader log;

    public ScoreViews(String tenant, CommitmentViews commitments, FactReader log) {
        this.tenant = tenant;
        this.commitments = commitments;
        this.log = log;
    }

    /// The score over all commitments that the filter accepts at that time.
    public Score.Explained score(CommitmentFilter filter, Policy policy, ReadAt at) {
        return Scores.explain(facts(filter, at), policy, at.asOfSeconds(), at.knownAtSeconds());
    }

    /// The facts a score is computed from, so that anybody can compute it again.
    public List<Fact> facts(CommitmentFilter filter, ReadAt at) {
        List<Fact> facts = new ArrayList<>();
        List<String> streams = new ArrayList<>(CHUNK);
        commitments.forEach(filter, at, view -> {
            streams.add(Entry.streamOf(view.commitment()));
            if (streams.size() == CHUNK) {
                fold(streams, facts);
            }
        });
        fold(streams, facts);
        return facts;
    }

    private void fold(List<String> streams, List<Fact> facts) {
        if (streams.isEmpty()) {
            return;
        }
        Map<String, List<StoredFact>> stored = new HashMap<>();
        for (StoredFact fact : log.streams(streams)) {
            stored.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
        }
        stored.values()
                .forEach(stream ->
                        facts.addAll(FoldedCommitment.of(tenant, stream).facts()));
        streams.clear();
    }
}
