package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the database itself refuses, whoever asks.
class AppendOnlyIT {
    private final Fixture log = Fixture.fresh();

    @BeforeEach
    void begin() {
        log.append(fact("a0", Tags.commitment("a"), Tags.key("erp", "1"), Fixture.tag("colour", "red")));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update kept_log.fact set payload = 'x'",
                "delete from kept_log.fact",
                "truncate kept_log.fact",
                "update kept_log.fact_key set position = 7",
                "delete from kept_log.fact_key",
                "truncate kept_log.fact_key",
                "update kept_log.fact_tag set value = 'x'",
                "delete from kept_log.fact_tag",
                "truncate kept_log.fact_tag",
                "delete from kept_log.log",
                "truncate kept_log.log cascade",
                "update kept_log.log set origin = 'other'",
                "delete from kept_log.data_key",
                "alter table kept_log.fact disable trigger append_only",
                "set session_replication_role = replica"
            })
    void theApplicationMayNot(String sql) throws SQLException {
        try (Connection connection = log.database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
        assertThat(log.reader.after(-1, 10)).extracting(Fixture::text).containsExactly("a0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update kept_log.fact set payload = 'x'",
                "delete from kept_log.fact",
                "truncate kept_log.fact",
                "update kept_log.fact_key set position = 7",
                "delete from kept_log.fact_key",
                "truncate kept_log.fact_key",
                "update kept_log.fact_tag set value = 'x'",
                "delete from kept_log.fact_tag",
                "truncate kept_log.fact_tag"
            })
    void triggersStopTheOwnerAndTheSuperuserToo(String sql) throws SQLException {
        for (String asWhom :
                new String[] {"set role kept_owner", "reset role", "set session_replication_role = replica"}) {
            try (Connection connection = log.access.connect();
                    var statement = connection.createStatement()) {
                statement.execute(asWhom);
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(asWhom)
                        .hasMessageContaining("facts are never changed, record a correction instead");
            }
        }
        assertThat(log.reader.after(-1, 10)).extracting(Fixture::text).containsExactly("a0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update kept_log.log set size = size - 1",
                "update kept_log.log set size = size",
                "update kept_log.log set size = size + 1, accepted_micros = accepted_micros - 1",
                "update kept_log.log set size = size + 1, name = 'other'",
                "update kept_log.log set size = size + 1, origin = 'other'",
                "delete from kept_log.log",
                "truncate kept_log.log cascade"
            })
    void theHeadOnlyGrowsWhoeverMovesIt(String sql) {
        var before = log.reader.head();
        assertThatThrownBy(() -> log.asSuperuser(sql))
                .hasMessageMatching("(?s).*(may only grow|never decreases|keeps its name|is refused).*");
        assertThat(log.reader.head()).isEqualTo(before);
    }
}
