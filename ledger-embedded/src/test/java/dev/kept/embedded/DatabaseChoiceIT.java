package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

    @Test
    void takesAGivenServerBeforeAnyOther() throws SQLException {
        var server = TestDatabase.fresh();

        var chosen = TestDatabase.choose(settings(Map.of(
                "kept.test.db.url", server.jdbcUrl(),
                "kept.test.db.user", server.user(),
                "kept.test.db.password", server.password())));

        assertThat(chosen).isEqualTo(server);
        TestDatabase.freshOn(chosen).connect().close();
    }

    @Test
    void failsWhenAForcedContainerDoesNotStartInsteadOfTakingAnother() {
        var settings = settings(Map.of("kept.test.infra", "docker", "kept.test.postgres.image", "NO IMAGE"));

        assertThatThrownBy(() -> TestDatabase.choose(settings)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void refusesAnUnknownChoice() {
        assertThatThrownBy(() -> TestDatabase.choose(settings(Map.of("kept.test.infra", "podman"))))
                .hasMessageContaining("podman");
    }

    @Test
    void keepsTheParametersOfAGivenUrl() {
        var given = new TestDatabase.Access("jdbc:postgresql://db.example:5433/postgres?sslmode=require", "u", "p");

        assertThat(given.database("t").jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/t?sslmode=require");
    }

    private static Function<String, Optional<String>> settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
