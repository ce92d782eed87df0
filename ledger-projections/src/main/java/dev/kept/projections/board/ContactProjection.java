package dev.kept.projections.board;

import dev.kept.projections.commitment.FoldedStreams;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Keeps up how each customer is looked after: a row a promise, and its sum over each customer.
///
/// Sums only grow as a rule and are then added to; where a correction takes the latest touch away, moves a promise to
/// another customer or voids it, the customer's promises are summed up again.
public final class ContactProjection implements Projection {
    private static final ViewTable CONTACT = new ViewTable(
            "contact",
            "select commitment, commitment, c::text from contact c where tenant = ? order by 1",
            "select last_position from commitment where tenant = ? and commitment = ?");

    private static final ViewTable RELATION = new ViewTable(
            "relation", "select customer, customer, r::text from relation r where tenant = ? order by 1", """
            select max(c.last_position)
            from contact k join commitment c on c.tenant = k.tenant and c.commitment = k.commitment
            where k.tenant = ? and k.customer = ?
            """);

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
            commitments.add(stream.commitment());
            Contact.of(stream.folded()).ifPresent(contact -> now.put(contact.commitment(), contact));
        }
        ContactRows rows = new ContactRows(connection, tenant);
        Map<String, Contact> before = rows.read(FoldedStreams.begunBefore(streams));
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
    public List<ViewTable> tables() {
        return List.of(CONTACT, RELATION);
    }
}
