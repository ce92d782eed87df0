package dev.kept.projections.reliability;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.Direction;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What was known then and what is known now of the same time: every commitment that reads differently, the facts that
/// made it so, and what that did to the counts and scores.
///
/// Everything is folded from the log, a page of commitments at a time; what stays in memory are tallies and day
/// buckets, never the facts.
public final class KnowledgeDiff {
    private static final int PAGE = 1_000;

    private final String tenant;
    private final CommitmentViews commitments;
    private final FactReader log;

    public KnowledgeDiff(String tenant, CommitmentViews commitments, FactReader log) {
        this.tenant = tenant;
        this.commitments = commitments;
        this.log = log;
    }

    /// What is asked.
    ///
    /// @param customer null for all
    /// @param asOf the time that both readings are of
    /// @param then the earlier state of knowledge
    /// @param now the later one
    public record Question(@Nullable String customer, Instant asOf, Instant then, Instant now) {
        public Question {
            if (then.isAfter(now)) {
                throw new IllegalArgumentException(
                        "the earlier knowledge comes first, got " + then + " and then the earlier " + now);
            }
        }
    }

    /// What of a commitment reads differently.
    public enum Part {
        /// It is known in one of the two readings alone.
        EXISTENCE,
        OUTCOME,
        FLAGS,
        DUE,
        SETTLED,
        /// Customer, promisor, direction or kind.
        PARTIES,
        /// Statement, importance or amount.
        TERMS,
        /// How many facts are known.
        FACTS
    }

    /// A fact of the time that is asked about which became known in between.
    public record Cause(
            long position, String factId, String type, Instant at, Instant recordedAt, Instant acceptedAt) {}

    /// One commitment that reads differently.
    ///
    /// @param then null if nothing was known of it, or it was not the customer's
    /// @param now likewise
    /// @param factsThen how many facts of the time were known
    /// @param causes in the order in which they became known
    public record Change(
            String commitment,
            Set<Part> parts,
            @Nullable CommitmentView then,
            @Nullable CommitmentView now,
            int factsThen,
            int factsNow,
            List<Cause> causes) {
        public Change {
            parts = Collections.unmodifiableSet(EnumSet.copyOf(parts));
            causes = List.copyOf(causes);
        }
    }

    public record ScoreChange(Direction direction, Score then, Score now) {}

    /// The whole of it.
    ///
    /// @param commitments how many are known in one reading or the other
    /// @param changed how many of them read differently
    /// @param parts how many differ in which part
    /// @param scores of every direction in which there is any promise
    public record Summary(
            Question question,
            Policy policy,
            long commitments,
            long changed,
            Map<Part, Long> parts,
            Counts then,
            Counts now,
            List<ScoreChange> scores) {
        public Summary {
            parts = Collections.unmodifiableMap(new EnumMap<>(parts));
            scores = List.copyOf(scores);
        }
    }

    /// @param sink is given every commitment that reads differently, by name
    public Summary read(Question question, Policy policy, Consumer<? super Change> sink) {
        Reading reading = new Reading(question, policy, sink);
        List<String> streams = new ArrayList<>(PAGE);
        CommitmentFilter filter =
                question.customer == null ? CommitmentFilter.ALL : CommitmentFilter.ofCustomer(question.customer);
        commitments.forEachEverOf(filter, commitment -> {
            streams.add(Entry.streamOf(commitment));
            if (streams.size() == PAGE) {
                fold(streams, reading);
            }
        });
        fold(streams, reading);
        return reading.summary();
    }

    private void fold(List<String> streams, Reading reading) {
        if (streams.isEmpty()) {
            return;
        }
        Map<String, List<StoredFact>> stored = LinkedHashMap.newLinkedHashMap(streams.size());
        streams.forEach(stream -> stored.put(stream, new ArrayList<>(3)));
        for (StoredFact fact : log.opened(log.streams(streams))) {
            Objects.requireNonNull(stored.get(fact.stream())).add(fact);
        }
        stored.values().stream().filter(facts -> !facts.isEmpty()).forEach(facts -> reading.add(facts, tenant));
        streams.clear();
    }

    /// Adds up both readings.
    private static final class Reading {
        private final Question question;
        private final Policy policy;
        private final Consumer<? super Change> sink;
        private final Counts.Tally tallyThen = new Counts.Tally();
        private final Counts.Tally tallyNow = new Counts.Tally();
        private final Map<Direction, ScoreState> statesThen = new EnumMap<>(Direction.class);
        private final Map<Direction, ScoreState> statesNow = new EnumMap<>(Direction.class);
        private final Map<Part, Long> parts = new EnumMap<>(Part.class);
        private long commitments;
        private long changed;

        Reading(Question question, Policy policy, Consumer<? super Change> sink) {
            this.question = question;
            this.policy = policy;
            this.sink = sink;
        }

