package dev.kept.projections.watch;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The watched promises of a tenant, and what was said of them.
public final class Watch {
    private static final String NEXT = """
            select min(next_at) from kept_view.watch where tenant = ? and next_at is not null
            """;

    private static final String BEGUN = """
            select w.commitment, c.customer, w.at_risk_at, w.due, w.missed_at, w.next_at
            from kept_view.watch w
            join kept_view.commitment c on c.tenant = w.tenant and c.commitment = w.commitment
            where w.tenant = ? and w.next_at <= ?
            order by w.next_at, w.commitment
            limit ?
            """;

    /// In the order in which they fell due, which their numbers keep.
    private static final String GIVE = """
            insert into kept_log.warning (tenant, commitment, due, stage, stage_at, given_at_micros, customer)
            select ?, w.commitment, w.due, w.stage, w.stage_at, ?, w.customer
            from unnest(?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::text[])
              with ordinality as w (commitment, due, stage, stage_at, customer, place)
            order by w.place
            on conflict do nothing
            """;

    /// Only while the due date is still the one that was said: another one begins anew.
    private static final String MOVE = """
            update kept_view.watch w set next_at = m.later
            from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) as m (commitment, due, next_at, later)
            where w.tenant = ? and w.commitment = m.commitment and w.due = m.due and w.next_at = m.next_at
            """;

    private static final String AFTER = """
            select seq, commitment, customer, stage, due, stage_at, given_at_micros from kept_log.warning
            where tenant = ? and seq > ?
            order by seq
            limit ?
            """;

    private static final String LAST = "select coalesce(max(seq), 0) from kept_log.warning where tenant = ?";

    /// One sweeper a tenant: the lock ends with the transaction, so a dead node holds nobody up.
    private static final String LOCK = "select pg_try_advisory_xact_lock(hashtextextended('kept.sweeper:' || ?, 0))";

    private static final String CLOCK = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";

    private static final long MICROS = 1_000_000;

    private final String tenant;
    private final DataSource database;

    public Watch(String tenant, DataSource database) {
        this.tenant = tenant;
        this.database = database;
    }

    /// Work that one sweeper does at a time.
    @FunctionalInterface
    public interface Turn {
        void take() throws InterruptedException;
    }

    /// Does the work while no other node does its own.
    ///
    /// @return false if another node has the turn
    public boolean alone(Turn turn) throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                lock.setString(1, tenant);
                try (ResultSet row = lock.executeQuery()) {
                    if (!row.next() || !row.getBoolean(1)) {
                        return false;
                    }
                }
                turn.take();
                return true;
            } finally {
                connection.rollback();
            }
        }
    }

    /// When the next warning falls due, UTC epoch seconds.
    public Optional<Long> next() {
        return read(NEXT, _ -> {}, rows -> {
            rows.next();
            long next = rows.getLong(1);
            return rows.wasNull() ? Optional.empty() : Optional.of(next);
        });
    }

    /// The database's clock: a second opinion about what time it is.
    public Instant databaseTime() {
        return read(CLOCK, null, rows -> {
            rows.next();
            return instant(rows.getLong(1));
        });
    }

    /// At most so many promises of which something is to be said by then, in the order in which that fell due.
    public List<Watched> begunBy(long now, int limit) {
        return read(
                BEGUN,
                select -> {
                    select.setLong(2, now);
                    select.setInt(3, limit);
                },
                rows -> {
                    List<Watched> begun = new ArrayList<>();
                    while (rows.next()) {
                        begun.add(new Watched(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getLong(5),
                                rows.getLong(6)));
                    }
                    return begun;
                });
    }

    /// Gives the warnings that have begun and were not given yet. Each promise stays in its place until it is moved on,
    /// so that a crash in between is mended by doing it again.
    ///
    /// @return how many were new
    public int give(List<Watched> begun, long now, Instant givenAt) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                int given = give(connection, begun, now, givenAt);
                connection.commit();
                return given;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /// Moves each promise on to its next stage.
    public void moveOn(List<Watched> said, long now) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                move(connection, said, now);
                connection.commit();
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private int give(Connection connection, List<Watched> begun, long now, Instant givenAt) throws SQLException {
        List<@Nullable Object> commitments = new ArrayList<>();
        List<@Nullable Object> dues = new ArrayList<>();
        List<@Nullable Object> stages = new ArrayList<>();
        List<@Nullable Object> begins = new ArrayList<>();
        List<@Nullable Object> customers = new ArrayList<>();
        for (Watched promise : begun) {
            for (Stage stage : promise.begunBy(now)) {
                commitments.add(promise.commitment());
                dues.add(promise.due());
                stages.add(stage.name());
                begins.add(promise.at(stage));
                customers.add(promise.customer());
            }
        }
        try (PreparedStatement give = connection.prepareStatement(GIVE)) {
            give.setString(1, tenant);
            give.setLong(2, micros(givenAt));
            give.setArray(3, array(connection, "text", commitments));
            give.setArray(4, array(connection, "bigint", dues));
            give.setArray(5, array(connection, "text", stages));
            give.setArray(6, array(connection, "bigint", begins));
            give.setArray(7, array(connection, "text", customers));
            return give.executeUpdate();
        }
    }

    private void move(Connection connection, List<Watched> said, long now) throws SQLException {
        List<@Nullable Object> commitments = new ArrayList<>();
        List<@Nullable Object> dues = new ArrayList<>();
        List<@Nullable Object> before = new ArrayList<>();
        List<@Nullable Object> later = new ArrayList<>();
        for (Watched promise : said) {
            commitments.add(promise.commitment());
            dues.add(promise.due());
            before.add(promise.nextAt());
            later.add(promise.after(now));
        }
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setArray(1, array(connection, "text", commitments));
            move.setArray(2, array(connection, "bigint", dues));
            move.setArray(3, array(connection, "bigint", before));
            move.setArray(4, array(connection, "bigint", later));
            move.setString(5, tenant);
            move.executeUpdate();
        }
    }

    private static Array array(Connection connection, String type, List<@Nullable Object> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /// At most so many warnings after that one, in order.
    public List<Warning> after(long seq, int limit) {
        return read(
                AFTER,
                select -> {
                    select.setLong(2, seq);
                    select.setInt(3, limit);
                },
                rows -> {
                    List<Warning> warnings = new ArrayList<>();
                    while (rows.next()) {
                        warnings.add(new Warning(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                Stage.valueOf(rows.getString(4)),
                                rows.getLong(5),
                                rows.getLong(6),
                                instant(rows.getLong(7))));
                    }
                    return warnings;
                });
    }

    /// The number of the last warning; 0 before the first.
    public long lastSeq() {
        return read(LAST, _ -> {}, rows -> {
            rows.next();
            return rows.getLong(1);
        });
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), MICROS), instant.getNano() / 1_000);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement select) throws SQLException;
    }

    @FunctionalInterface
    private interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /// @param binding what comes after the tenant, which is the first parameter; null for a statement without any
    private <T> T read(String sql, @Nullable Binding binding, Rows<T> reading) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            if (binding != null) {
                select.setString(1, tenant);
                binding.bind(select);
            }
            try (ResultSet rows = select.executeQuery()) {
                return reading.read(rows);
            }
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    private IllegalStateException failed(SQLException failure) {
        return new IllegalStateException("the watch of " + tenant + " fails: " + failure.getMessage(), failure);
    }
}
