package dev.kept.projections.board;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.outcome.EffectivePromise;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.FoldedCommitment;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one promise says of how its customer is looked after. Times are UTC epoch seconds.
///
/// An individual touch is a fact that a person reports and that stands for an exchange with this customer: `by` the
/// promisor or the promisee, with an `actor` or with other evidence than a system's. Misses, corrections and voids are
/// bookkeeping and touch nobody. Whatever is marked `"audience": "mass"`, the promise in its attributes or the fact
/// itself, went to everybody and counts nothing; neither is such a promise a kept one when it is met.
///
/// @param keptAt when it was kept on time, for one of ours
/// @param wantedDue a later due date that was asked for and not agreed on
record Contact(
        String commitment,
        String customer,
        @Nullable String promisor,
        Sort sort,
        long madeAt,
        @Nullable Long keptAt,
        @Nullable Long touchedAt,
        @Nullable Long wantedDue) {
    static final String AUDIENCE = "audience";
    static final String MASS = "mass";
    private static final Pattern RENEWAL = Pattern.compile("(.*[^\\p{L}\\p{N}])?renewals?([^\\p{L}\\p{N}].*)?");

    /// What a promise says of its customer's promises as a whole.
    enum Sort {
        OURS,
        RENEWAL,
        OTHER
    }

    /// By all facts; nothing while no promise stands.
    static Optional<Contact> of(FoldedCommitment folded) {
        return of(
                folded.events(),
                folded.effective(),
                folded.promise(),
                folded.now().standing());
    }

    /// By what had happened and was known; nothing if no promise stood then.
    static Optional<Contact> of(FoldedCommitment folded, long asOf, long knownAt) {
        List<CommitmentEvent> known = known(folded, asOf, knownAt);
        return known.isEmpty() ? Optional.empty() : of(known, FactsOf.events(known), asOf);
    }

    static List<CommitmentEvent> known(FoldedCommitment folded, long asOf, long knownAt) {
        return folded.events().stream()
                .filter(event -> event.envelope().at().getEpochSecond() <= asOf
                        && event.envelope().rec().getEpochSecond() <= knownAt)
                .toList();
    }

    private static Optional<Contact> of(List<CommitmentEvent> events, List<Fact> facts, long asOf) {
        EffectiveFacts effective = EffectiveFacts.of(
                facts.stream().filter(fact -> fact.at() <= asOf).toList(), Standing.BACKDATE_SECONDS);
        return of(events, effective, EffectivePromise.of(events), Standing.of(effective, asOf));
    }

    private static Optional<Contact> of(
            List<CommitmentEvent> events, EffectiveFacts facts, Optional<EffectivePromise> promise, Standing standing) {
        String customer = standing.customer();
        Long madeAt = standing.madeAt();
        if (customer == null || madeAt == null || standing.outcome() == Outcome.VOIDED) {
            return Optional.empty();
        }
        boolean mass = promise.map(known -> isMass(known.terms().attributes())).orElse(false);
        boolean ours = standing.direction() == Direction.BY_US;
        List<Fact> effective = facts.facts();
        return Optional.of(new Contact(
                events.getFirst().envelope().commitment().value(),
                customer,
                standing.promisor(),
                mass ? Sort.OTHER : isRenewal(standing.kind()) ? Sort.RENEWAL : ours ? Sort.OURS : Sort.OTHER,
                madeAt,
                ours && !mass && standing.outcome() == Outcome.MET ? standing.settledAt() : null,
                mass ? null : touchedAt(events, effective),
                standing.outcome() == Outcome.OPEN ? wantedDue(effective) : null));
    }

    /// The word `renewal` stands in its name by itself, as in `contract-renewal`.
    static boolean isRenewal(@Nullable String kind) {
        return kind != null && RENEWAL.matcher(kind.toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isMass(Map<String, Object> named) {
        return MASS.equalsIgnoreCase(String.valueOf(named.get(AUDIENCE)));
    }

    private static @Nullable Long touchedAt(List<CommitmentEvent> events, List<Fact> effective) {
        Map<String, Envelope> envelopes = HashMap.newHashMap(events.size());
        events.forEach(event -> envelopes.put(event.envelope().factId(), event.envelope()));
        Long last = null;
        for (Fact fact : effective) {
            Envelope envelope = envelopes.get(fact.id());
            if (touches(fact.type()) && envelope != null && isPersonal(envelope)) {
                last = fact.at();
            }
        }
        return last;
    }

    private static boolean touches(FactType type) {
        return switch (type) {
            case MADE,
                    MET,
                    PARTLY_MET,
                    EXTENSION_REQUESTED,
                    RENEGOTIATED,
                    WITHDRAWN,
                    RELEASED,
                    DISCLOSED,
                    NOTICED,
                    MADE_GOOD,
                    DISPUTED,
                    RESOLVED -> true;
            case MISSED, CONFIRMED, CORRECTED, VOIDED -> false;
        };
    }

    private static boolean isPersonal(Envelope envelope) {
        return envelope.by() != Party.SYSTEM
                && (envelope.actor() != null || envelope.evidence() != Evidence.SYSTEM)
                && !isMass(envelope.extra());
    }

    private static @Nullable Long wantedDue(List<Fact> effective) {
        Long wanted = null;
        for (Fact fact : effective) {
            if (fact.type() == FactType.EXTENSION_REQUESTED) {
                wanted = fact.details().newDue();
            } else if (fact.type() == FactType.RENEGOTIATED) {
                wanted = null;
            }
        }
        return wanted;
    }
}
