package dev.kept.projections.series;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.series.Series;
import dev.kept.domain.series.SeriesDefined;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads series as they are defined now, and keeps whoever defines one and whoever makes their occurrences apart.
public final class SeriesViews {
    private static final String FIND = """
            select version, position, accepted_micros, made_until, fact_id, definition from kept_view.series
            where tenant = ? and name = ?
            """;
    private static final String LIST = """
            select version, position, accepted_micros, made_until, fact_id, definition from kept_view.series
            where tenant = ? and name > ? order by name limit ?
            """;
    private static final String LAST = "select coalesce(max(position), -1) from kept_view.series where tenant = ?";
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('kept.series:' || ?, 0))";
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000;

    private final String tenant;
    private final DataSource database;

    public SeriesViews(String tenant, DataSource database) {
        this.tenant = tenant;
        this.database = database;
    }

    /// A series and how far it has come.
    ///
    /// @param factId of its last definition
    /// @param definedAt when that was accepted
    /// @param position of that fact
    /// @param madeUntil the last day of the last period for which an occurrence was made
    public record SeriesView(
            Series series,
            int version,
            long position,
            String factId,
            Instant definedAt,
            @Nullable LocalDate madeUntil) {
        /// What occurrences are made of.
        public SeriesDefined definition() {
            return new SeriesDefined(factId, series, new IdempotencyKey("view", factId), null, definedAt);
        }
    }

    public Optional<SeriesView> find(String name) {
        List<SeriesView> found = read(FIND, select -> select.setString(2, name));
        return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
    }

    /// At most so many after that name, in the order of their names.
    public List<SeriesView> list(String after, int limit) {
        return read(LIST, select -> {
            select.setString(2, after);
            select.setInt(3, limit);
        });
    }

    /// The position of the last definition of any series; -1 before the first.
    public long lastPosition() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(LAST)) {
            select.setString(1, tenant);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    /// Work on the series of a tenant, of which one at a time is done over all nodes.
    @FunctionalInterface
    public interface Turn<T> {
        T take() throws InterruptedException;
    }

    /// Waits for its turn. So no occurrence is made of a definition after another has taken its place.
    public <T> T alone(Turn<T> turn) throws InterruptedException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                lock.setString(1, tenant);
                lock.execute();
                return turn.take();
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement select) throws SQLException;
    }

    private List<SeriesView> read(String sql, Binding binding) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, tenant);
            binding.bind(select);
            List<SeriesView> views = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    views.add(view(rows));
                }
            }
            return views;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private static SeriesView view(ResultSet row) throws SQLException {
        long micros = row.getLong(3);
        return new SeriesView(
                SeriesLine.series(row.getBytes(6)),
                row.getInt(1),
                row.getLong(2),
                row.getString(5),
                Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS),
                row.getObject(4, LocalDate.class));
    }

    private IllegalStateException unreadable(SQLException failure) {
        return new IllegalStateException("series of " + tenant + " cannot be read: " + failure.getMessage(), failure);
    }
}
