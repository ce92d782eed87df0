package dev.kept.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.eventstreaming.EventCriteria;

/// Finds the facts that criteria match, as of one head.
final class Finder {
    private static final int PAGE = 1_000;

    private final int log;
    private final StreamCache cache;

    Finder(int log, StreamCache cache) {
        this.log = log;
        this.cache = cache;
    }

    /// What was found.
    ///
    /// @param facts in the order of positions
    /// @param ends where the wanted streams end; silent about streams that were not read to their end
    record Found(Head head, List<StoredFact> facts, Map<String, StreamEnd> ends) {
        Ground ground() {
            return new Ground(head, ends);
        }

        /// What would have been found had this append been stored already; the same if the log has gone on otherwise.
        Found behind(Recent append, EventCriteria criteria, Wanted wanted, long after) {
            if (!append.continues(head)) {
                return this;
            }
            List<StoredFact> more = new ArrayList<>(facts);
            more.addAll(append.matching(criteria, wanted, after));
            Ground carried = append.carry(ground()).orElseThrow();
            return new Found(carried.head(), more, carried.ends());
        }
    }

    Found find(Connection connection, EventCriteria criteria, Wanted wanted, long after) throws SQLException {
        Wanted leads = wanted.leads();
        StreamCache.Remembered remembered = cache.get(leads.streams());
        Lookup lookup = Lookup.find(connection, log, leads, remembered.streams(), after);
        if (!remembered.holdsFor(lookup.head())) {
            lookup = Lookup.find(connection, log, leads, Map.of(), after);
        }
        List<StoredFact> facts = wanted.mixed().isEmpty()
                ? lookup.facts()
                : Matching.matching(connection, log, lookup.facts(), criteria);
        if (after >= 0) {
            return new Found(lookup.head(), facts, Map.of());
        }
        cache.add(lookup.facts(), lookup.head().serverStart());
        return new Found(lookup.head(), facts, ends(leads, lookup.facts()));
    }

    /// Whether any fact matches beyond the position `after` and below `end`.
    boolean anyBetween(Connection connection, EventCriteria criteria, long after, long end) throws SQLException {
        Wanted wanted = Wanted.of(criteria);
        if (wanted.everything()) {
            return end - 1 > after;
        }
        if (!wanted.scans()) {
            return find(connection, criteria, wanted, after).facts().stream().anyMatch(fact -> fact.position() < end);
        }
        long from = after;
        while (true) {
            List<StoredFact> page = FactRows.between(connection, log, from, end, PAGE);
            if (page.isEmpty()) {
                return false;
            }
            if (!Matching.matching(connection, log, page, criteria).isEmpty()) {
                return true;
            }
            from = page.getLast().position();
        }
    }

    /// The next facts beyond `after` and below `end`, matching or not.
    Page page(Connection connection, EventCriteria criteria, long after, long end) throws SQLException {
        List<StoredFact> page = FactRows.between(connection, log, after, end, PAGE);
        long last = page.isEmpty() ? after : page.getLast().position();
        return new Page(Matching.matching(connection, log, page, criteria), last, page.isEmpty());
    }

    /// Some facts in a row.
    ///
    /// @param facts those that match
    /// @param last the last position that was read, matching or not
    /// @param end whether there was nothing to read
    record Page(List<StoredFact> facts, long last, boolean end) {}

    private static Map<String, StreamEnd> ends(Wanted wanted, List<StoredFact> facts) {
        Map<String, StreamEnd> ends = new HashMap<>();
        wanted.streams().forEach(stream -> ends.put(stream, StreamEnd.NONE));
        for (StoredFact fact : facts) {
            ends.computeIfPresent(fact.stream(), (_, _) -> StreamEnd.after(fact));
        }
        return ends;
    }
}
