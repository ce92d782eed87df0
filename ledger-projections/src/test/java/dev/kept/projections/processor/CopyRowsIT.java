package dev.kept.projections.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.sample.TestLedger;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyRowsIT {
    private static final String COPY = "copy copied (t, e, n, i, f, d, b, l) from stdin (format binary)";
    private static final int COLUMNS = 8;

    @Test
    void everyTypeArrivesAsItWas() throws Exception {
        // given a table with a column of each type
        try (TestLedger ledger = TestLedger.fresh();
                Connection connection = ledger.database.dataSource().getConnection()) {
            create(connection);

            // when rows with values, the longest and strangest ones too, and without any are copied
            try (CopyRows rows = CopyRows.into(connection, COPY, COLUMNS)) {
                for (String amount : List.of("12.50", "0", "-0.001", "1E+3", "99999999999999999999.9999")) {
                    rows.row();
                    rows.text("Zürich, \"quoted\"\n\t😀");
                    rows.name(Outcome.MET);
                    rows.number(Long.MIN_VALUE);
                    rows.integer(Integer.MAX_VALUE);
                    rows.flag(true);
                    rows.decimal(new BigDecimal(amount));
                    rows.bytes(new byte[] {0, -1, 127});
                    rows.texts(List.of("a,b", "{}", ""));
                }
                rows.row();
                rows.text("x".repeat(200_000));
                rows.name(null);
                rows.number(null);
                rows.integer(-1);
                rows.flag(false);
                rows.decimal(null);
                rows.bytes(null);
                rows.texts(null);
                rows.finish();
            }

            // then the server has exactly those
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select *, d::text as amount from copied order by i desc, d")) {
                for (String amount : List.of("-0.001", "0", "12.50", "1000", "99999999999999999999.9999")) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString("t")).isEqualTo("Zürich, \"quoted\"\n\t😀");
                    assertThat(row.getString("e")).isEqualTo("MET");
                    assertThat(row.getLong("n")).isEqualTo(Long.MIN_VALUE);
                    assertThat(row.getInt("i")).isEqualTo(Integer.MAX_VALUE);
                    assertThat(row.getBoolean("f")).isTrue();
                    assertThat(row.getString("amount")).isEqualTo(amount);
                    assertThat(row.getBytes("b")).containsExactly(0, -1, 127);
                    assertThat((String[]) row.getArray("l").getArray()).containsExactly("a,b", "{}", "");
                }
                assertThat(row.next()).isTrue();
                assertThat(row.getString("t")).hasSize(200_000);
                for (String column : List.of("e", "n", "d", "b", "l")) {
                    assertThat(row.getObject(column)).as(column).isNull();
                }
                assertThat(row.getBoolean("f")).isFalse();
                assertThat(row.next()).isFalse();
            }
        }
    }

    @Test
    void nothingIsKeptOfRowsThatWereNotFinished() throws Exception {
        // given a table
        try (TestLedger ledger = TestLedger.fresh();
                Connection connection = ledger.database.dataSource().getConnection()) {
            create(connection);

            // when what makes the rows fails on the way, after more than fits into one message
            assertThatThrownBy(() -> {
                        try (CopyRows rows = CopyRows.into(connection, COPY, COLUMNS)) {
                            for (int i = 0; i < 2_000; i++) {
                                row(rows, COLUMNS);
                            }
                            throw new IllegalStateException("planted");
                        }
                    })
                    .hasMessage("planted");

            // then there are none, and the connection is of use again
            assertThat(count(connection)).isZero();
        }
    }

    @Test
    void aRowWithAColumnTooFewIsRefused() throws Exception {
        // given a table
        try (TestLedger ledger = TestLedger.fresh();
                Connection connection = ledger.database.dataSource().getConnection()) {
            create(connection);

            // when a row leaves its last column out
            assertThatThrownBy(() -> {
                        try (CopyRows rows = CopyRows.into(connection, COPY, COLUMNS)) {
                            row(rows, COLUMNS - 1);
                            rows.finish();
                        }
                    })
                    .isInstanceOf(SQLException.class);

            // then nothing of it is there
            assertThat(count(connection)).isZero();
        }
    }

    private static void row(CopyRows rows, int columns) throws SQLException {
        rows.row();
        rows.text("a row that is not the shortest, so that many of them fill a message");
        rows.text("e");
        rows.number(1);
        rows.integer(1);
        rows.flag(true);
        rows.decimal(BigDecimal.ONE);
        rows.bytes(new byte[8]);
        if (columns == COLUMNS) {
            rows.texts(List.of("one"));
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement create = connection.createStatement()) {
            create.execute("""
                    create temporary table copied (
                      t text, e text, n bigint, i integer, f boolean, d numeric, b bytea, l text[])
                    """);
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select count(*) from copied")) {
            row.next();
            return row.getLong(1);
        }
    }
}
