package dev.kept.projections.processor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// One table beside its copy, row by row: both are read in the order of their keys, a page of each at a time.
final class RowComparison {
    private static final int FETCH = 500;

    private final ViewTable table;
    private final String tenant;
    private long differing;
    private Replay.@Nullable Difference first;

    private RowComparison(ViewTable table, String tenant) {
        this.table = table;
        this.tenant = tenant;
    }

    static Replay.TableResult of(ViewTable table, String tenant, Connection live, Connection copy) throws SQLException {
        return new RowComparison(table, tenant).compare(live, copy);
    }

    private Replay.TableResult compare(Connection live, Connection copy) throws SQLException {
        try (Rows left = new Rows(live);
                Rows right = new Rows(copy)) {
            left.next();
            right.next();
            while (left.key != null || right.key != null) {
                int order = order(left.key, right.key);
                if (order < 0) {
                    differs(copy, Replay.Kind.EXTRA, left, null);
                } else if (order > 0) {
                    differs(copy, Replay.Kind.MISSING, null, right);
                } else if (!left.row.equals(right.row)) {
                    differs(copy, Replay.Kind.CHANGED, left, right);
                }
                if (order <= 0) {
                    left.next();
                }
                if (order >= 0) {
                    right.next();
                }
            }
            return new Replay.TableResult(
                    table.name(), left.count, right.count, left.hash(), right.hash(), differing, first);
        }
    }

    private void differs(Connection copy, Replay.Kind kind, @Nullable Rows live, @Nullable Rows replayed)
            throws SQLException {
        if (differing++ > 0) {
            return;
        }
        Rows known = live == null ? replayed : live;
        if (known == null) {
            throw new IllegalStateException("expected a row of " + table.name());
        }
        first = new Replay.Difference(
                table.name(),
                kind,
                String.valueOf(known.key),
                ReplayTables.position(copy, table, tenant, known.of),
                live == null ? null : live.row,
                replayed == null ? null : replayed.row);
    }

    /// As the database orders: by bytes. The end is after everything.
    private static int order(@Nullable String live, @Nullable String copy) {
        if (live == null || copy == null) {
            return live == null ? 1 : -1;
        }
        return Arrays.compareUnsigned(live.getBytes(StandardCharsets.UTF_8), copy.getBytes(StandardCharsets.UTF_8));
    }

    private final class Rows implements AutoCloseable {
        private final MessageDigest digest = sha256();
        private final PreparedStatement select;
        private final ResultSet rows;
        private @Nullable String key;
        private String of = "";
        private String row = "";
        private long count;

        Rows(Connection connection) throws SQLException {
            select = connection.prepareStatement(table.rows());
            select.setString(1, tenant);
            select.setFetchSize(FETCH);
            rows = select.executeQuery();
        }

        void next() throws SQLException {
            if (!rows.next()) {
                key = null;
                return;
            }
            key = rows.getString(1);
            of = rows.getString(2);
            row = rows.getString(3);
            count++;
            digest.update(row.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }

        String hash() {
            return HexFormat.of().formatHex(digest.digest());
        }

        @Override
        public void close() throws SQLException {
            select.close();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException failure) {
                throw new IllegalStateException("every JDK has SHA-256", failure);
            }
        }
    }
}
