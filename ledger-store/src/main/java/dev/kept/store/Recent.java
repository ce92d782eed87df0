package dev.kept.store;

import dev.kept.domain.audit.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;

/// The batch that this node appended last, or is appending, so that the next one, sourced while it was being committed,
/// needs no read.
///
/// If a batch was sourced at a head from which only this one has moved on, all that is new to it is here: whether it
/// conflicts is answered in memory, and its ground is carried over to the new head. If another node has appended in
/// between, the head is elsewhere and the write finds out.
///
/// @param start the size of the log before it
record Recent(long start, Chain chain, List<Draft> drafts) {
    /// The ground as it is after this batch; empty if this batch does not reach from the ground's head.
    Optional<Ground> carry(Ground ground) {
        long size = ground.head().size();
        if (size < start
                || size >= chain.head().size()
                || ground.head().serverStart() != chain.head().serverStart()) {
            return Optional.empty();
        }
        Map<String, StreamEnd> ends = new HashMap<>(ground.ends());
        for (StoredFact fact : chain.facts()) {
            ends.computeIfPresent(fact.stream(), (_, _) -> StreamEnd.after(fact));
        }
        return Optional.of(new Ground(chain.head(), ends));
    }

    /// Whether the log, ending at this head, goes on with exactly this batch.
    boolean continues(Head head) {
        return head.size() == start && head.serverStart() == chain.head().serverStart();
    }

    /// Its facts beyond the position that match.
    ///
    /// @param wanted the criteria, sorted
    List<StoredFact> matching(EventCriteria criteria, Wanted wanted, long position) {
        List<StoredFact> matching = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            if (chain.facts().get(i).position() > position && matches(wanted, drafts.get(i), criteria)) {
                matching.add(chain.facts().get(i));
            }
        }
        return matching;
    }

    /// Whether it holds all facts beyond the position, up to this head.
    boolean spans(long position, Head head) {
        return position >= start - 1
                && head.size() == chain.head().size()
                && head.serverStart() == chain.head().serverStart();
    }

    /// Whether any of its facts beyond the position matches.
    boolean anyBeyond(long position, EventCriteria criteria) {
        Wanted wanted = Wanted.of(criteria);
        for (int i = 0; i < drafts.size(); i++) {
            if (chain.facts().get(i).position() > position && matches(wanted, drafts.get(i), criteria)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(Wanted wanted, Draft draft, EventCriteria criteria) {
        return wanted.matches(draft) || (!wanted.mixed().isEmpty() && matches(draft, criteria));
    }

    private static boolean matches(Draft draft, EventCriteria criteria) {
        Set<Tag> tags = new HashSet<>();
        tags.add(Tags.commitment(Entry.commitmentOf(draft.stream())));
        draft.keys().forEach(key -> tags.add(Tags.key(key.first(), key.second())));
        draft.tags().forEach(tag -> tags.add(new Tag(tag.first(), tag.second())));
        return criteria.matches(new QualifiedName(draft.name()), tags);
    }
}
