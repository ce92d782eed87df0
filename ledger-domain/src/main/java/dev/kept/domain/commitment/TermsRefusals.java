package dev.kept.domain.commitment;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.FactType;
import dev.kept.domain.outcome.EffectivePromise;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Terms that make no sense: a window that ends before it begins, a promise due before it was made, a quantity that
/// cannot be compared with the promised one. The same holds for terms that a correction puts in their place.
final class TermsRefusals {
    private TermsRefusals() {}

    /// @param at when the fact of the command happened
    /// @param target what a correction corrects
    static Optional<Refusal> of(
            CommitmentCommand command,
            Events.Resolution resolution,
            Instant at,
            CommitmentState state,
            @Nullable CommitmentEvent target) {
        Patch with = command instanceof CommitmentCommand.CorrectFact correct ? correct.with() : null;
        String prefix = with == null ? "" : "with.";
        return ofWindow(prefix + "due", resolution.due())
                .or(() -> ofWindow(prefix + "newDue", resolution.newDue()))
                .or(() -> with == null || target == null
                        ? ofOrder(command, resolution, at, state).or(() -> ofDelivery(command, state))
                        : ofCorrectedOrder(with, resolution, target, state)
                                .or(() -> ofCorrectedDelivery(with, target, state)));
    }

    private static Optional<Refusal> ofWindow(String field, @Nullable ResolvedDue due) {
        if (due == null) {
            return Optional.empty();
        }
        Instant from = due.from();
        return from == null || !from.isAfter(due.due())
                ? Optional.empty()
                : Optional.of(
                        new Refusal(
                                RefusalCode.DUE_UNRESOLVABLE,
                                field,
                                from + " to " + due.due(),
                                "the window ends before it begins",
                                "give \"from\" before \"to\", like {\"from\":\"2026-11-30T09:00:00Z\",\"to\":\"2026-11-30T11:00:00Z\"}"));
    }

    private static Optional<Refusal> ofOrder(
            CommitmentCommand command, Events.Resolution resolution, Instant at, CommitmentState state) {
        Instant madeAt = command instanceof CommitmentCommand.MakeCommitment
                ? at
                : state.promise().map(EffectivePromise::at).orElse(null);
        return beforeMade("due", resolution.due(), madeAt).or(() -> beforeMade("newDue", resolution.newDue(), madeAt));
    }

    private static Optional<Refusal> ofCorrectedOrder(
            Patch with, Events.Resolution resolution, CommitmentEvent target, CommitmentState state) {
        if (!(target instanceof CommitmentEvent.CommitmentMade made)) {
            return beforeMade(
                    "with.newDue",
                    resolution.newDue(),
                    state.promise().map(EffectivePromise::at).orElse(null));
        }
        Instant at = with.at();
        ResolvedDue due = resolution.due();
        return at == null && due == null
                ? Optional.empty()
                : beforeMade(
                        due == null ? "with.at" : "with.due",
                        due == null ? made.terms().due() : due,
                        at == null ? made.envelope().at() : at);
    }

    private static Optional<Refusal> beforeMade(String field, @Nullable ResolvedDue due, @Nullable Instant madeAt) {
        if (due == null || madeAt == null || due.due().getEpochSecond() >= madeAt.getEpochSecond()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalCode.DUE_BEFORE_MADE,
                field,
                (field.equals("with.at") ? madeAt : due.due()).toString(),
                "the promise would be due at " + due.due() + ", before it was made at " + madeAt,
                "check both times and their offsets; \"at\" is when the promise was made"));
    }

    private static Optional<Refusal> ofDelivery(CommitmentCommand command, CommitmentState state) {
        return command instanceof CommitmentCommand.ReportPartlyMet partly
                        && partly.delivered() instanceof Delivery.Quantity delivered
                ? ofQuantity("quantity", delivered, state)
                : Optional.empty();
    }

    private static Optional<Refusal> ofCorrectedDelivery(Patch with, CommitmentEvent target, CommitmentState state) {
        if (!(with.delivered() instanceof Delivery.Quantity quantity)) {
            return Optional.empty();
        }
        if (Corrections.typeAfter(with, target) != FactType.MADE) {
            return ofQuantity("with.quantity", quantity, state);
        }
        return quantity.quantity().signum() > 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalCode.BAD_QUANTITY,
                        "with.quantity",
                        shown(quantity),
                        "a promised quantity is above 0",
                        "write \"quantity\": \"12\", \"unit\": \"pieces\""));
    }

    private static Optional<Refusal> ofQuantity(String field, Delivery.Quantity delivered, CommitmentState state) {
        PromisedTerms terms = state.promise().map(EffectivePromise::terms).orElse(null);
        if (terms == null || terms.quantity() != null && delivered.unit().equals(terms.unit())) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalCode.BAD_QUANTITY,
                field,
                shown(delivered),
                terms.quantity() == null
                        ? "the promise names no quantity to compare with"
                        : "the promise is counted in " + terms.unit(),
                "send the share instead, like \"fraction\": \"0.6\""));
    }

    private static String shown(Delivery.Quantity quantity) {
        return quantity.quantity().toPlainString() + " " + quantity.unit();
    }
}
