package dev.kept.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.EventCriterion;
import org.axonframework.messaging.eventstreaming.Tag;

/// Criteria sorted by the index that answers them.
///
/// A batch asks for a thousand commitments and a thousand keys, each with one tag: those go to the database as three
/// lists in one statement. What asks for several tags or for types (`mixed`) is led by the tag that finds the least,
/// and what it leads to is matched here.
///
/// @param everything whether any fact matches
/// @param streams streams of which every fact matches
/// @param mixed what needs matching fact by fact
record Wanted(
        boolean everything,
        Set<String> streams,
        Set<Draft.Pair> keys,
        Set<Draft.Pair> tags,
        List<EventCriterion> mixed) {
    /// Matches criteria that ask for nothing, and no others: no stored type has a space in its name.
    private static final QualifiedName UNHEARD_OF = new QualifiedName("no such type");

    static Wanted of(EventCriteria criteria) {
        Set<String> streams = new LinkedHashSet<>();
        Set<Draft.Pair> keys = new LinkedHashSet<>();
        Set<Draft.Pair> tags = new LinkedHashSet<>();
        List<EventCriterion> mixed = new ArrayList<>();
        for (EventCriterion criterion : criteria.flatten()) {
            if (criterion.tags().size() == 1 && criterion.types().isEmpty()) {
                lookUp(criterion.tags().iterator().next(), streams, keys, tags);
            } else {
                mixed.add(criterion);
            }
        }
        return new Wanted(criteria.matches(UNHEARD_OF, Set.of()), streams, keys, tags, mixed);
    }

    /// These lookups and those that lead to whatever the mixed criteria match.
    Wanted leads() {
        if (mixed.isEmpty()) {
            return this;
        }
        Set<String> allStreams = new LinkedHashSet<>(streams);
        Set<Draft.Pair> allKeys = new LinkedHashSet<>(keys);
        Set<Draft.Pair> allTags = new LinkedHashSet<>(tags);
        for (EventCriterion criterion : mixed) {
            criterion.tags().stream()
                    .min((a, b) -> Integer.compare(breadth(a), breadth(b)))
                    .ifPresent(tag -> lookUp(tag, allStreams, allKeys, allTags));
        }
        return new Wanted(everything, allStreams, allKeys, allTags, List.of());
    }

    /// Whether only reading fact by fact answers it: everything is wanted, or types without any tag.
    boolean scans() {
        return everything
                || mixed.stream().anyMatch(criterion -> criterion.tags().isEmpty());
    }

    /// Whether the lookups by one tag, or asking for everything, match the fact; says nothing of the mixed ones.
    boolean matches(Draft draft) {
        return everything
                || (!draft.own() && streams.contains(draft.stream()))
                || draft.keys().stream().anyMatch(keys::contains)
                || draft.tags().stream().anyMatch(tags::contains);
    }

    private static void lookUp(Tag tag, Set<String> streams, Set<Draft.Pair> keys, Set<Draft.Pair> tags) {
        switch (tag.key()) {
            case Tags.COMMITMENT -> streams.add(Drafts.streamOf(tag.value()));
            case Tags.KEY -> keys.add(Drafts.key(tag.value()));
            default -> tags.add(new Draft.Pair(tag.key(), tag.value()));
        }
    }

    private static int breadth(Tag tag) {
        return switch (tag.key()) {
            case Tags.KEY -> 0;
            case Tags.COMMITMENT -> 1;
            default -> 2;
        };
    }
}
