package dev.kept.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The one place that chooses the PostgreSQL server for every integration test; one server for each JVM.
///
/// | order | when | server |
/// |---|---|---|
/// | 1 | `kept.test.db.url` (or `KEPT_TEST_DB_URL`) is set, with `.user` and `.password` | the one given; its user must
/// be a superuser |
/// | 2 | an engine runs containers | a container of `kept.test.postgres.image`, default `postgres:18`, with durable
/// settings |
/// | 3 | else | [EmbeddedPostgres] in a temporary directory, as durable as the real one |
///
/// `kept.test.infra` (or `KEPT_TEST_INFRA`) as `docker` or `embedded` forces 2 or 3, and a forced one that does not
/// work fails. Nothing is ever skipped. The choice is printed once.
@NullMarked
public final class TestDatabase {
    /// How to reach one database as its superuser.
    public record Access(String jdbcUrl, String user, String password) {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }

        /// The same server and user, another database.
        Access database(String name) {
            var slash = jdbcUrl.indexOf('/', jdbcUrl.indexOf("//") + 2);
            var question = jdbcUrl.indexOf('?');
            var server = slash < 0 ? jdbcUrl + "/" : jdbcUrl.substring(0, slash + 1);
            return new Access(server + name + (question < 0 ? "" : jdbcUrl.substring(question)), user, password);
        }
    }

    private static @Nullable Access server;

    private TestDatabase() {}

    /// Makes a new, empty database with a random name; nobody needs to drop it.
    public static Access fresh() {
        return freshOn(server());
    }

    /// Makes a new, empty database on a server of the caller's own.
    public static Access freshOn(Access server) {
        var name = "t_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return server.database(name);
        } catch (SQLException failure) {
            throw new IllegalStateException("no database could be made on " + server.jdbcUrl(), failure);
        }
    }

    private static synchronized Access server() {
        if (server == null) {
            server = choose(TestDatabase::setting);
        }
        return server;
    }

    static Access choose(Function<String, Optional<String>> settings) {
        var infra = settings.apply("kept.test.infra").orElse("auto");
        var url = settings.apply("kept.test.db.url");
        var image = settings.apply("kept.test.postgres.image").orElse("postgres:18");
        return switch (infra) {
            case "auto" -> url.map(at -> given(at, settings)).orElseGet(() -> dockerElseEmbedded(image));
            case "docker" -> docker(image);
            case "embedded" -> embedded("");
            default ->
                throw new IllegalArgumentException("kept.test.infra must be auto, docker or embedded, not " + infra);
        };
    }

    private static Access given(String url, Function<String, Optional<String>> settings) {
        System.out.println("Test database: given, " + url);
        return new Access(
                url,
                settings.apply("kept.test.db.user").orElse("postgres"),
                settings.apply("kept.test.db.password").orElse(""));
    }

    private static Access dockerElseEmbedded(String image) {
        if (!PostgresContainer.engineRuns()) {
            return embedded("; no container engine runs");
        }
        try {
            return docker(image);
        } catch (RuntimeException failure) {
            return embedded("; a container engine runs, but not " + image + ": " + failure.getMessage());
        }
    }

    private static Access docker(String image) {
        var container = PostgresContainer.start(image);
        System.out.println("Test database: container of " + image + ", " + container.jdbcUrl());
        return container;
    }

    private static Access embedded(String why) {
        var access = TemporaryPostgres.start();
        System.out.println("Test database: embedded, " + access.jdbcUrl() + why);
        return access;
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() ->
                        Optional.ofNullable(System.getenv(name.replace('.', '_').toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
