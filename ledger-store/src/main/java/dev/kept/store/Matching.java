package dev.kept.store;

import dev.kept.domain.audit.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.EventCriterion;
import org.axonframework.messaging.eventstreaming.Tag;

/// Matches facts against criteria one by one, with the tags that the criteria ask about and no others.
final class Matching {
    private static final String TAGS = """
            select t.position, t.key, t.value
            from unnest(?, ?) as asked(key, value)
            cross join lateral (
              select * from kept_log.fact_tag x
              where x.log = ? and x.key = asked.key and x.value = asked.value and x.position between ? and ?
              offset 0
            ) t
            union all
            select k.position, ?, k.source || ? || k.source_id
            from unnest(?, ?) as asked(source, source_id)
            cross join lateral (
              select * from kept_log.fact_key x
              where x.log = ? and x.source = asked.source and x.source_id = asked.source_id
                and x.position between ? and ?
              offset 0
            ) k
            """;

    private Matching() {}

    /// The facts that match, in their order.
    static List<StoredFact> matching(Connection connection, int log, List<StoredFact> facts, EventCriteria criteria)
            throws SQLException {
        if (facts.isEmpty() || !criteria.hasCriteria()) {
            return facts;
        }
        Map<Long, Set<Tag>> tags = tags(connection, log, facts, criteria);
        List<StoredFact> matching = new ArrayList<>();
        for (StoredFact fact : facts) {
            Set<Tag> own = new HashSet<>(tags.getOrDefault(fact.position(), Set.of()));
            own.add(Tags.commitment(Entry.commitmentOf(fact.stream())));
            if (criteria.matches(new QualifiedName(fact.name()), own)) {
                matching.add(fact);
            }
        }
        return matching;
    }

    private static Map<Long, Set<Tag>> tags(
            Connection connection, int log, List<StoredFact> facts, EventCriteria criteria) throws SQLException {
        Set<Draft.Pair> keys = new HashSet<>();
        Set<Draft.Pair> others = new HashSet<>();
        for (EventCriterion criterion : criteria.flatten()) {
            for (Tag tag : criterion.tags()) {
                switch (tag.key()) {
                    case Tags.COMMITMENT -> {}
                    case Tags.KEY -> keys.add(Drafts.key(tag.value()));
                    default -> others.add(new Draft.Pair(tag.key(), tag.value()));
                }
            }
        }
        if (keys.isEmpty() && others.isEmpty()) {
            return Map.of();
        }
        return tags(
                connection,
                log,
                keys,
                others,
                facts.getFirst().position(),
                facts.getLast().position());
    }

    private static Map<Long, Set<Tag>> tags(
            Connection connection, int log, Set<Draft.Pair> keys, Set<Draft.Pair> others, long first, long last)
            throws SQLException {
        Map<Long, Set<Tag>> tags = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(TAGS)) {
            select.setArray(1, Columns.texts(connection, others, Draft.Pair::first));
            select.setArray(2, Columns.texts(connection, others, Draft.Pair::second));
            select.setInt(3, log);
            select.setLong(4, first);
            select.setLong(5, last);
            select.setString(6, Tags.KEY);
            select.setString(7, String.valueOf(Tags.SEPARATOR));
            select.setArray(8, Columns.texts(connection, keys, Draft.Pair::first));
            select.setArray(9, Columns.texts(connection, keys, Draft.Pair::second));
            select.setInt(10, log);
            select.setLong(11, first);
            select.setLong(12, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    tags.computeIfAbsent(rows.getLong(1), _ -> new HashSet<>())
                            .add(new Tag(rows.getString(2), rows.getString(3)));
                }
            }
        }
        return tags;
    }
}
