package dev.kept.projections.commitment;

import dev.kept.api.commitment.Money;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.PromisedTerms;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.outcome.EffectivePromise;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.seal.PersonalText;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One commitment folded from its stored facts.
public final class FoldedCommitment {
    private final List<CommitmentEvent> events;
    private final Map<String, FactReader.SealedStatement> sealed;
    private @Nullable List<Fact> facts;
    private @Nullable EffectiveFacts effective;
    private @Nullable Optional<EffectivePromise> promise;
    private @Nullable CommitmentView now;

    private FoldedCommitment(List<CommitmentEvent> events, Map<String, FactReader.SealedStatement> sealed) {
        this.events = List.copyOf(events);
        this.sealed = sealed;
    }

    /// @param stored all facts of one stream, in the order of their versions
    public static FoldedCommitment of(String tenant, List<StoredFact> stored) {
        List<CommitmentEvent> events = new ArrayList<>(stored.size());
        Map<String, FactReader.SealedStatement> sealed = HashMap.newHashMap(1);
        for (StoredFact fact : stored) {
            EventJson.Stored content = stored(tenant, fact);
            events.add(EventJson.read(content));
            fact.sealedStatement(content.meta()).ifPresent(statement -> sealed.put(fact.factId(), statement));
        }
        return new FoldedCommitment(events, sealed);
    }

    /// @param events all of one commitment, in any order
    public static FoldedCommitment ofEvents(List<CommitmentEvent> events) {
        return new FoldedCommitment(events, Map.of());
    }

    /// The event as it was recorded.
    public static CommitmentEvent event(String tenant, StoredFact fact) {
        return EventJson.read(stored(tenant, fact));
    }

    /// Any fact, of a commitment or not, as the log holds it.
    public static EventJson.Stored stored(String tenant, StoredFact fact) {
        PersonalText.Bytes content = fact.content();
        return new EventJson.Stored(
                tenant, fact.factId(), fact.name(), fact.acceptedAt(), content.payload(), content.meta());
    }

    /// In the order in which they were recorded.
    public List<CommitmentEvent> events() {
        return events;
    }

    /// The fact of each event, at the same place in the list.
    public List<Fact> facts() {
        List<Fact> all = facts;
        if (all == null) {
            all = FactsOf.events(events);
            facts = all;
        }
        return all;
    }

    /// What is left of all facts once bookkeeping is settled.
    public EffectiveFacts effective() {
        EffectiveFacts all = effective;
        if (all == null) {
            all = EffectiveFacts.of(facts(), Standing.BACKDATE_SECONDS);
            effective = all;
        }
        return all;
    }

    /// The same where a promisor's bare word about a time is believed for as long as that.
    public EffectiveFacts effective(long backdateSeconds) {
        return backdateSeconds == Standing.BACKDATE_SECONDS ? effective() : EffectiveFacts.of(facts(), backdateSeconds);
    }

    /// The terms that stand by all facts; nothing while no promise is known.
    public Optional<EffectivePromise> promise() {
        Optional<EffectivePromise> standing = promise;
        if (standing == null) {
            standing = EffectivePromise.of(events);
            promise = standing;
        }
        return standing;
    }

    /// The facts that had happened by `asOf` and were known by `knownAt`, both UTC epoch seconds. What was not known
    /// then has no part in them, not even as what a known fact speaks of.
    public List<Fact> facts(long asOf, long knownAt) {
        return FactsOf.within(events, asOf, knownAt);
    }

    /// The commitment as it stood; empty if nothing was known of it then. What was not known then has no part in it,
    /// not even as what a known fact speaks of.
    ///
    /// @param asOf UTC epoch seconds
    /// @param knownAt UTC epoch seconds
    public Optional<CommitmentView> at(long asOf, long knownAt) {
        List<CommitmentEvent> known = new ArrayList<>(events.size());
        for (CommitmentEvent event : events) {
            Envelope envelope = event.envelope();
            if (envelope.at().getEpochSecond() <= asOf && envelope.rec().getEpochSecond() <= knownAt) {
                known.add(event);
            }
        }
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(view(
                        Standing.of(FactsOf.events(known), asOf, Long.MAX_VALUE).orElseThrow(),
                        () -> EffectivePromise.of(known)));
    }

    /// As it stands by all its facts, be they of the past or of the future.
    public CommitmentView now() {
        CommitmentView known = now;
        if (known == null) {
            known = view(Standing.of(effective(), Long.MAX_VALUE), this::promise);
            now = known;
        }
        return known;
    }

    /// The statement that stands by all facts, if its fact holds it sealed and nobody has opened it.
    FactReader.@Nullable SealedStatement sealedStatement() {
        return sealed.isEmpty()
                ? null
                : promise()
                        .map(standing -> sealed.get(standing.statementFrom()))
                        .orElse(null);
    }

    private CommitmentView view(Standing standing, Supplier<Optional<EffectivePromise>> promise) {
        PromisedTerms terms = standing.madeAt() == null
                ? null
                : promise.get().map(EffectivePromise::terms).orElse(null);
        Envelope first = events.getFirst().envelope();
        Money amount = terms == null ? null : terms.amount();
        return new CommitmentView(
                first.commitment().value(),
                standing,
                terms == null ? null : terms.statement(),
                terms == null ? null : terms.tier(),
                amount == null ? null : amount.amount(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                events.size(),
                first.at().getEpochSecond());
    }
}
