package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.FactType;
import dev.kept.app.dashboard.FactItem.Relation;
import dev.kept.domain.fact.Correction;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.fact.Patch;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the facts of one commitment into what its page lists: in the order in which they happened, each with what
/// the others do to it.
final class FactList {
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, Fact> corrections;
    private final Map<String, Fact> effective = new HashMap<>();

    /// How a fact stands among the others.
    private enum State {
        COUNTS,
        CORRECTED,
        STRUCK,
        NOT_COUNTED
    }

    /// One fact in its three shapes.
    private record Known(StoredFact stored, CommitmentEvent event, Fact fact) {}

    private FactList(List<Known> facts) {
        facts.forEach(one -> known.put(one.fact.id(), one));
        List<Fact> all = facts.stream().map(Known::fact).toList();
        this.corrections = EffectiveFacts.corrections(all);
        EffectiveFacts.of(all, Standing.BACKDATE_SECONDS).facts().forEach(fact -> effective.put(fact.id(), fact));
    }

    /// @param stored all facts of the commitment, with `folded` made of them
    static List<FactItem> of(List<StoredFact> stored, FoldedCommitment folded, ReadAt at) {
        List<Known> facts = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            Fact fact = folded.facts().get(i);
            if (fact.at() <= at.asOfSeconds() && fact.rec() <= at.knownAtSeconds()) {
                facts.add(new Known(stored.get(i), folded.events().get(i), fact));
            }
        }
        facts.sort(Comparator.comparing(Known::fact, Fact.BY_OCCURRENCE));
        FactList list = new FactList(facts);
        return facts.stream().map(list::item).toList();
    }

    private FactItem item(Known one) {
        CommitmentEvent event = one.event;
        Envelope envelope = event.envelope();
        List<FactContent.Change> changes = List.of();
        if (event instanceof CommitmentEvent.FactCorrected corrected && known.containsKey(corrected.target())) {
            changes = FactContent.changes(known.get(corrected.target()).event, corrected);
        }
        return new FactItem(
                FactItem.anchor(envelope.factId()),
                number(one),
                envelope.factId(),
                Words.of(event),
                Moment.of(envelope.at()),
                Moment.of(envelope.rec()),
                envelope.imported() ? Moment.of(envelope.acceptedAt()) : null,
                Words.of(envelope.by()),
                envelope.actor(),
                Words.of(envelope.evidence()),
                envelope.evidenceRef(),
                FactItem.link(envelope),
                envelope.key().source(),
                envelope.key().id(),
                FactContent.details(event),
                changes,
                mark(state(one)),
                state(one) == State.STRUCK,
                relations(one),
                notes(one),
                FactContent.line(event));
    }

    private State state(Known one) {
        Correction acting = acting(one.fact);
        if (acting != null) {
            return acting.with() == null ? State.STRUCK : State.CORRECTED;
        }
        boolean bookkeeping = one.fact.type() == FactType.CORRECTED || one.fact.type() == FactType.CONFIRMED;
        return bookkeeping || effective.containsKey(one.fact.id()) ? State.COUNTS : State.NOT_COUNTED;
    }

    private static @Nullable Mark mark(State state) {
        return switch (state) {
            case COUNTS -> null;
            case CORRECTED -> new Mark("corrected", "Corrected");
            case STRUCK -> new Mark("voided", "Struck out");
            case NOT_COUNTED -> new Mark("voided", "Does not count");
        };
    }

    private List<Relation> relations(Known one) {
        List<Relation> relations = new ArrayList<>();
        Correction does = one.fact.correction();
        String confirmed = one.fact.details().target();
        if (does != null) {
            relations.add(relation(does.with() == null ? "Strikes out" : "Replaces fields of", does.target()));
            Fact instead = corrections.get(does.target());
            if (instead != null && !instead.id().equals(one.fact.id()) && !corrections.containsKey(one.fact.id())) {
                relations.add(relation("Gave way to", instead.id()));
            }
        } else if (one.fact.type() == FactType.CONFIRMED && confirmed != null) {
            relations.add(relation("Confirms", confirmed));
        }
        Fact correction = corrections.get(one.fact.id());
        if (correction != null) {
            relations.add(relation("by", correction.id()));
        }
        return relations;
    }

    private Relation relation(String words, String factId) {
        Known other = known.get(factId);
        return other == null
                ? new Relation(words, "a fact that is not on this page (" + factId + ")", null)
                : new Relation(words, "fact " + number(other), "#" + FactItem.anchor(factId));
    }

    /// Where the fold takes a fact otherwise than it is written.
    private List<String> notes(Known one) {
        List<String> notes = new ArrayList<>();
        Fact counted = effective.get(one.fact.id());
        if (counted == null) {
            if (state(one) == State.NOT_COUNTED) {
                notes.add("Delivered before the promised window opens, and the promisee has not confirmed it.");
            } else if (state(one) == State.CORRECTED && one.fact.correction() == null) {
                notes.add("As corrected it does not count: it was delivered before the promised window opens.");
            }
            return notes;
        }
        Correction acting = acting(one.fact);
        Patch with = acting == null ? null : acting.with();
        long at = with == null || with.at() == null ? one.fact.at() : with.at();
        if (counted.at() != at) {
            notes.add("Counts as of "
                    + Moment.of(Instant.ofEpochSecond(counted.at())).text()
                    + ", when it became known: only the promisor vouches for the earlier time.");
        }
        if (counted.evidence() != one.fact.evidence() && (with == null || with.evidence() == null)) {
            notes.add("Its evidence counts as: " + Words.of(counted.evidence()) + ".");
        }
        return notes;
    }

    private @Nullable Correction acting(Fact fact) {
        Fact correction = corrections.get(fact.id());
        return correction == null ? null : correction.correction();
    }

    private static String number(Known one) {
        return "#" + one.stored.position();
    }
}
