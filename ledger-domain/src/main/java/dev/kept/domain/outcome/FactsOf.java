package dev.kept.domain.outcome;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reduces the events of one commitment to the facts that outcomes and scores are derived from.
public final class FactsOf {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal MAX_MINOR = BigDecimal.valueOf(1_000_000_000_000_000L);

    private FactsOf() {}

    /// @param events all of one commitment, in any order
    public static List<Fact> events(List<CommitmentEvent> events) {
        PromisedTerms terms = null;
        for (CommitmentEvent event : events) {
            if (event instanceof CommitmentEvent.CommitmentMade made && terms == null) {
                terms = made.terms();
            }
        }
        List<Fact> facts = new ArrayList<>(events.size());
        for (CommitmentEvent event : events) {
            facts.add(fact(event, terms));
        }
        return facts;
    }

    private static Fact fact(CommitmentEvent event, @Nullable PromisedTerms terms) {
        Envelope envelope = event.envelope();
        Party by = event instanceof CommitmentEvent.CommitmentRenegotiated renegotiated
                ? renegotiated.askedBy()
                : envelope.by();
        Correction correction = event instanceof CommitmentEvent.FactCorrected corrected
                ? new Correction(corrected.target(), patch(corrected.with(), terms))
                : null;
        return new Fact(
                envelope.factId(),
                envelope.commitment().value(),
                event.type(),
                seconds(envelope.at()),
                seconds(envelope.rec()),
                by,
                envelope.evidence(),
                details(event, terms),
                correction);
    }

    private static Details details(CommitmentEvent event, @Nullable PromisedTerms terms) {
        return switch (event) {
            case CommitmentEvent.CommitmentMade made -> terms(made.terms());
            case CommitmentEvent.CommitmentPartlyMet partly ->
                Details.builder().fractionPpm(ppm(partly.delivered(), terms)).build();
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

    private static dev.kept.domain.fact.@Nullable Patch patch(
            @Nullable Replacement with, @Nullable PromisedTerms terms) {
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
                .fractionPpm(fields.delivered() == null ? null : Long.valueOf(ppm(fields.delivered(), terms)))
                .finding(fields.finding())
                .confirmedUnnoticed(fields.confirmedUnnoticed())
                .customer(fields.customer())
                .promisor(fields.promisor())
                .direction(fields.direction())
                .kind(fields.kind())
                .build();
        Party by = fields.askedBy() == null ? fields.by() : fields.askedBy();
        Instant at = fields.at();
        return new dev.kept.domain.fact.Patch(
                fields.type(), at == null ? null : Long.valueOf(seconds(at)), by, fields.evidence(), details);
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

    private static long ppm(Delivery delivery, @Nullable PromisedTerms terms) {
        BigDecimal share = switch (delivery) {
            case Delivery.Share(BigDecimal fraction) -> fraction;
            case Delivery.Quantity(BigDecimal quantity, String unit) -> share(quantity, unit, terms);
        };
        return share.min(BigDecimal.ONE)
                .multiply(MILLION)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    /// A quantity in another unit than the promised one proves nothing yet: no share.
    private static BigDecimal share(BigDecimal quantity, String unit, @Nullable PromisedTerms terms) {
        if (terms == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal promised = terms.quantity();
        if (promised == null || !unit.equals(terms.unit())) {
            return BigDecimal.ZERO;
        }
        return quantity.divide(promised, 12, RoundingMode.FLOOR);
    }
}
