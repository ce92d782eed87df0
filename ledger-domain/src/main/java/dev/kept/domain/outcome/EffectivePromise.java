package dev.kept.domain.outcome;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.FactType;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The promise that stands among the facts of one commitment, with its words as corrected; renegotiations are not in
/// it. The same for every order of arrival.
///
/// @param made the fact as it was recorded
/// @param at when it was made
/// @param terms what was promised
/// @param statementFrom id of the fact that the statement was taken from
public record EffectivePromise(
        CommitmentEvent.CommitmentMade made, Instant at, PromisedTerms terms, String statementFrom) {

    /// @param events those facts of one commitment that are known, in any order
    /// @return nothing, if no promise was recorded or every one was struck
    public static Optional<EffectivePromise> of(List<CommitmentEvent> events) {
        Map<String, CommitmentEvent> byId = new HashMap<>();
        List<Fact> facts = new ArrayList<>();
        for (CommitmentEvent event : events) {
            if (event.type() == FactType.MADE || event.type() == FactType.CORRECTED) {
                byId.put(event.envelope().factId(), event);
                facts.add(fact(event));
            }
        }
        Map<String, Fact> corrections = EffectiveFacts.corrections(facts);
        facts.sort(Fact.BY_RECORDING);
        for (Fact fact : facts) {
            if (byId.get(fact.id()) instanceof CommitmentEvent.CommitmentMade made) {
                Fact correction = corrections.get(fact.id());
                if (correction == null) {
                    return Optional.of(
                            new EffectivePromise(made, made.envelope().at(), made.terms(), fact.id()));
                }
                if (byId.get(correction.id()) instanceof CommitmentEvent.FactCorrected corrected
                        && corrected.with() != null) {
                    return Optional.of(corrected(made, corrected, corrected.with()));
                }
            }
        }
        return Optional.empty();
    }

    /// Enough of a fact to settle which promise stands, and which correction acts on it.
    private static Fact fact(CommitmentEvent event) {
        Fact fact = Fact.of(
                event.envelope().factId(),
                event.envelope().commitment().value(),
                event.type(),
                event.envelope().at().getEpochSecond(),
                event.envelope().rec().getEpochSecond());
        return event instanceof CommitmentEvent.FactCorrected corrected
                ? fact.withCorrection(new Correction(
                        corrected.target(), corrected.with() == null ? null : dev.kept.domain.fact.Patch.NONE))
                : fact;
    }

    private static EffectivePromise corrected(
            CommitmentEvent.CommitmentMade made, CommitmentEvent.FactCorrected correction, Replacement with) {
        Instant at = with.fields().at();
        return new EffectivePromise(
                made,
                at == null ? made.envelope().at() : at,
                patched(made.terms(), with.fields(), with.due()),
                (with.fields().statement() == null ? made.envelope() : correction.envelope()).factId());
    }

    private static PromisedTerms patched(PromisedTerms terms, Patch with, @Nullable ResolvedDue due) {
        Delivery.Quantity quantity = with.delivered() instanceof Delivery.Quantity promised ? promised : null;
        return new PromisedTerms(
                or(with.customer(), terms.customer()),
                or(with.direction(), terms.direction()),
                or(with.promisor(), terms.promisor()),
                or(with.kind(), terms.kind()),
                with.statement() == null ? terms.statement() : with.statement(),
                or(due, terms.due()),
                with.tier() == null ? terms.tier() : with.tier(),
                with.amount() == null ? terms.amount() : with.amount(),
                quantity == null ? terms.quantity() : quantity.quantity(),
                quantity == null ? terms.unit() : quantity.unit(),
                terms.parent(),
                terms.series(),
                terms.attributes());
    }

    private static <T> T or(@Nullable T patch, T recorded) {
        return patch == null ? recorded : patch;
    }
}
