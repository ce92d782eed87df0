package dev.kept.projections.commitment;

import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.PromisedTerms;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Standing;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One commitment folded from its stored facts.
public final class FoldedCommitment {
    private final List<CommitmentEvent> events;
    private final List<Fact> facts;

    private FoldedCommitment(List<CommitmentEvent> events) {
        this.events = events;
        this.facts = FactsOf.events(events);
    }

    /// @param stored all facts of one stream, in the order of their versions
    public static FoldedCommitment of(String tenant, List<StoredFact> stored) {
        return new FoldedCommitment(
                stored.stream().map(fact -> event(tenant, fact)).toList());
    }

    /// The event as it was recorded.
    public static CommitmentEvent event(String tenant, StoredFact fact) {
        return EventJson.read(new EventJson.Stored(
                tenant, fact.factId(), fact.name(), fact.acceptedAt(), fact.payload(), meta(fact)));
    }

    private static Map<String, String> meta(StoredFact fact) {
        if (!(JsonReader.readTrusted(fact.meta()) instanceof JsonValue.JsonObject object)) {
            throw new IllegalStateException("the metadata of " + fact + " is no object");
        }
        Map<String, String> meta = HashMap.newHashMap(object.members().size());
        object.members().forEach((name, value) -> {
            if (value instanceof JsonValue.JsonText(String text)) {
                meta.put(name, text);
            }
        });
        return meta;
    }

    public List<CommitmentEvent> events() {
        return events;
    }

    public List<Fact> facts() {
        return facts;
    }

    long firstAt() {
        return facts.stream().mapToLong(Fact::at).min().orElseThrow();
    }

    long lastAt() {
        return facts.stream().mapToLong(Fact::at).max().orElseThrow();
    }

    long lastRec() {
        return facts.stream().mapToLong(Fact::rec).max().orElseThrow();
    }

    /// The commitment as it stood; empty if nothing was known of it then.
    public Optional<CommitmentView> at(long asOf, long knownAt) {
        return Standing.of(facts, asOf, knownAt).map(standing -> view(standing, asOf, knownAt));
    }

    CommitmentView now() {
        return view(Standing.of(facts, Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow(), Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private CommitmentView view(Standing standing, long asOf, long knownAt) {
        Words words = words(asOf, knownAt);
        Money amount = words.amount;
        return new CommitmentView(
                events.getFirst().envelope().commitment().value(),
                standing,
                words.statement,
                words.tier,
                amount == null ? null : amount.amount(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                events.size(),
                firstAt());
    }

    /// The words of the promise that was the first to become known and is not struck, as the correction in force on it
    /// has them.
    private Words words(long asOf, long knownAt) {
        Map<String, CommitmentEvent> known = new HashMap<>();
        List<Fact> knownFacts = new ArrayList<>(facts.size());
        for (int i = 0; i < events.size(); i++) {
            Fact fact = facts.get(i);
            if (fact.at() <= asOf && fact.rec() <= knownAt) {
                knownFacts.add(fact);
                known.put(fact.id(), events.get(i));
            }
        }
        Map<String, Fact> corrections = EffectiveFacts.corrections(knownFacts);
        knownFacts.sort(Fact.BY_RECORDING);
        for (Fact fact : knownFacts) {
            if (!(known.get(fact.id()) instanceof CommitmentEvent.CommitmentMade(var _, PromisedTerms terms))) {
                continue;
            }
            Words words = new Words(terms.statement(), terms.tier(), terms.amount());
            Fact correction = corrections.get(fact.id());
            if (correction == null) {
                return words;
            }
            if (known.get(correction.id()) instanceof CommitmentEvent.FactCorrected corrected
                    && corrected.with() != null) {
                return words.patched(corrected.with().fields());
            }
        }
        return Words.NONE;
    }

    /// What is shown beside the standing; it decides nothing.
    private record Words(
            @Nullable String statement,
            dev.kept.api.fact.@Nullable Tier tier,
            @Nullable Money amount) {
        static final Words NONE = new Words(null, null, null);

        Words patched(Patch patch) {
            return new Words(
                    patch.statement() == null ? statement : patch.statement(),
                    patch.tier() == null ? tier : patch.tier(),
                    patch.amount() == null ? amount : patch.amount());
        }
    }
}
