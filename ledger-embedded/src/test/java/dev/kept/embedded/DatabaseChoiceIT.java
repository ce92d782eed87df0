package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseChoiceIT {
    @Test
    void givesEveryCallerAnEmptyDatabaseOfItsOwn() throws SQLException {
        var first = TestDatabase.fresh();
        try (var connection = first.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (n int)");
        }

        var second = TestDatabase.fresh();

        assertThat(second.jdbcUrl()).isNotEqualTo(first.jdbcUrl());
        try (var connection = second.connect();
                var query = connection.prepareStatement("SELECT to_regclass('t')::text")) {
            var result = query.executeQuery();
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isNull();
        }
    }

    @Test
    void serverIsDurableWhateverItIs() throws SQLException {
        try (var connection = TestDatabase.fresh().connect();
                var query = connection.prepareStatement("SELECT name FROM pg_settings WHERE setting = 'on'"
                        + " AND name IN ('fsync', 'full_page_writes', 'synchronous_commit')")) {
            var result = query.executeQuery();
            var on = 0;
            while (result.next()) {
                on++;
            }
            assertThat(on).isEqualTo(3);
        }
    }
}
