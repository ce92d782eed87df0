package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.broker.LocalBroker;
import dev.kept.app.broker.TestBroker;
import dev.kept.app.support.intake.Sources.Health;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/// When the database or the broker is away, reading waits, says so, loses nothing and goes on by itself.
class BackpressureIT {
    /// Shuts the ledger's database to everybody and ends all its connections, or opens it again.
    private static void open(IngestLedger kafka, boolean open) throws SQLException {
        String url = kafka.access.jdbcUrl();
        String name = url.replaceFirst("^.*/([^/?]+)(\\?.*)?$", "$1");
        try (Connection connection = DriverManager.getConnection(
                        url.replace("/" + name, "/postgres"), kafka.access.user(), kafka.access.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + name + " with allow_connections " + open);
            if (!open) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            }
        }
    }

    private static Health health(IngestLedger kafka) {
        return kafka.node().health().orElseThrow();
    }

    @Test
    void waitsForADatabaseThatIsAway() throws IOException, SQLException {
        try (IngestLedger kafka = IngestLedger.start(null)) {
            // given
            kafka.send("ACME", Lines.made("before", "b"));
            kafka.awaitConsumed(1);

            // when the database goes away
            open(kafka, false);
            for (int i = 0; i < 3_000; i++) {
                kafka.send("ACME", Lines.made("c" + i, "m" + i));
            }
            kafka.flush();
            await().atMost(IngestLedger.LIMIT)
                    .ignoreExceptions()
                    .until(() -> health(kafka).paused() != null);
            assertThat(health(kafka).up()).isTrue();
            assertThat(health(kafka).paused()).contains("database");

            // then, once it is back
            open(kafka, true);
            assertThat(kafka.awaitConsumed(3_001)).isEqualTo(new Tally(3_001, 3_001, 0, 0, 0, 0));
            await().atMost(IngestLedger.LIMIT)
                    .ignoreExceptions()
                    .until(() -> health(kafka).paused() == null);
            assertThat(kafka.facts()).hasSize(3_001);
        }
    }

    @Test
    void saysThatTheBrokerIsAwayAndGoesOnWhenItIsBack() throws IOException {
        try (LocalBroker broker = TestBroker.ownProcess();
                IngestLedger kafka = IngestLedger.on(broker.address(), 2, 1)) {
            // given
            kafka.send("ACME", Lines.made("before", "b"));
            kafka.awaitConsumed(1);
            assertThat(health(kafka).kafka()).isEqualTo("UP " + broker.address());

            // when
            broker.kill();

            // then
            assertThat(health(kafka).kafka()).isEqualTo("DOWN " + broker.address() + " refused");
            broker.restart();
            kafka.send("ACME", Lines.made("after", "a"));
            assertThat(kafka.awaitConsumed(2)).isEqualTo(new Tally(2, 2, 0, 0, 0, 0));
            assertThat(health(kafka).up()).isTrue();
        }
    }
}
