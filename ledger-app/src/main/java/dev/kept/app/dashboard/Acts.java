package dev.kept.app.dashboard;

import dev.kept.api.fact.FactType;
import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Visitor;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be recorded about a promise: always the same controls at the same places, those that make no sense now
/// with the reason why.
///
/// @param closed why nothing at all can be recorded here; null where something can
/// @param signIn the link that opens it; null where signing in would not help
/// @param all each control
record Acts(@Nullable String closed, @Nullable String signIn, List<Act> all) {
    private static final List<FactType> ORDER = List.of(
            FactType.MET,
            FactType.PARTLY_MET,
            FactType.MISSED,
            FactType.DISCLOSED,
            FactType.NOTICED,
            FactType.MADE_GOOD,
            FactType.RENEGOTIATED,
            FactType.EXTENSION_REQUESTED,
            FactType.RELEASED,
            FactType.WITHDRAWN,
            FactType.DISPUTED,
            FactType.RESOLVED,
            FactType.CONFIRMED,
            FactType.CORRECTED,
            FactType.VOIDED);

    /// One control.
    ///
    /// @param href null where it is disabled
    /// @param why it is disabled
    record Act(
            String type,
            String words,
            @Nullable String href,
            @Nullable String why) {}

    static Acts of(String commitment, Standing standing, PageTime time, Visitor visitor) {
        String closed = closed(time, visitor);
        return new Acts(
                closed,
                visitor.isGuest() && time.isNow()
                        ? Address.of("sign-in")
                                .with("next", Address.commitment(commitment).href(time))
                                .href(time)
                        : null,
                ORDER.stream()
                        .map(type -> act(commitment, type, closed == null ? why(type, standing) : closed, time))
                        .toList());
    }

    /// Why this visitor can record nothing, or nothing for this time.
    static @Nullable String closed(PageTime time, Visitor visitor) {
        if (!time.isNow()) {
            return "You read the ledger as of another time. Go back to now to record something.";
        }
        if (visitor.isGuest()) {
            return "Sign in to record something.";
        }
        return visitor.may(Role.RECORDER) ? null : "Your roles do not let you record; an administrator gives them.";
    }

    private static Act act(String commitment, FactType type, @Nullable String why, PageTime time) {
        Address form = Address.of("record").with("commitment", commitment).with("type", type.wireName());
        return new Act(type.wireName(), FactForm.title(type), why == null ? form.href(time) : null, why);
    }

    private static @Nullable String why(FactType type, Standing standing) {
        if (standing.outcome() == Outcome.VOIDED && type != FactType.CORRECTED) {
            return "The commitment is voided; correct that first.";
        }
        if (standing.madeAt() == null && type != FactType.CORRECTED) {
            return "The promise itself is not recorded yet.";
        }
        return type == FactType.RESOLVED && !standing.flags().contains(Flag.DISPUTED) ? "No dispute is open." : null;
    }
}
