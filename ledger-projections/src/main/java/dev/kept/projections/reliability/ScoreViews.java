package dev.kept.projections.reliability;

import dev.kept.api.fact.Direction;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads keep-your-word scores of any subject or roll-up, for any time, any state of knowledge and any policy.
///
/// A filter's customer, promisor, direction and kind say whose score is meant; together they are a subject, fewer of
/// them a roll-up, none of them the whole ledger. Now and under the shipped policy a score comes from running sums,
/// whose size does not grow with the record, and its reasons from stored entries; anything else is folded from the
/// facts. All three give the same figures.
public final class ScoreViews {
    private static final int CHUNK = 1_000;

    private final String tenant;
    private final CommitmentViews commitments;
    private final FactReader log;
    private final CurrentScores current;

    public ScoreViews(String tenant, DataSource database, CommitmentViews commitments, FactReader log) {
        this.tenant = tenant;
        this.commitments = commitments;
        this.log = log;
        this.current = new CurrentScores(tenant, database, log);
    }

    /// A score as it was shown on its day, and as it reads with what became known later.
    public record Point(Instant asOf, Score shown, Score restated) {
        /// Whether later knowledge changed the answer.
        public boolean changed() {
            return !shown.equals(restated);
        }
    }

    /// An answer that later knowledge changed, and the facts that changed it.
    ///
    /// @param causes the first of them, by when they became known; at most [#MAX_CAUSES]
    /// @param facts how many there are
    public record Restatement(Point point, List<Cause> causes, long facts) {
        public static final int MAX_CAUSES = 20;

        public Restatement {
            causes = List.copyOf(causes);
        }
    }

    /// A fact that became known after the day it matters to.
    public record Cause(String commitment, String factId, String type, Instant at, Instant recordedAt) {}

    /// The score alone: one read of constant size where the reading is of now.
    public Score score(CommitmentFilter filter, Policy policy, ReadAt at) {
        checked(filter);
        if (current.keeps(policy)) {
            List<String> scopes = Subject.scopes(filter);
            if (scopes.size() == 1) {
                Optional<Score> score = current.fromSums(scopes.getFirst(), at);
                if (score.isPresent()) {
                    return score.get();
                }
            }
            Optional<ScoreState> state = current.state(filter, at);
            if (state.isPresent()) {
                return Scores.read(state.get(), policy, Scores.day(at.asOfSeconds()));
            }
        }
        return folded(filter, policy, at).score();
    }

    /// The scores of customers for the promises of one direction, under the shipped policy.
    ///
    /// @param customers null for everybody; who has no promise that counts is left out
    /// @return empty where many facts are newer than the reading: then each score is to be folded
    public Optional<Map<String, Score>> ofCustomers(
            Direction direction, @Nullable Collection<String> customers, ReadAt at) {
        return current.ofCustomers(direction, customers, at);
    }

    /// The score with the reasons that add up to it. It looks at every promise of the record.
    public Score.Explained explain(CommitmentFilter filter, Policy policy, ReadAt at) {
        checked(filter);
        if (current.keeps(policy)) {
            var entries = current.entries(filter, at);
            if (entries.isPresent()) {
                return Scores.explain(entries.get(), policy, Scores.day(at.asOfSeconds()));
            }
        }
        return folded(filter, policy, at);
    }

    /// The same, from the facts alone.
    Score.Explained folded(CommitmentFilter filter, Policy policy, ReadAt at) {
        return Scores.explain(facts(filter, at), policy, at.asOfSeconds(), at.knownAtSeconds());
    }

    /// The facts a score is computed from, so that anybody can compute it again.
    public List<Fact> facts(CommitmentFilter filter, ReadAt at) {
        checked(filter);
        List<Fact> facts = new ArrayList<>();
        List<String> streams = new ArrayList<>(CHUNK);
        commitments.forEachUntold(filter, at, view -> {
            streams.add(Entry.streamOf(view.commitment()));
            if (streams.size() == CHUNK) {
                fold(streams, at, facts);
            }
        });
        fold(streams, at, facts);
        return facts;
    }

    private void fold(List<String> streams, ReadAt at, List<Fact> facts) {
        each(streams, commitment -> facts.addAll(commitment.facts(at.asOfSeconds(), at.knownAtSeconds())));
        streams.clear();
    }

    /// The scores at these times, as they were shown then and as they read from what is known at `knownAt`.
    ///
    /// @param times in ascending order
    public List<Point> history(CommitmentFilter filter, Policy policy, List<Instant> times, Instant knownAt) {
        return timeline(filter, policy, times, knownAt).points();
    }

    /// Those of the answers at these times that later knowledge changed.
    ///
    /// @param times in ascending order
    public List<Restatement> restatements(
            CommitmentFilter filter, Policy policy, List<Instant> times, Instant knownAt) {
        return timeline(filter, policy, times, knownAt).restatements();
    }

    private Timeline timeline(CommitmentFilter filter, Policy policy, List<Instant> times, Instant knownAt) {
        checked(filter);
        Timeline timeline = new Timeline(filter, policy, times, knownAt);
        List<String> streams = new ArrayList<>(CHUNK);
        commitments.forEachEverOf(filter, commitment -> {
            streams.add(Entry.streamOf(commitment));
            if (streams.size() == CHUNK) {
                each(streams, timeline::add);
                streams.clear();
            }
        });
        each(streams, timeline::add);
        return timeline;
    }

    private void each(List<String> streams, Consumer<FoldedCommitment> sink) {
        if (streams.isEmpty()) {
            return;
        }
        Map<String, List<StoredFact>> stored = new HashMap<>();
        for (StoredFact fact : log.streams(streams)) {
            stored.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
        }
        stored.values().forEach(stream -> sink.accept(FoldedCommitment.of(tenant, stream)));
    }

    private static void checked(CommitmentFilter filter) {
        if (filter.outcome() != null || filter.flag() != null || filter.dueBefore() != null) {
            throw new IllegalArgumentException(
                    "a score is over all promises of a party, direction or kind, whatever became of them: " + filter);
        }
    }
}
