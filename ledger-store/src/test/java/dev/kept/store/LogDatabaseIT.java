package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.kept.embedded.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.junit.jupiter.api.Test;

/// What a database must be before it holds a log, and what it then holds side by side.
class LogDatabaseIT {
    @Test
    void twoDatabasesOfOneServerShareTheRoles() {
        try (Fixture first = Fixture.fresh();
                Fixture second = Fixture.fresh()) {
            first.append(fact("first"));
            second.append(fact("second"));
            assertThat(first.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("first");
            assertThat(second.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("second");
        }
    }

    @Test
    void opensAnExistingDatabaseAgain() {
        try (Fixture log = Fixture.fresh()) {
            log.append(fact("kept"));
            try (Fixture again = log.otherNode()) {
                assertThat(again.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("kept");
            }
        }
    }

    @Test
    void logsSideBySideHaveHeadsOfTheirOwn() {
        try (Fixture log = Fixture.fresh()) {
            var other = Fixture.engine(log.database, "globex", "ledger.example/globex");
            var otherReader = FactReader.open(log.database, "globex", "ledger.example/globex");
            var sameKey = Tags.key("erp", "1");
            log.append(fact("acme 0", Tags.commitment("a"), sameKey));
            Fixture.append(other, AppendCondition.none(), List.of(fact("globex 0", Tags.commitment("a"), sameKey)));
            log.append(fact("acme 1", Tags.commitment("a")));

            assertThat(log.reader.after(-1, 9)).extracting(Fixture::text).containsExactly("acme 0", "acme 1");
            assertThat(otherReader.after(-1, 9)).extracting(Fixture::text).containsExactly("globex 0");
            assertThat(otherReader.head().size()).isEqualTo(1);
            assertThat(otherReader.byKey("erp", "1")).map(Fixture::text).contains("globex 0");
            assertThat(otherReader.entry(otherReader.after(-1, 1).getFirst()).origin())
                    .isEqualTo("ledger.example/globex");
        }
    }

    @Test
    void aLogKeepsItsOrigin() {
        try (Fixture log = Fixture.fresh()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> FactReader.open(log.database, "acme", "ledger.example/other"))
                    .withMessageContaining(Fixture.ORIGIN);
        }
    }

    @Test
    void aLoginWithoutSuperuserRightsMigratesAndWorks() throws Exception {
        try (Fixture log = Fixture.fresh()) {
            String name = "plain_" + UUID.randomUUID().toString().replace("-", "");
            String database = name + "_db";
            log.asSuperuser("create role " + name + " login createrole password 'secret'");
            log.asSuperuser("grant kept_owner, kept_app, kept_admin to " + name);
            log.asSuperuser("create database " + database + " owner " + name);
            String url = log.access.jdbcUrl().replaceFirst("/[^/]+$", "/" + database);
            try (LogDatabase plain = LogDatabase.open(url, name, "secret", 2)) {
                var engine = Fixture.engine(plain, "acme", Fixture.ORIGIN);
                Fixture.append(engine, AppendCondition.none(), List.of(fact("plain")));
                assertThat(FactReader.open(plain, "acme", Fixture.ORIGIN).head().size())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void saysHowToReachADatabaseThatIsNotThere() {
        TestDatabase.Access access = TestDatabase.fresh();
        assertThatIllegalStateException()
                .isThrownBy(() -> LogDatabase.open(access.jdbcUrl(), "nobody", "wrong", 2))
                .withMessageContaining("No connection to the database")
                .withMessageContaining("nobody");
        assertThatCode(() -> LogDatabase.open(access.jdbcUrl(), access.user(), access.password(), 2)
                        .close())
                .doesNotThrowAnyException();
    }

    @Test
    void refusesASessionThatCouldLoseWhatItAcknowledged() throws Exception {
        try (Fixture log = Fixture.fresh()) {
            log.asSuperuser("do $$ begin execute format('alter database %I set synchronous_commit = off',"
                    + " current_database()); end $$");
            assertThatIllegalStateException()
                    .isThrownBy(log::otherNode)
                    .withMessageContaining("synchronous_commit = off")
                    .withMessageContaining("set synchronous_commit = on")
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\n"));
        }
    }
}
