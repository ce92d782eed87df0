package dev.kept.projections.reliability;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.RunningSums;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.FoldedCommitment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The scores of one filter at many times, each as it was shown then and as it is restated by later knowledge.
///
/// Takes one commitment after the other and notes what it changes between one time and the next, so that memory grows
/// with the number of times and days, not with that of facts.
final class Timeline {
    private final CommitmentFilter filter;
    private final Policy policy;
    private final List<Instant> times;
    private final long knownAt;
    private final List<ScoreState> shown = new ArrayList<>();
    private final List<ScoreState> restated = new ArrayList<>();
    private final List<List<ScoreViews.Cause>> causes = new ArrayList<>();

    Timeline(CommitmentFilter filter, Policy policy, List<Instant> times, Instant knownAt) {
        this.filter = filter;
        this.policy = policy;
        this.times = List.copyOf(times);
        this.knownAt = knownAt.getEpochSecond();
        for (int i = 0; i < times.size(); i++) {
            if (i > 0 && times.get(i).isBefore(times.get(i - 1))) {
                throw new IllegalArgumentException(
                        "times must ascend, got " + times.get(i) + " after the later " + times.get(i - 1));
            }
            shown.add(new ScoreState());
            restated.add(new ScoreState());
            causes.add(new ArrayList<>(0));
        }
    }

    void add(FoldedCommitment commitment) {
        List<Entry> wereShown = List.of();
        List<Entry> wereRestated = List.of();
        int sawShown = 0;
        int sawRestated = 0;
        for (int i = 0; i < times.size(); i++) {
            long time = times.get(i).getEpochSecond();
            int seesShown = visible(commitment, time, Math.min(time, knownAt));
            int seesRestated = visible(commitment, time, knownAt);
            if (seesShown != sawShown) {
                List<Entry> entries = entries(commitment, time, Math.min(time, knownAt));
                change(shown.get(i), wereShown, entries);
                wereShown = entries;
                sawShown = seesShown;
            }
            if (seesRestated != sawRestated) {
                List<Entry> entries = entries(commitment, time, knownAt);
                change(restated.get(i), wereRestated, entries);
                wereRestated = entries;
                sawRestated = seesRestated;
            }
            if (seesShown != seesRestated && !wereShown.equals(wereRestated)) {
                note(commitment, time, causes.get(i));
            }
        }
    }

    /// How many facts a reading sees: as time passes never fewer, so another set is another number.
    private static int visible(FoldedCommitment commitment, long asOf, long known) {
        int seen = 0;
        for (CommitmentEvent event : commitment.events()) {
            Envelope envelope = event.envelope();
            if (envelope.at().getEpochSecond() <= asOf && envelope.rec().getEpochSecond() <= known) {
                seen++;
            }
        }
        return seen;
    }

    private List<Entry> entries(FoldedCommitment commitment, long asOf, long known) {
        Account account = Account.of(commitment.facts(asOf, known), policy);
        Subject subject = account.subject();
        return subject != null && subject.isIn(filter) ? account.entries() : List.of();
    }

    private static void change(ScoreState state, List<Entry> before, List<Entry> after) {
        state.subtractAll(before);
        state.addAll(after);
    }

    private void note(FoldedCommitment commitment, long time, List<ScoreViews.Cause> into) {
        for (CommitmentEvent event : commitment.events()) {
            Envelope envelope = event.envelope();
            long rec = envelope.rec().getEpochSecond();
            if (envelope.at().getEpochSecond() <= time && rec > time && rec <= knownAt) {
                into.add(new ScoreViews.Cause(
                        envelope.commitment().value(),
                        envelope.factId(),
                        event.type().wireName(),
                        envelope.at(),
                        envelope.rec()));
            }
        }
    }

    List<ScoreViews.Point> points() {
        List<ScoreViews.Point> points = new ArrayList<>(times.size());
        if (times.isEmpty()) {
            return points;
        }
        int first = Scores.day(times.getFirst().getEpochSecond());
        RunningSums sumsShown = new RunningSums(policy, first);
        RunningSums sumsRestated = new RunningSums(policy, first);
        for (int i = 0; i < times.size(); i++) {
            int day = Scores.day(times.get(i).getEpochSecond());
            sumsShown.merge(shown.get(i));
            sumsRestated.merge(restated.get(i));
            points.add(new ScoreViews.Point(times.get(i), sumsShown.read(day), sumsRestated.read(day)));
        }
        return points;
    }

    List<ScoreViews.Restatement> restatements() {
        List<ScoreViews.Restatement> restatements = new ArrayList<>();
        List<ScoreViews.Point> points = points();
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).changed()) {
                List<ScoreViews.Cause> all = causes.get(i);
                List<ScoreViews.Cause> first = all.stream()
                        .sorted(Comparator.comparing(ScoreViews.Cause::recordedAt)
                                .thenComparing(ScoreViews.Cause::factId))
                        .limit(ScoreViews.Restatement.MAX_CAUSES)
                        .toList();
                restatements.add(new ScoreViews.Restatement(points.get(i), first, all.size()));
            }
        }
        return restatements;
    }
}
