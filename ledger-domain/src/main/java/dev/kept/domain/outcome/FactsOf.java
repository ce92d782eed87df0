package dev.kept.domain.outcome;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reduces the events of one commitment to the facts that outcomes and scores are derived from.
public final class FactsOf {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MAX_MINOR = BigDecimal.valueOf(1_000_000_000_000_000L);

    private static final int SHARE_DIGITS = 12;

    private final List<CommitmentEvent> events;
    /// Of the events by their ids, once a correction asks for one; few commitments have any.
    private @Nullable Map<String, CommitmentEvent> byId;
    /// What is promised by all the events, once a quantity was delivered.
    private @Nullable Optional<PromisedTerms> promised;

    private FactsOf(List<CommitmentEvent> events) {
        this.events = events;
    }

    /// The fact of each event, at the same place in the list.
    ///
    /// Quantities delivered become shares of the quantity promised. An answer about an earlier time, or about what
    /// was known earlier, is therefore folded from the events within it: [#within].
    ///
    /// @param events all of one commitment, in any order
    public static List<Fact> events(List<CommitmentEvent> events) {
        FactsOf all = new FactsOf(events);
        List<Fact> facts = new ArrayList<>(events.size());
        for (CommitmentEvent event : events) {
            facts.add(all.fact(event));
        }
        return facts;
    }

    /// The facts of the events that had happened by `asOf` and were known by `knownAt`, both UTC epoch seconds.
    public static List<Fact> within(List<CommitmentEvent> events, long asOf, long knownAt) {
        return events(events.stream()
                .filter(event -> seconds(event.envelope().at()) <= asOf)
                .filter(event -> seconds(event.envelope().rec()) <= knownAt)
                .toList());
    }

    private Fact fact(CommitmentEvent event) {
        Envelope envelope = event.envelope();
        Correction correction = event instanceof CommitmentEvent.FactCorrected corrected
                ? new Correction(corrected.target(), patch(corrected))
                : null;
        return new Fact(
                envelope.factId(),
                envelope.commitment().value(),
                event.type(),
                seconds(envelope.at()),
                seconds(envelope.rec()),
                party(event),
                envelope.evidence(),
                details(event),
                correction);
    }

    /// Who says it; of a renegotiation, who asked for it.
    private static Party party(CommitmentEvent event) {
        return event instanceof CommitmentEvent.CommitmentRenegotiated renegotiated
                ? renegotiated.askedBy()
                : event.envelope().by();
    }

    private Details details(CommitmentEvent event) {
        return switch (event) {
            case CommitmentEvent.CommitmentMade made -> terms(made.terms());
            case CommitmentEvent.CommitmentPartlyMet partly ->
                Details.builder().fractionPpm(ppm(partly.delivered())).build();
            case CommitmentEvent.ExtensionRequested extension ->
                Details.builder()
                        .newDue(seconds(extension.due().due()))
                        .newWindowStart(start(extension.due()))
                        .build();
            case CommitmentEvent.CommitmentRenegotiated renegotiated ->
                Details.builder()
                        .newDue(seconds(renegotiated.newDue().due()))
                        .newWindowStart(start(renegotiated.newDue()))
                        .build();
            case CommitmentEvent.ProblemDisclosed disclosed ->
                Details.builder()
                        .confirmedUnnoticed(disclosed.confirmedUnnoticed())
                        .build();
            case CommitmentEvent.DisputeResolved resolved ->
                Details.builder().finding(resolved.finding()).build();
            case CommitmentEvent.FactConfirmed confirmed ->
                Details.builder().target(confirmed.target()).build();
            case CommitmentEvent.CommitmentMet _,
                    CommitmentEvent.CommitmentMissed _,
                    CommitmentEvent.CommitmentWithdrawn _,
                    CommitmentEvent.CommitmentReleased _,
                    CommitmentEvent.ProblemNoticed _,
                    CommitmentEvent.RemedyGiven _,
                    CommitmentEvent.CommitmentDisputed _,
                    CommitmentEvent.FactCorrected _,
                    CommitmentEvent.CommitmentVoided _ -> Details.NONE;
        };
    }

    private static Details terms(PromisedTerms terms) {
        return Details.builder()
                .due(seconds(terms.due().due()))
                .windowStart(start(terms.due()))
                .tier(terms.tier())
                .amountMinor(minor(terms.amount()))
                .customer(terms.customer())
                .promisor(terms.promisor())
                .direction(terms.direction())
                .kind(terms.kind())
                .build();
    }

