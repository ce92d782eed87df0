package dev.kept.projections.portfolio;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.audit.Entry;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// Whose figures have changed: by facts after a position, or by facts that a reading does not know.
final class Changes {
    /// Beyond these many facts everything is read anew.
    static final int MAX_FACTS = 5_000;

    /// Beyond these many commitments a reading is one of the past.
    private static final int MAX_NEWER = 100;

    private static final String NEWER = """
        select coalesce(c.customer, ''), array_to_string(c.other_customers, chr(31))
        from kept_view.commitment c
        where c.tenant = ? and c.latest > ?
        order by c.latest desc
        limit ?
        """;

    private final String tenant;
    private final DataSource database;
    private final FactReader log;

    Changes(String tenant, DataSource database, FactReader log) {
        this.tenant = tenant;
        this.database = database;
        this.log = log;
    }

    /// Everybody to whom a commitment was ever said to belong that a fact after `position` and up to `to` is about.
    ///
    /// @param awaiting whether one of them may be without its promise
    record Touched(Set<String> customers, boolean awaiting) {}

    /// @return empty if there are too many to follow one by one
    Optional<Touched> after(long position, long to) {
        if (to - position > MAX_FACTS) {
            return Optional.empty();
        }
        Set<String> streams = new LinkedHashSet<>();
        for (StoredFact fact : log.after(position, MAX_FACTS)) {
            if (fact.position() <= to && fact.isOfCommitment()) {
                streams.add(fact.stream());
            }
        }
        Set<String> customers = new HashSet<>();
        Set<String> promised = new HashSet<>();
        if (!streams.isEmpty()) {
            for (StoredFact fact : log.streams(streams)) {
                if (FoldedCommitment.event(tenant, fact) instanceof CommitmentEvent event) {
                    collect(event, customers, promised);
                }
            }
        }
        boolean awaiting = streams.stream().anyMatch(stream -> !promised.contains(Entry.commitmentOf(stream)));
        return Optional.of(new Touched(customers, awaiting));
    }

    private static void collect(CommitmentEvent event, Set<String> customers, Set<String> promised) {
        if (event instanceof CommitmentEvent.CommitmentMade made) {
            customers.add(made.terms().customer());
            promised.add(event.envelope().commitment().value());
        } else if (event instanceof CommitmentEvent.FactCorrected corrected && corrected.with() != null) {
            String customer = corrected.with().fields().customer();
            if (customer != null) {
                customers.add(customer);
            }
        }
    }

    /// Everybody of whom the rows hold more than the reading knows.
    ///
    /// @return empty if there are too many: the reading is one of the past
    Optional<Set<String>> unknownTo(ReadAt at) {
        Set<String> customers = new HashSet<>();
        int rows = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(NEWER)) {
            select.setString(1, tenant);
            select.setLong(2, Math.min(at.asOfSeconds(), at.knownAtSeconds()));
            select.setInt(3, MAX_NEWER + 1);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows++;
                    customers.add(row.getString(1));
                    String others = row.getString(2);
                    if (others != null) {
                        customers.addAll(List.of(others.split("\u001f", -1)));
                    }
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the entries of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
        return rows > MAX_NEWER ? Optional.empty() : Optional.of(customers);
    }
}
