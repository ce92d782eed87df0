package dev.kept.app.dashboard;

import dev.kept.api.fact.Tier;
import dev.kept.app.support.access.Visitor;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.StoredFact;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One commitment: its terms, what became of it, and every fact it is derived from.
///
/// @param label the statement, else the kind, else the id
/// @param timing how the outcome lies to the due date
/// @param importance the amount, else the tier
/// @param acts what can be recorded
/// @param recorded what was recorded just now; null where nothing was
/// @param later how many facts happened or became known only after the time that is read for; null for none
record CommitmentPage(
        Frame frame,
        String id,
        String label,
        boolean stated,
        Mark outcome,
        List<Mark> flags,
        @Nullable String timing,
        PromiseRow.@Nullable Named customer,
        PromiseRow.@Nullable Named promisor,
        @Nullable String direction,
        @Nullable String kind,
        @Nullable String importance,
        @Nullable Moment madeAt,
        @Nullable Moment originalDue,
        @Nullable Moment due,
        boolean moved,
        @Nullable Moment settledAt,
        List<FactItem> facts,
        @Nullable String later,
        Acts acts,
        @Nullable RecordedNote recorded) {

    /// @param recorded the fact that its visitor has recorded just now; null for none
    static CommitmentPage of(Reading reading, String id, Visitor visitor, @Nullable String recorded) {
        List<StoredFact> stored =
                Ids.isPossible(id) ? reading.ledger().commitments().facts(id) : List.of();
        if (stored.isEmpty()) {
            throw new NotKnown("Commitment", id);
        }
        FoldedCommitment folded = FoldedCommitment.of(reading.ledger().tenant(), stored);
        CommitmentView view = folded.at(reading.at().asOfSeconds(), reading.at().knownAtSeconds())
                .orElseThrow(() -> new NotKnown("Commitment", id));
        Standing standing = view.standing();
        List<FactItem> facts = FactList.of(stored, folded, reading.at());
        int later = stored.size() - facts.size();
        String statement = view.statement();
        String kind = standing.kind();
        String label = statement != null ? statement : kind != null ? kind : id;
        Long due = standing.due();
        return new CommitmentPage(
                reading.frame(id, Address.commitment(id)),
                id,
                label,
                statement != null,
                Mark.ofOutcome(standing),
                Mark.ofFlags(standing),
                timing(standing, reading.time()),
                PromiseRow.customer(standing, reading.time()),
                PromiseRow.promisor(standing, reading.time()),
                standing.direction() == null ? null : Words.of(standing.direction()),
                kind,
                importance(view),
                Moment.ofSeconds(standing.madeAt()),
                Moment.ofSeconds(standing.originalDue()),
                Moment.ofSeconds(due),
                due != null && !due.equals(standing.originalDue()),
                Moment.ofSeconds(standing.settledAt()),
                facts,
                later == 0
                        ? null
                        : Words.counted(later, "fact", "facts") + " happened or became known later, and "
                                + (later == 1 ? "is" : "are") + " left out here.",
                Acts.of(id, standing, reading.time(), visitor),
                RecordedNote.of(reading, recorded, stored, folded, standing));
    }

    private static @Nullable String timing(Standing standing, PageTime time) {
        Long due = standing.due();
        Long settled = standing.settledAt();
        if (due == null) {
            return null;
        }
        if (standing.outcome() == Outcome.OPEN) {
            return PromiseRow.hint(due, time);
        }
        if (settled == null || standing.outcome() != Outcome.MET && standing.outcome() != Outcome.MET_LATE) {
            return null;
        }
        long late = settled - due;
        String span = Moment.span(Duration.ofSeconds(late));
        return late == 0 ? "just in time" : span + (late < 0 ? " before it was due" : " after it was due");
    }

    private static @Nullable String importance(CommitmentView view) {
        if (view.amount() != null) {
            return view.amount().toPlainString() + (view.currency() == null ? "" : " " + view.currency());
        }
        Tier tier = view.tier();
        return tier == null ? null : tier.name().toLowerCase(Locale.ROOT);
    }
}
