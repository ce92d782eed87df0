package dev.kept.domain.sample;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The history that would have been recorded had the last correction not been needed.
public final class RightFirst {
    private RightFirst() {}

    /// @return nothing, if the history does not end in a correction that replaces fields
    public static Optional<List<CommitmentEvent>> of(List<CommitmentEvent> history) {
        if (history.isEmpty()
                || !(history.getLast() instanceof CommitmentEvent.FactCorrected last)
                || last.with() == null) {
            return Optional.empty();
        }
        List<CommitmentEvent> right = new ArrayList<>();
        for (CommitmentEvent event : history.subList(0, history.size() - 1)) {
            boolean corrects = event instanceof CommitmentEvent.FactCorrected earlier
                    && earlier.target().equals(last.target());
            if (event.envelope().factId().equals(last.target())) {
                right.add(right(event, last.with()));
            } else if (!corrects) {
                right.add(event);
            }
        }
        return right.size() == history.size() ? Optional.empty() : Optional.of(right);
    }

    private static CommitmentEvent right(CommitmentEvent wrong, Replacement with) {
        Patch fields = with.fields();
        FactType type = or(fields.type(), wrong.type());
        Envelope envelope = envelope(wrong.envelope(), fields);
        return switch (type) {
            case MADE ->
                new CommitmentEvent.CommitmentMade(
                        envelope, terms(((CommitmentEvent.CommitmentMade) wrong).terms(), with));
            case MET -> new CommitmentEvent.CommitmentMet(envelope);
            case PARTLY_MET ->
                new CommitmentEvent.CommitmentPartlyMet(
                        envelope,
                        or(
                                fields.delivered(),
                                wrong instanceof CommitmentEvent.CommitmentPartlyMet partly
                                        ? partly.delivered()
                                        : null));
            case MISSED -> new CommitmentEvent.CommitmentMissed(envelope, null);
            case EXTENSION_REQUESTED ->
                new CommitmentEvent.ExtensionRequested(envelope, or(with.newDue(), newDue(wrong)));
            case RENEGOTIATED ->
                new CommitmentEvent.CommitmentRenegotiated(
                        envelope, or(with.newDue(), newDue(wrong)), or(fields.askedBy(), askedBy(wrong, envelope)));
            case WITHDRAWN -> new CommitmentEvent.CommitmentWithdrawn(envelope, null);
            case RELEASED -> new CommitmentEvent.CommitmentReleased(envelope, null);
            case DISCLOSED ->
                new CommitmentEvent.ProblemDisclosed(
                        envelope,
                        null,
                        or(
                                fields.confirmedUnnoticed(),
                                wrong instanceof CommitmentEvent.ProblemDisclosed told && told.confirmedUnnoticed()));
            case NOTICED -> new CommitmentEvent.ProblemNoticed(envelope);
            case MADE_GOOD -> new CommitmentEvent.RemedyGiven(envelope, null, null);
            case DISPUTED -> new CommitmentEvent.CommitmentDisputed(envelope, null);
            case RESOLVED ->
                new CommitmentEvent.DisputeResolved(
                        envelope,
                        or(
                                fields.finding(),
                                wrong instanceof CommitmentEvent.DisputeResolved resolved ? resolved.finding() : null),
                        "r");
            case VOIDED -> new CommitmentEvent.CommitmentVoided(envelope, "r");
            case CONFIRMED, CORRECTED -> throw new IllegalStateException("expected no bookkeeping, got " + type);
        };
    }

    private static Party askedBy(CommitmentEvent wrong, Envelope envelope) {
        if (wrong instanceof CommitmentEvent.CommitmentRenegotiated renegotiated) {
            return renegotiated.askedBy();
        }
        return envelope.by() == Party.PROMISEE ? Party.PROMISEE : Party.PROMISOR;
    }

    private static ResolvedDue newDue(CommitmentEvent wrong) {
        return switch (wrong) {
            case CommitmentEvent.ExtensionRequested extension -> extension.due();
            case CommitmentEvent.CommitmentRenegotiated renegotiated -> renegotiated.newDue();
            default -> null;
        };
    }

    private static PromisedTerms terms(PromisedTerms wrong, Replacement with) {
        Patch fields = with.fields();
        Delivery.Quantity quantity = (Delivery.Quantity) fields.delivered();
        Direction direction = or(fields.direction(), wrong.direction());
        return new PromisedTerms(
                or(fields.customer(), wrong.customer()),
                direction,
                direction == Direction.BY_CUSTOMER ? or(fields.customer(), wrong.customer()) : Ledger.TENANT,
                or(fields.kind(), wrong.kind()),
                null,
                or(with.due(), wrong.due()),
                or(fields.tier(), wrong.tier()),
                or(fields.amount(), wrong.amount()),
                quantity == null ? wrong.quantity() : quantity.quantity(),
                quantity == null ? wrong.unit() : quantity.unit(),
                null,
                null,
                wrong.attributes());
    }

    private static Envelope envelope(Envelope wrong, Patch fields) {
        return new Envelope(
                wrong.factId(),
                wrong.tenant(),
                wrong.commitment(),
                or(fields.at(), wrong.at()),
                wrong.rec(),
                wrong.acceptedAt(),
                or(fields.by(), wrong.by()),
                wrong.actor(),
                or(fields.evidence(), wrong.evidence()),
                wrong.evidenceRef(),
                wrong.key(),
                null,
                null,
                wrong.imported(),
                wrong.fingerprint(),
                wrong.extra());
    }

    /// The same envelope of another fact.
    public static Envelope named(Envelope envelope, String factId) {
        return new Envelope(
                factId,
                envelope.tenant(),
                envelope.commitment(),
                envelope.at(),
                envelope.rec(),
                envelope.acceptedAt(),
                envelope.by(),
                envelope.actor(),
                envelope.evidence(),
                envelope.evidenceRef(),
                envelope.key(),
                null,
                null,
                envelope.imported(),
                envelope.fingerprint(),
                envelope.extra());
    }

    private static <T> T or(T patch, T recorded) {
        return patch == null ? recorded : patch;
    }
}
