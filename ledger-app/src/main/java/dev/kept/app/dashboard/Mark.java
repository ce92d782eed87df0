package dev.kept.app.dashboard;

import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.util.Comparator;
import java.util.List;

/// A state as a page shows it: by a sign, by a word, and by a colour besides.
///
/// @param sign the name of the drawn sign, and of the colour
record Mark(String sign, String word) {

    static Mark ofOutcome(Standing standing) {
        return switch (standing.outcome()) {
            case AWAITING_TERMS -> new Mark("awaiting", Words.of(Outcome.AWAITING_TERMS));
            case OPEN ->
                standing.flags().contains(Flag.OVERDUE)
                        ? new Mark("overdue", "Open, overdue")
                        : new Mark("open", Words.of(Outcome.OPEN));
            case MET -> new Mark("met", Words.of(Outcome.MET));
            case MET_LATE -> new Mark("late", Words.of(Outcome.MET_LATE));
            case PARTLY_MET -> new Mark("partly", Words.of(Outcome.PARTLY_MET));
            case MISSED -> new Mark("missed", Words.of(Outcome.MISSED));
            case WITHDRAWN ->
                standing.withdrawnBy() == Party.PROMISEE
                        ? new Mark("let-go", "Withdrawn by the promisee")
                        : new Mark("missed", "Withdrawn by the promisor");
            case RELEASED -> new Mark("let-go", Words.of(Outcome.RELEASED));
            case VOIDED -> new Mark("voided", Words.of(Outcome.VOIDED));
        };
    }

    /// The flags beside the outcome; overdue is told by the outcome's own mark.
    static List<Mark> ofFlags(Standing standing) {
        return standing.flags().stream()
                .filter(flag -> flag != Flag.OVERDUE)
                .sorted(Comparator.naturalOrder())
                .map(flag -> new Mark("flag", Words.of(flag)))
                .toList();
    }
}