        void add(List<StoredFact> stored, String tenant) {
            FoldedCommitment commitment = FoldedCommitment.of(tenant, stored);
            CommitmentView then = view(commitment, question.then);
            CommitmentView now = view(commitment, question.now);
            if (then == null && now == null) {
                return;
            }
            commitments++;
            count(then, commitment, question.then, tallyThen, statesThen);
            count(now, commitment, question.now, tallyNow, statesNow);
            List<Cause> causes = causes(commitment, stored);
            Set<Part> differing = differing(then, now, causes);
            if (!differing.isEmpty()) {
                changed++;
                differing.forEach(part -> parts.merge(part, 1L, Long::sum));
                int known = known(commitment, question.then);
                sink.accept(new Change(
                        commitment.events().getFirst().envelope().commitment().value(),
                        differing,
                        then,
                        now,
                        known,
                        known(commitment, question.now),
                        causes));
            }
        }

        private @Nullable CommitmentView view(FoldedCommitment commitment, Instant known) {
            return commitment
                    .at(question.asOf.getEpochSecond(), known.getEpochSecond())
                    .filter(view -> question.customer == null
                            || question.customer.equals(view.standing().customer()))
                    .orElse(null);
        }

        private void count(
                @Nullable CommitmentView view,
                FoldedCommitment commitment,
                Instant known,
                Counts.Tally tally,
                Map<Direction, ScoreState> states) {
            if (view == null) {
                return;
            }
            tally.add(view);
            Account account =
                    Account.of(commitment.facts(question.asOf.getEpochSecond(), known.getEpochSecond()), policy);
            Subject subject = account.subject();
            if (subject != null && subject.direction() != null) {
                states.computeIfAbsent(subject.direction(), _ -> new ScoreState())
                        .addAll(account.entries());
            }
        }

        private int known(FoldedCommitment commitment, Instant known) {
            int facts = 0;
            for (CommitmentEvent event : commitment.events()) {
                if (isOfTheTime(event.envelope()) && isKnown(event.envelope(), known)) {
                    facts++;
                }
            }
            return facts;
        }

        private List<Cause> causes(FoldedCommitment commitment, List<StoredFact> stored) {
            List<Cause> causes = new ArrayList<>();
            for (int i = 0; i < stored.size(); i++) {
                CommitmentEvent event = commitment.events().get(i);
                Envelope envelope = event.envelope();
                if (isOfTheTime(envelope) && isKnown(envelope, question.now) && !isKnown(envelope, question.then)) {
                    causes.add(new Cause(
                            stored.get(i).position(),
                            envelope.factId(),
                            event.type().wireName(),
                            envelope.at(),
                            envelope.rec(),
                            envelope.acceptedAt()));
                }
            }
            return causes;
        }

        private boolean isOfTheTime(Envelope envelope) {
            return envelope.at().getEpochSecond() <= question.asOf.getEpochSecond();
        }

        private static boolean isKnown(Envelope envelope, Instant known) {
            return envelope.rec().getEpochSecond() <= known.getEpochSecond();
        }

        Summary summary() {
            List<ScoreChange> scores = new ArrayList<>();
            int day = Scores.day(question.asOf.getEpochSecond());
            for (Direction direction : Direction.values()) {
                ScoreState then = statesThen.get(direction);
                ScoreState now = statesNow.get(direction);
                if (then != null || now != null) {
                    scores.add(new ScoreChange(direction, score(then, day), score(now, day)));
                }
            }
            return new Summary(
                    question, policy, commitments, changed, parts, tallyThen.counts(), tallyNow.counts(), scores);
        }

        private Score score(@Nullable ScoreState state, int day) {
            return Scores.read(state == null ? new ScoreState() : state, policy, day);
        }

        private static Set<Part> differing(
                @Nullable CommitmentView then, @Nullable CommitmentView now, List<Cause> causes) {
            Set<Part> parts = EnumSet.noneOf(Part.class);
            if (then == null || now == null) {
                parts.add(Part.EXISTENCE);
                return parts;
            }
            Standing before = then.standing();
            Standing after = now.standing();
            note(parts, Part.OUTCOME, before.outcome(), after.outcome());
            note(parts, Part.FLAGS, before.flags(), after.flags());
            note(parts, Part.DUE, before.due(), after.due());
            note(parts, Part.SETTLED, before.settledAt(), after.settledAt());
            note(parts, Part.PARTIES, parties(before), parties(after));
            note(parts, Part.TERMS, terms(then), terms(now));
            if (!causes.isEmpty()) {
                parts.add(Part.FACTS);
            }
            return parts;
        }

        private static List<@Nullable Object> parties(Standing standing) {
            List<@Nullable Object> parties = new ArrayList<>();
            parties.add(standing.customer());
            parties.add(standing.promisor());
            parties.add(standing.direction());
            parties.add(standing.kind());
            return parties;
        }

        private static List<@Nullable Object> terms(CommitmentView view) {
            List<@Nullable Object> terms = new ArrayList<>();
            terms.add(view.statement());
            terms.add(view.tier());
            terms.add(view.amount());
            terms.add(view.currency());
            return terms;
        }

        private static void note(Set<Part> parts, Part part, @Nullable Object before, @Nullable Object after) {
            if (!Objects.equals(before, after)) {
                parts.add(part);
            }
        }
    }
}
