package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kept.store.intake.Publication;
import dev.kept.store.webhook.Turn;
import dev.kept.store.webhook.WebhookBooks;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A right that one node has at a time is free again once its holder is done, however that ends.
class RightsIT {
    private static final String LOG = "acme";
    private static final String NAME = "facts";
    private static final String UNLOCK = "function pg_advisory_unlock(integer, integer)";

    private Fixture node;
    private Fixture other;

    @BeforeEach
    void start() {
        node = Fixture.fresh();
        other = node.otherNode();
    }

    @AfterEach
    void stop() {
        other.close();
        node.close();
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(node.access.jdbcUrl(), node.access.user(), node.access.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void isFreeWhereAPublicationCouldNotBegin() throws Exception {
        // given
        asOwner("revoke insert on kept_log.publication from kept_app");

        // when
        assertThatThrownBy(() -> Publication.take(node.database, LOG, NAME))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied");
        asOwner("grant insert on kept_log.publication to kept_app");

        // then
        awaitPublication();
    }

    @Test
    void isFreeWhereAPublicationCouldNotGiveItBack() throws Exception {
        // given
        Publication right = Publication.take(node.database, LOG, NAME).orElseThrow();
        assertThat(Publication.take(other.database, LOG, NAME)).isEmpty();
        asOwner("revoke execute on " + UNLOCK + " from public");

        // when
        assertThatThrownBy(right::close).hasMessageContaining("permission denied");
        asOwner("grant execute on " + UNLOCK + " to public");

        // then
        awaitPublication();
    }

    @Test
    void isFreeWhereATurnCouldNotGiveItBack() throws Exception {
        // given
        WebhookBooks others = new WebhookBooks(LOG, other.database);
        Turn right = new WebhookBooks(LOG, node.database).take().orElseThrow();
        assertThat(others.take()).isEmpty();
        asOwner("revoke execute on " + UNLOCK + " from public");

        // when
        assertThatThrownBy(right::close).hasMessageContaining("permission denied");
        asOwner("grant execute on " + UNLOCK + " to public");

        // then
        await().atMost(Fixture.LIMIT).until(() -> {
            Optional<Turn> taken = others.take();
            if (taken.isPresent()) {
                taken.get().close();
            }
            return taken.isPresent();
        });
    }

    private void awaitPublication() {
        await().atMost(Fixture.LIMIT).until(() -> {
            Optional<Publication> taken = Publication.take(other.database, LOG, NAME);
            if (taken.isPresent()) {
                taken.get().close();
            }
            return taken.isPresent();
        });
    }
}
