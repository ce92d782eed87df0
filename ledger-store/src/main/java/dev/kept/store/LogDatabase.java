package dev.kept.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// The database that holds logs: proved durable, migrated, and opened with the rights of the application alone.
///
/// The login that is given migrates and then works as the role `kept_app`, which may insert facts and read them,
/// nothing else. So no second password is needed, and a fault in the application cannot change a fact.
public final class LogDatabase implements AutoCloseable {
    static final String SCHEMA = "kept_log";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(45);

    /// Every statement of the log finds its rows by index whatever its parameters, so one plan serves them all.
    private static final String SESSION = """
            set role kept_app;
            set plan_cache_mode = force_generic_plan;
            set statement_timeout = %d;
            set idle_in_transaction_session_timeout = %d
            """.formatted(STATEMENT_LIMIT.toMillis(), STATEMENT_LIMIT.toMillis());

    private final HikariDataSource pool;
    private final HeadWatch watch;

    private LogDatabase(HikariDataSource pool, HeadWatch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    /// Checks the server, migrates the log's schema and opens a pool.
    ///
    /// @param connections the most connections that are open at a time
    /// @throws IllegalStateException if the server could lose what it acknowledged, or is too old
    public static LogDatabase open(String url, String user, String password, int connections) {
        try (Connection connection = DriverManager.getConnection(url, login(user, password))) {
            ServerCheck.check(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "No connection to the database " + url + " as " + user + ": " + failure.getMessage(), failure);
        }
        migrate(url, user, password);
        HikariDataSource pool = pool(url, user, password, connections);
        return new LogDatabase(pool, new HeadWatch(pool, () -> signals(url, user, password)));
    }

    /// Connections with the application's rights.
    public DataSource dataSource() {
        return pool;
    }

    HeadWatch watch() {
        return watch;
    }

    @Override
    public void close() {
        watch.close();
        pool.close();
    }

    private static void migrate(String url, String user, String password) {
        Flyway.configure()
                .dataSource(url, user, password)
                .schemas(SCHEMA)
                .locations("classpath:db/log")
                .load()
                .migrate();
    }

    private static HikariDataSource pool(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("kept-log");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
        config.setConnectionInitSql(SESSION);
        limits().forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        return new HikariDataSource(config);
    }

    private static Connection signals(String url, String user, String password) throws SQLException {
        return DriverManager.getConnection(url, login(user, password));
    }

    private static Properties login(String user, String password) {
        Properties properties = limits();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    private static Properties limits() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "kept");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(SOCKET_LIMIT.toSeconds()));
        return properties;
    }
}
