package dev.kept.store;

import dev.kept.domain.audit.Hash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Reads, adds and deletes rows of `kept_log.data_key`.
final class DataKeyRows {
    private static final String FIRST =
            "select subject, wrapped, commitment from kept_log.data_key where log = ? order by log, subject limit 1";

    private static final String OF_SUBJECTS =
            "select subject, wrapped, commitment from kept_log.data_key where log = ? and subject = any(?)";

    private static final String OF_COMMITMENTS =
            "select subject, wrapped, commitment from kept_log.data_key where log = ? and commitment = any(?)";

    private static final String NO_FLUSH = "select set_config('synchronous_commit', 'off', true)";

    private static final String INSERT = """
            insert into kept_log.data_key (log, subject, wrapped, commitment, created_micros)
            select ?, k.subject, k.wrapped, k.commitment, (extract(epoch from clock_timestamp()) * 1000000)::bigint
            from unnest(?, ?, ?) as k(subject, wrapped, commitment)
            on conflict (log, subject) do nothing
            """;

    private static final String DELETE = "delete from kept_log.data_key where log = ? and commitment = any(?)";

    private DataKeyRows() {}

    record Row(String subject, byte[] wrapped, Hash commitment) {}

    /// One of them, if there are any.
    static List<Row> first(Connection connection, int log) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIRST)) {
            select.setInt(1, log);
            return list(select);
        }
    }

    static List<Row> ofSubjects(Connection connection, int log, Collection<String> subjects) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_SUBJECTS)) {
            select.setInt(1, log);
            select.setArray(2, Columns.texts(connection, subjects));
            return list(select);
        }
    }

    static List<Row> ofCommitments(Connection connection, int log, Collection<Hash> commitments) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_COMMITMENTS)) {
            select.setInt(1, log);
            select.setArray(2, Columns.bytes(connection, List.copyOf(commitments), Hash::bytes));
            return list(select);
        }
    }

    /// In a transaction of its own, which does not wait for the disk.
    static void insert(Connection connection, int log, List<Row> rows) throws SQLException {
        try (PreparedStatement noFlush = connection.prepareStatement(NO_FLUSH);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            noFlush.execute();
            insert.setInt(1, log);
            insert.setArray(2, Columns.texts(connection, rows, Row::subject));
            insert.setArray(3, Columns.bytes(connection, rows, Row::wrapped));
            insert.setArray(
                    4, Columns.bytes(connection, rows, row -> row.commitment().bytes()));
            insert.executeUpdate();
        }
    }

    static int delete(Connection connection, int log, Collection<Hash> commitments) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setInt(1, log);
            delete.setArray(2, Columns.bytes(connection, List.copyOf(commitments), Hash::bytes));
            return delete.executeUpdate();
        }
    }

    private static List<Row> list(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Row> list = new ArrayList<>();
            while (rows.next()) {
                list.add(new Row(rows.getString(1), rows.getBytes(2), Hash.of(rows.getBytes(3))));
            }
            return list;
        }
    }
}
