package dev.kept.store.webhook;

import dev.kept.store.LogDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The webhooks of a tenant. Who delivers holds the [Turn].
public final class WebhookBooks {
    private static final String COLUMNS = """
            select name, url, events, created_micros, next_position, last_warning, attempts, next_try_micros, delivered,
              delivered_micros, failure, disabled, secret, old_secret, old_secret_until_micros
            from kept_log.webhook where tenant = ? and name = coalesce(?, name) order by webhook limit ?
            """;

    /// The limit counts in the same statement, so that two callers at once do not pass it by more than one each.
    private static final String ADD = """
            insert into kept_log.webhook (tenant, name, url, events, created_micros, next_position, last_warning, secret)
            select ?, ?, ?, ?, ?, ?, ?, ? where (select count(*) from kept_log.webhook where tenant = ?) < ?
            """;

    private static final String REMOVE = "delete from kept_log.webhook where tenant = ? and name = ?";

    private static final String ROTATE = """
            update kept_log.webhook set old_secret = secret, old_secret_until_micros = ?, secret = ?
            where tenant = ? and name = ?
            """;

    private static final String RESEAL = """
            update kept_log.webhook set secret = ?, old_secret = ?
            where tenant = ? and name = ? and secret = ? and old_secret is not distinct from ?
            """;

    private static final String STORED =
            "select name, secret, old_secret from kept_log.webhook where tenant = ? limit ?";

    private static final String ENABLE = """
            update kept_log.webhook set disabled = null, failure = null, attempts = 0, next_try_micros = 0
            where tenant = ? and name = ?
            """;

    public static final int MOST = 100;
    private static final long MICROS = 1_000_000;

    private final String tenant;
    private final LogDatabase database;

    public WebhookBooks(String tenant, LogDatabase database) {
        this.tenant = tenant;
        this.database = database;
    }

    /// In the order in which they were registered.
    public List<Webhook> all() {
        return read(null);
    }

    public Optional<Webhook> find(String name) {
        return read(name).stream().findFirst();
    }

    /// @param from what comes after it is delivered
    /// @return false if there are [#MOST] already
    public boolean add(String name, String url, Set<String> events, String secret, Webhook.Place from, Instant now) {
        return change(ADD, (connection, add) -> {
            add.setString(1, tenant);
            add.setString(2, name);
            add.setString(3, url);
            add.setArray(
                    4, connection.createArrayOf("text", events.stream().sorted().toArray()));
            add.setLong(5, micros(now));
            add.setLong(6, from.nextPosition());
            add.setLong(7, from.lastWarning());
            add.setString(8, database.seal(tenant, name, secret));
            add.setString(9, tenant);
            add.setInt(10, MOST);
        });
    }

    /// @return false if there is none of this name
    public boolean remove(String name) {
        return change(REMOVE, (_, remove) -> {
            remove.setString(1, tenant);
            remove.setString(2, name);
        });
    }

    /// Gives it a new secret; the one before signs, too, until its time is over.
    public boolean rotate(String name, String secret, Instant oldUntil) {
        return change(ROTATE, (_, rotate) -> {
            rotate.setLong(1, micros(oldUntil));
            rotate.setString(2, database.seal(tenant, name, secret));
            rotate.setString(3, tenant);
            rotate.setString(4, name);
        });
    }

    /// Seals the secrets that an earlier release stored as they were.
    public void sealAll() {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(STORED);
                PreparedStatement reseal = connection.prepareStatement(RESEAL)) {
            select.setString(1, tenant);
            select.setInt(2, MOST + MOST);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(1);
                    String secret = row.getString(2);
                    String old = row.getString(3);
                    reseal.setString(1, sealed(name, secret));
                    reseal.setString(2, old == null ? null : sealed(name, old));
                    reseal.setString(3, tenant);
                    reseal.setString(4, name);
                    reseal.setString(5, secret);
                    reseal.setString(6, old);
                    reseal.addBatch();
                }
            }
            reseal.executeBatch();
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the secrets of webhooks of " + tenant + " cannot be sealed: " + failure.getMessage(), failure);
        }
    }

    private String sealed(String name, String stored) {
        return LogDatabase.isSealed(stored) ? stored : database.seal(tenant, name, stored);
    }

    /// Delivers again from where it stopped.
    public boolean enable(String name) {
        return change(ENABLE, (_, enable) -> {
            enable.setString(1, tenant);
            enable.setString(2, name);
        });
    }

    /// The right to deliver, if no other node has it.
    public Optional<Turn> take() throws SQLException {
        return Turn.take(database, tenant);
    }

    @FunctionalInterface
    private interface Binding {
        void bind(Connection connection, PreparedStatement statement) throws SQLException;
    }

    private boolean change(String sql, Binding binding) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement change = connection.prepareStatement(sql)) {
            binding.bind(connection, change);
            return change.executeUpdate() == 1;
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "webhooks of " + tenant + " cannot be changed: " + failure.getMessage(), failure);
        }
    }

    private List<Webhook> read(@Nullable String name) {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(COLUMNS)) {
            select.setString(1, tenant);
            select.setString(2, name);
            select.setInt(3, MOST + MOST);
            List<Webhook> webhooks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    webhooks.add(webhook(row));
                }
            }
            return webhooks;
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "webhooks of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    private Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                row.getString(1),
                row.getString(2),
                Set.of((String[]) row.getArray(3).getArray()),
                instant(row.getLong(4)),
                new Webhook.Place(row.getLong(5), row.getLong(6)),
                row.getInt(7),
                instant(row.getLong(8)),
                row.getLong(9),
                instantOrNull(row, 10),
                row.getString(11),
                row.getString(12),
                unsealed(row.getString(1), row.getString(13)),
                unsealed(row.getString(1), row.getString(14)),
                instantOrNull(row, 15));
    }

    private @Nullable String unsealed(String name, @Nullable String stored) {
        return stored == null ? null : database.unseal(tenant, name, stored).orElse(null);
    }

    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : instant(micros);
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }
}
