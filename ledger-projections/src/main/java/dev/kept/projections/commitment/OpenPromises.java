package dev.kept.projections.commitment;

import dev.kept.domain.outcome.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import javax.sql.DataSource;

/// Finds the open promises that fall due first.
///
/// Rows stand by all facts. Where a row is newer than the reading, the promise may have been open at its time and not
/// be any more, or the other way round; then all are looked at.
final class OpenPromises {
    /// The largest is one step in the index; whether any exists is for the planner a walk through all of them.
    private static final String NEWER = """
        select coalesce(max(latest) > ?, false) from kept_view.commitment where tenant = ?
        """;

    private static final String BY_DUE = """
        select * from kept_view.commitment
        where tenant = ? and outcome = 'OPEN' and coalesce(direction = ?, true) and coalesce(customer = ?, true)
        order by due, commitment
        limit ?
        """;

    private static final Comparator<CommitmentView> ORDER =
            Comparator.comparingLong(OpenPromises::due).thenComparing(CommitmentView::commitment);

    private final String tenant;
    private final DataSource database;

    OpenPromises(String tenant, DataSource database) {
        this.tenant = tenant;
        this.database = database;
    }

    List<CommitmentView> first(CommitmentViews views, CommitmentFilter filter, ReadAt at, int limit) {
        boolean indexed = filter.promisor() == null && filter.kind() == null && filter.flag() == null;
        return indexed && holdsAt(at) ? byIndex(filter, at, limit) : byLooking(views, filter, at, limit);
    }

    /// Whether no row holds anything that the reading does not know.
    boolean holdsAt(ReadAt at) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(NEWER)) {
            select.setLong(1, Math.min(at.asOfSeconds(), at.knownAtSeconds()));
            select.setString(2, tenant);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && !row.getBoolean(1);
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private List<CommitmentView> byIndex(CommitmentFilter filter, ReadAt at, int limit) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(BY_DUE)) {
            select.setString(1, tenant);
            select.setString(
                    2, filter.direction() == null ? null : filter.direction().name());
            select.setString(3, filter.customer());
            select.setInt(4, limit);
            List<CommitmentView> found = new ArrayList<>(limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(CommitmentRows.read(row, at.asOfSeconds()).view());
                }
            }
            return found;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private static List<CommitmentView> byLooking(
            CommitmentViews views, CommitmentFilter filter, ReadAt at, int limit) {
        PriorityQueue<CommitmentView> latestFirst = new PriorityQueue<>(ORDER.reversed());
        views.forEach(filter, at, view -> {
            if (view.standing().outcome() == Outcome.OPEN) {
                latestFirst.add(view);
                if (latestFirst.size() > limit) {
                    latestFirst.remove();
                }
            }
        });
        List<CommitmentView> found = new ArrayList<>(latestFirst);
        found.sort(ORDER);
        return found;
    }

    private static long due(CommitmentView view) {
        Long due = view.standing().due();
        return due == null ? Long.MAX_VALUE : due;
    }

    private IllegalStateException unreadable(SQLException failure) {
        return new IllegalStateException(
                "open promises of " + tenant + " cannot be read: " + failure.getMessage(), failure);
    }
}
