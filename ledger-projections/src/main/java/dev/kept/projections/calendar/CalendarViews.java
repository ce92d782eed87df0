package dev.kept.projections.calendar;

import dev.kept.domain.calendar.Calendars;
import dev.kept.domain.line.CalendarLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Reads business calendars as they are defined now.
public final class CalendarViews implements Calendars {
    private static final String FIND =
            "select version, position, definition from kept_view.calendar where tenant = ? and name = ?";
    private static final String LIST =
            "select version, position, definition from kept_view.calendar where tenant = ? order by name limit ?";
    private static final int MAX_LIST = 1_000;

    private final String tenant;
    private final DataSource database;

    public CalendarViews(String tenant, DataSource database) {
        this.tenant = tenant;
        this.database = database;
    }

    /// @param definition as the log holds it
    /// @param position of the fact that defines it
    public record CalendarView(CalendarLine.Definition definition, int version, long position) {}

    public Optional<CalendarView> find(String name) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, tenant);
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    /// By name, at most the first 1,000.
    public List<CalendarView> list() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(LIST)) {
            select.setString(1, tenant);
            select.setInt(2, MAX_LIST);
            List<CalendarView> views = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    views.add(read(rows));
                }
            }
            return views;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    @Override
    public Optional<Calendars.Version> named(String name) {
        return find(name)
                .map(view -> new Calendars.Version(
                        name, view.version(), view.definition().calendar()));
    }

    private static CalendarView read(ResultSet row) throws SQLException {
        return new CalendarView(CalendarLine.definition(row.getBytes(3)), row.getInt(1), row.getLong(2));
    }

    private IllegalStateException unreadable(SQLException failure) {
        return new IllegalStateException(
                "calendars of " + tenant + " cannot be read: " + failure.getMessage(), failure);
    }
}
