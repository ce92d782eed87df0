package dev.kept.projections.board;

import dev.kept.projections.commitment.CommitmentProjection;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.processor.CopyRows;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Keeps up how each customer is looked after: what each promise says of it stands in its commitment's row, and the sum
/// over each customer in a row of its own.
///
/// Sums only grow as a rule and are then added to; where a correction takes the latest touch away, moves a promise to
/// another customer or voids it, the customer's promises are summed up again.
public final class ContactProjection implements CommitmentProjection.Part<Optional<Contact>> {
    private static final ViewTable RELATION = new ViewTable(
            "relation", "select customer, customer, r::text from relation r where tenant = ? order by 1", """
            select max(last_position) from commitment where tenant = ? and customer = ? and sort is not null
            """);

    private final String tenant;

    public ContactProjection(String tenant) {
        this.tenant = tenant;
    }

    @Override
    public Optional<Contact> nothing() {
        return Optional.empty();
    }

    @Override
    public Optional<Contact> of(FoldedCommitment commitment) {
        return Contact.of(commitment);
    }

    @Override
    public void write(Optional<Contact> contact, CopyRows row) {
        row.name(contact.map(Contact::sort).orElse(null));
        row.number(contact.map(Contact::keptAt).orElse(null));
        row.number(contact.map(Contact::touchedAt).orElse(null));
        row.number(contact.map(Contact::wantedDue).orElse(null));
    }

    @Override
    public Optional<Contact> read(ResultSet row) throws SQLException {
        return ContactRows.contact(row);
    }

    @Override
    public void apply(
            Connection connection,
            List<StoredFact> batch,
            List<CommitmentProjection.Part.Change<Optional<Contact>>> changes)
            throws SQLException {
        Map<String, Relation> sums = new HashMap<>();
        TreeSet<String> again = new TreeSet<>();
        for (CommitmentProjection.Part.Change<Optional<Contact>> change : changes) {
            Contact before = change.before().orElse(null);
            Contact after = change.after().orElse(null);
            if (after == null) {
                if (before != null) {
                    again.add(before.customer());
                }
            } else if (before == null) {
                sums.merge(after.customer(), Relation.of(after), Relation::plus);
            } else if (Relation.loses(before, after)) {
                again.add(before.customer());
                again.add(after.customer());
            } else if (!after.equals(before)) {
                sums.merge(after.customer(), Relation.change(before, after), Relation::plus);
            }
        }
        sums.keySet().removeAll(again);
        ContactRows rows = new ContactRows(connection, tenant);
        rows.add(List.copyOf(sums.values()));
        rows.sumAgain(List.copyOf(again));
    }

    @Override
    public List<ViewTable> tables() {
        return List.of(RELATION);
    }
}
