package dev.kept.projections.board;

import dev.kept.projections.commitment.FoldedStreams;
import dev.kept.projections.processor.Projection;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Keeps up how each customer is looked after: a row a promise, and its sum over each customer.
///
/// Sums only grow as a rule and are then added to; where a correction takes the latest touch away, moves a promise to
/// another customer or voids it, the customer's promises are summed up again.
public final class ContactProjection implements Projection {
    private static final String STAND_IN_CONTACT = """
            create temporary table contact (like kept_view.contact including indexes) on commit drop
            """;
    private static final String STAND_IN_RELATION = """
            create temporary table relation (like kept_view.relation including indexes including generated)
            on commit drop
            """;
    private static final String CONTACTS = "select c::text from contact c where tenant = ? order by commitment";
    private static final String RELATIONS = "select r::text from relation r where tenant = ? order by customer";
    private static final int FETCH = 1_000;

    private final String tenant;
    private final FoldedStreams folded;

    /// @param folded shared with the other projections of the same batches
    public ContactProjection(String tenant, FoldedStreams folded) {
        this.tenant = tenant;
        this.folded = folded;
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        List<FoldedStreams.Stream> streams = folded.of(batch);
        if (streams.isEmpty()) {
            return;
        }
        Map<String, Contact> now = new LinkedHashMap<>();
        List<String> commitments = new ArrayList<>(streams.size());
        for (FoldedStreams.Stream stream : streams) {
            commitments.add(
                    stream.folded().events().getFirst().envelope().commitment().value());
            Contact.of(stream.folded()).ifPresent(contact -> now.put(contact.commitment(), contact));
        }
        ContactRows rows = new ContactRows(connection, tenant);
        Map<String, Contact> before = rows.read(commitments);
        List<Contact> changed = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        Map<String, Relation> sums = new HashMap<>();
        TreeSet<String> again = new TreeSet<>();
        for (String commitment : commitments) {
            Contact old = before.get(commitment);
            Contact contact = now.get(commitment);
            if (contact == null) {
                if (old != null) {
                    gone.add(commitment);
                    again.add(old.customer());
                }
            } else if (!contact.equals(old)) {
                changed.add(contact);
                if (old != null && Relation.loses(old, contact)) {
                    again.add(old.customer());
                    again.add(contact.customer());
                } else {
                    Relation change = old == null ? Relation.of(contact) : Relation.change(old, contact);
                    sums.merge(contact.customer(), change, Relation::plus);
                }
            }
        }
        rows.upsert(changed);
        rows.delete(gone);
        sums.keySet().removeAll(again);
        rows.add(List.copyOf(sums.values()));
        rows.sumAgain(List.copyOf(again));
    }

    @Override
    public void standIn(Connection connection) throws SQLException {
        for (String create : List.of(STAND_IN_CONTACT, STAND_IN_RELATION)) {
            try (PreparedStatement statement = connection.prepareStatement(create)) {
                statement.execute();
            }
        }
    }

    @Override
    public void rows(Connection connection, Consumer<String> sink) throws SQLException {
        for (String sql : List.of(CONTACTS, RELATIONS)) {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, tenant);
                select.setFetchSize(FETCH);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        sink.accept(rows.getString(1));
                    }
                }
            }
        }
    }
}
