package dev.kept.projections.board;

import dev.kept.domain.audit.Entry;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.watch.WatchPolicy;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads the board: what must be saved today, or had to be at any earlier time.
///
/// A reading of now takes every list from its index. A reading of the past takes from there what has not changed since;
/// commitments that have are folded from the log as of then and put into the lists where they belong, and their
/// customers are summed up anew. What that costs grows with what has happened since.
public final class BoardViews {
    private static final int CHUNK = 500;

    private final String tenant;
    private final DataSource database;
    private final CommitmentViews commitments;
    private final FactReader log;
    private final WatchPolicy policy;

    public BoardViews(
            String tenant, DataSource database, CommitmentViews commitments, FactReader log, WatchPolicy policy) {
        this.tenant = tenant;
        this.database = database;
        this.commitments = commitments;
        this.log = log;
        this.policy = policy;
    }

    public Board read(BoardQuery query) {
        try {
            return assembled(query);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the board of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private Board assembled(BoardQuery query) throws SQLException {
        BoardLists lists = new BoardLists(query, tenant, policy);
        List<String> changed;
        try (Connection connection = database.getConnection()) {
            changed = new BoardRows(connection, tenant, query)
                    .changedSince(Math.min(query.at().asOfSeconds(), query.at().knownAtSeconds()));
        }
        Folded folded = folded(changed, query, lists);
        Names names;
        try (Connection connection = database.getConnection()) {
            BoardRows rows = new BoardRows(connection, tenant, query);
            names = names(rows, query, changed);
            rows.wantedDues(names.all()).forEach(lists::wanted);
            if (!changed.isEmpty()) {
                resum(rows, changed, folded, lists);
            }
            List<String> affected = List.copyOf(folded.customers);
            lists.silent().add(rows.silent(affected));
            lists.renewalOnly().add(rows.renewalOnly(affected));
        }
        Map<String, CommitmentView> views = commitments.all(names.all(), query.at());
        lists.overdue().add(found(names.overdue, views));
        lists.dueToday().add(found(names.dueToday, views));
        lists.upcoming().add(found(names.upcoming, views));
        lists.atRisk().add(found(names.atRisk, views));
        lists.missedUntold().add(found(names.missed, views));
        lists.withoutPromise().add(found(names.withoutTerms, views));
        return lists.board();
    }

    /// What the lists hold, by name.
    private record Names(
            BoardRows.Found<String> overdue,
            BoardRows.Found<String> dueToday,
            BoardRows.Found<String> upcoming,
            BoardRows.Found<String> atRisk,
            BoardRows.Found<String> missed,
            BoardRows.Found<String> withoutTerms) {
        List<String> all() {
            return Stream.of(overdue, dueToday, upcoming, atRisk, missed, withoutTerms)
                    .flatMap(found -> found.first().stream())
                    .distinct()
                    .toList();
        }
    }

    private Names names(BoardRows rows, BoardQuery query, List<String> changed) throws SQLException {
        return new Names(
                rows.open(Long.MIN_VALUE, query.now(), changed),
                rows.open(query.now(), query.tomorrow(), changed),
                rows.open(query.tomorrow(), query.horizon(), changed),
                rows.atRisk(policy, changed),
                rows.missedUntold(changed),
                rows.withoutTerms(changed));
    }

    private static BoardRows.Found<CommitmentView> found(
            BoardRows.Found<String> names, Map<String, CommitmentView> views) {
        List<CommitmentView> first = new ArrayList<>(names.first().size());
        for (String name : names.first()) {
            CommitmentView view = views.get(name);
            if (view != null) {
                first.add(view);
            }
        }
        return new BoardRows.Found<>(first, names.total());
    }

    /// What changed commitments were at the time of the reading.
    ///
    /// @param sums by customer
    /// @param ofPromisor customers with a promise of the promisor who is asked for
    /// @param customers whose sums in the views do not hold for the reading
    private record Folded(Map<String, Relation> sums, Set<String> ofPromisor, Set<String> customers) {}

    private Folded folded(List<String> changed, BoardQuery query, BoardLists lists) {
        Folded folded = new Folded(new HashMap<>(), new HashSet<>(), new TreeSet<>());
        for (int from = 0; from < changed.size(); from += CHUNK) {
            List<String> streams = changed.subList(from, Math.min(changed.size(), from + CHUNK)).stream()
                    .map(Entry::streamOf)
                    .toList();
            Map<String, List<StoredFact>> facts = new LinkedHashMap<>();
            for (StoredFact fact : log.streams(streams)) {
                facts.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
            }
            facts.values().forEach(stream -> fold(FoldedCommitment.of(tenant, stream), query, lists, folded));
        }
        return folded;
    }

    private static void fold(FoldedCommitment commitment, BoardQuery query, BoardLists lists, Folded folded) {
        long asOf = query.at().asOfSeconds();
        long knownAt = query.at().knownAtSeconds();
        Contact contact = Contact.of(commitment, asOf, knownAt).orElse(null);
        if (contact != null) {
            folded.sums.merge(contact.customer(), Relation.of(contact), Relation::plus);
            folded.customers.add(contact.customer());
            if (isOf(query.promisor(), contact)) {
                folded.ofPromisor.add(contact.customer());
            }
            Long wanted = contact.wantedDue();
            if (wanted != null) {
                lists.wanted(contact.commitment(), wanted);
            }
        }
        commitment
                .at(asOf, knownAt)
                .ifPresent(view -> lists.place(
                        view, Contact.known(commitment, asOf, knownAt).size()));
    }

    private static boolean isOf(@Nullable String promisor, Contact contact) {
        return promisor == null || promisor.equals(contact.promisor());
    }

    /// Sums the customers of changed commitments up as of the reading.
    private static void resum(BoardRows rows, List<String> changed, Folded folded, BoardLists lists)
            throws SQLException {
        folded.customers.addAll(rows.customersOf(changed));
        Map<String, Relation> sums = new HashMap<>(folded.sums);
        for (BoardRows.Sum sum : rows.sums(List.copyOf(folded.customers), changed)) {
            sums.merge(sum.relation().customer(), sum.relation(), Relation::plus);
            if (sum.ofPromisor()) {
                folded.ofPromisor.add(sum.relation().customer());
            }
        }
        sums.values().stream()
                .filter(relation -> folded.ofPromisor.contains(relation.customer()))
                .forEach(lists::place);
    }
}
