package dev.kept.store.webhook;

import dev.kept.store.LogDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The right to deliver a tenant's webhooks, held by one node at a time.
///
/// The right is a session's advisory lock, and what was delivered is written through that very session: a node that has
/// lost the right cannot write any more. A connection that may still have the right is never used again.
public final class Turn implements AutoCloseable {
    private static final String TAKE = "select pg_try_advisory_lock(hashtext('kept.webhooks'), hashtext(?))";
    private static final String GIVE_BACK = "select pg_advisory_unlock(hashtext('kept.webhooks'), hashtext(?))";
    private static final String HOLD = "select 1";

    private static final String DELIVERED = """
            update kept_log.webhook set next_position = ?, last_warning = ?, attempts = 0, next_try_micros = 0,
              failure = null, delivered = delivered + ?, delivered_micros = coalesce(?, delivered_micros)
            where tenant = ? and name = ? and next_position = ? and last_warning = ?
            """;

    private static final String FAILED = """
            update kept_log.webhook set attempts = ?, next_try_micros = ?, failure = ?, disabled = ?
            where tenant = ? and name = ? and next_position = ? and last_warning = ?
            """;

    private final LogDatabase database;
    private final Connection connection;
    private final String tenant;

    private Turn(LogDatabase database, Connection connection, String tenant) {
        this.database = database;
        this.connection = connection;
        this.tenant = tenant;
    }

    static Optional<Turn> take(LogDatabase database, String tenant) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        try {
            if (asked(connection, TAKE, tenant)) {
                return Optional.of(new Turn(database, connection, tenant));
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException | RuntimeException | Error failure) {
            database.end(connection);
            throw failure;
        }
    }

    /// @throws SQLException if the right is lost
    public synchronized void check() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(HOLD)) {
            select.execute();
        }
    }

    /// Remembers that all events up to the place were delivered, or were none of this webhook's.
    ///
    /// @param at when the last of them was; null if there was none
    public synchronized void delivered(Webhook webhook, Webhook.Place place, @Nullable Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DELIVERED)) {
            update.setLong(1, place.nextPosition());
            update.setLong(2, place.lastWarning());
            update.setInt(3, at == null ? 0 : 1);
            update.setObject(4, at == null ? null : WebhookBooks.micros(at), java.sql.Types.BIGINT);
            where(update, 5, webhook);
            update.executeUpdate();
        }
    }

    /// Remembers that the next event was tried in vain.
    ///
    /// @param disabled why it is not tried any more; null if it is
    public synchronized void failed(
            Webhook webhook, int attempts, Instant nextTry, String failure, @Nullable String disabled)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FAILED)) {
            update.setInt(1, attempts);
            update.setLong(2, WebhookBooks.micros(nextTry));
            update.setString(3, failure);
            update.setString(4, disabled);
            where(update, 5, webhook);
            update.executeUpdate();
        }
    }

    private void where(PreparedStatement update, int first, Webhook webhook) throws SQLException {
        update.setString(first, tenant);
        update.setString(first + 1, webhook.name());
        update.setLong(first + 2, webhook.place().nextPosition());
        update.setLong(first + 3, webhook.place().lastWarning());
    }

    private static boolean asked(Connection connection, String sql, String tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        try {
            asked(connection, GIVE_BACK, tenant);
            connection.close();
        } catch (SQLException | RuntimeException | Error failure) {
            database.end(connection);
            throw failure;
        }
    }
}
