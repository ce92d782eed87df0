package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// The words and figures of the pages.
final class Words {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal ALMOST_ALL = new BigDecimal("99.9");
    private static final BigDecimal ALMOST_NONE = new BigDecimal("0.1");

    private Words() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case AWAITING_TERMS -> "Awaiting its promise";
            case OPEN -> "Open";
            case MET -> "Met on time";
            case MET_LATE -> "Met late";
            case PARTLY_MET -> "Partly met";
            case MISSED -> "Missed";
            case WITHDRAWN -> "Withdrawn";
            case RELEASED -> "Released";
            case VOIDED -> "Voided";
        };
    }

    static String of(Flag flag) {
        return switch (flag) {
            case OVERDUE -> "Overdue";
            case DISPUTED -> "Disputed";
            case DISCLOSED -> "Problem disclosed";
            case MADE_GOOD -> "Made good";
            case UNWITNESSED -> "Unwitnessed";
        };
    }

    static String of(Direction direction) {
        return switch (direction) {
            case BY_US -> "We promised";
            case BY_CUSTOMER -> "They promised us";
            case BY_SUPPLIER -> "A supplier promised";
        };
    }

    static String of(Party party) {
        return switch (party) {
            case PROMISOR -> "the promisor";
            case PROMISEE -> "the promisee";
            case SYSTEM -> "a system";
        };
    }

    static String of(Evidence evidence) {
        return switch (evidence) {
            case SELF -> "Self: the reporting party says so";
            case SYSTEM -> "System: a system or third party recorded it";
            case CONFIRMED -> "Confirmed by the promisee";
        };
    }

    static String of(CommitmentEvent event) {
        return switch (event) {
            case CommitmentEvent.CommitmentMade _ -> "Promise made";
            case CommitmentEvent.CommitmentMet _ -> "Reported met";
            case CommitmentEvent.CommitmentPartlyMet _ -> "Reported partly met";
            case CommitmentEvent.CommitmentMissed _ -> "Reported missed";
            case CommitmentEvent.ExtensionRequested _ -> "Extension requested";
            case CommitmentEvent.CommitmentRenegotiated _ -> "Due date renegotiated";
            case CommitmentEvent.CommitmentWithdrawn _ -> "Promise withdrawn";
            case CommitmentEvent.CommitmentReleased _ -> "Promise released";
            case CommitmentEvent.ProblemDisclosed _ -> "Problem disclosed";
            case CommitmentEvent.ProblemNoticed _ -> "Problem noticed";
            case CommitmentEvent.RemedyGiven _ -> "Remedy given";
            case CommitmentEvent.CommitmentDisputed _ -> "Promise disputed";
            case CommitmentEvent.DisputeResolved resolved ->
                resolved.finding() == Finding.UPHELD
                        ? "Dispute resolved: claim upheld"
                        : "Dispute resolved: claim rejected";
            case CommitmentEvent.FactConfirmed _ -> "Fact confirmed";
            case CommitmentEvent.FactCorrected corrected ->
                corrected.with() == null ? "Fact struck out" : "Fact corrected";
            case CommitmentEvent.CommitmentVoided _ -> "Commitment voided";
        };
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String counted(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /// A share in per cent with one digit; only all of it is 100, only none of it 0.
    static String percent(BigDecimal share) {
        BigDecimal percent = share.multiply(HUNDRED).setScale(1, RoundingMode.HALF_UP);
        if (percent.compareTo(HUNDRED) == 0 && share.compareTo(BigDecimal.ONE) < 0) {
            percent = ALMOST_ALL;
        }
        if (percent.signum() == 0 && share.signum() > 0) {
            percent = ALMOST_NONE;
        }
        return percent + " %";
    }

    /// Positive runs were kept on time, negative ones broken.
    static String streak(long run) {
        return run == 0 ? "none" : number(Math.abs(run)) + (run > 0 ? " kept" : " broken");
    }
}