    private dev.kept.domain.fact.@Nullable Patch patch(CommitmentEvent.FactCorrected corrected) {
        Replacement with = corrected.with();
        if (with == null) {
            return null;
        }
        Patch fields = with.fields();
        ResolvedDue due = with.due();
        ResolvedDue newDue = with.newDue();
        Details details = Details.builder()
                .due(due == null ? null : Long.valueOf(seconds(due.due())))
                .windowStart(due == null ? null : openFrom(due))
                .newDue(newDue == null ? null : Long.valueOf(seconds(newDue.due())))
                .newWindowStart(newDue == null ? null : openFrom(newDue))
                .tier(fields.tier())
                .amountMinor(minor(fields.amount()))
                .fractionPpm(patchedShare(corrected.target(), fields.delivered()))
                .finding(fields.finding())
                .confirmedUnnoticed(fields.confirmedUnnoticed())
                .customer(fields.customer())
                .promisor(fields.promisor())
                .direction(fields.direction())
                .kind(fields.kind())
                .build();
        Instant at = fields.at();
        return new dev.kept.domain.fact.Patch(
                fields.type(),
                at == null ? null : Long.valueOf(seconds(at)),
                party(fields, event(corrected.target())),
                fields.evidence(),
                details);
    }

    private @Nullable CommitmentEvent event(String factId) {
        Map<String, CommitmentEvent> all = byId;
        if (all == null) {
            all = HashMap.newHashMap(events.size());
            for (CommitmentEvent event : events) {
                all.putIfAbsent(event.envelope().factId(), event);
            }
            byId = all;
        }
        return all.get(factId);
    }

    /// What a correction of the promise itself calls delivered is the quantity promised.
    private @Nullable Long patchedShare(String target, @Nullable Delivery delivered) {
        return delivered == null || event(target) instanceof CommitmentEvent.CommitmentMade
                ? null
                : Long.valueOf(ppm(delivered));
    }

    /// Into or out of a renegotiation, the party changes its meaning: who asked, or who says it.
    private static @Nullable Party party(Patch fields, @Nullable CommitmentEvent target) {
        if (target == null) {
            return fields.by();
        }
        FactType before = target.type();
        FactType after = fields.type() == null ? before : fields.type();
        Party said = fields.by() == null ? target.envelope().by() : fields.by();
        if (after != FactType.RENEGOTIATED) {
            return before == FactType.RENEGOTIATED ? said : fields.by();
        }
        if (fields.askedBy() != null || before == FactType.RENEGOTIATED) {
            return fields.askedBy();
        }
        return said == Party.PROMISEE ? Party.PROMISEE : Party.PROMISOR;
    }

    private static long seconds(Instant instant) {
        return instant.getEpochSecond();
    }

    private static @Nullable Long start(ResolvedDue due) {
        Instant from = due.from();
        return from == null ? null : Long.valueOf(seconds(from));
    }

    /// A corrected due that is no window must also take an earlier window away: it is open since 1970.
    private static Long openFrom(ResolvedDue due) {
        Instant from = due.from();
        return from == null ? 0 : seconds(from);
    }

    /// Minor units of the currency, floored; amounts beyond 10^15 minor units weigh no more than that.
    private static @Nullable Long minor(@Nullable Money money) {
        if (money == null) {
            return null;
        }
        int digits = Math.max(0, money.currency().getDefaultFractionDigits());
        BigDecimal minor = money.amount().movePointRight(digits).setScale(0, RoundingMode.FLOOR);
        return minor.min(MAX_MINOR).longValueExact();
    }

    private long ppm(Delivery delivery) {
        BigDecimal share = switch (delivery) {
            case Delivery.Share(BigDecimal fraction) -> fraction;
            case Delivery.Quantity(BigDecimal quantity, String unit) -> share(quantity, unit);
        };
        return share.min(BigDecimal.ONE)
                .multiply(MILLION)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /// A quantity in another unit than the promised one proves nothing yet: no share.
    private BigDecimal share(BigDecimal quantity, String unit) {
        PromisedTerms promised = promised().orElse(null);
        BigDecimal whole = promised == null ? null : promised.quantity();
        if (promised == null || whole == null || !unit.equals(promised.unit())) {
            return BigDecimal.ZERO;
        }
        return quantity.divide(whole, SHARE_DIGITS, RoundingMode.FLOOR);
    }

    private Optional<PromisedTerms> promised() {
        Optional<PromisedTerms> known = promised;
        if (known == null) {
            known = EffectivePromise.of(events).map(EffectivePromise::terms);
            promised = known;
        }
        return known;
    }
}
