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

    private static final int IDLE = 2;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(30);
    private static final Duration SOCKET_LIMIT = Duration.ofSeconds(45);

    private static final String APPLICATION = """
            set role kept_app;
            set idle_in_transaction_session_timeout = %d
            """.formatted(STATEMENT_LIMIT.toMillis());

    /// Every statement of the log finds its rows by index whatever its parameters and however large its tables are, so
    /// one plan serves them all; a plan made while a table was empty must not scan it when it is not.
    private static final String LOG = """
            set role kept_app;
            set plan_cache_mode = force_generic_plan;
            set enable_seqscan = off;
            set enable_bitmapscan = off;
            set statement_timeout = %d;
            set idle_in_transaction_session_timeout = %d
            """.formatted(STATEMENT_LIMIT.toMillis(), STATEMENT_LIMIT.toMillis());

    private final HikariDataSource application;
    private final HikariDataSource log;
    private final HeadWatch watch;

    private LogDatabase(HikariDataSource application, HikariDataSource log, HeadWatch watch) {
        this.application = application;
        this.log = log;
        this.watch = watch;
    }

    /// Checks the server, migrates the log's schema and opens a pool.
    ///
    /// @param connections the most connections that are open at a time: as many for the log's own
    ///     statements, as many for whoever asks for [#dataSource()], and one that listens
    /// @throws IllegalStateException if the server could lose what it acknowledged, or is too old
    public static LogDatabase open(String url, String user, String password, int connections) {
        try (Connection connection = DriverManager.getConnection(url, login(user, password))) {
            ServerCheck.check(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "No connection to the database " + url + " as " + user + ": " + failure.getMessage(), failure);
        }
        migrate(url, user, password);
        HikariDataSource log = pool("kept-log", LOG, url, user, password, connections);
        return new LogDatabase(
                pool("kept", APPLICATION, url, user, password, connections),
                log,
                new HeadWatch(log, () -> signals(url, user, password)));
    }

    /// Connections with the application's rights, for tables beside the log's.
    public DataSource dataSource() {
        return application;
    }

    /// Connections for the log's own statements.
    DataSource logSource() {
        return log;
    }

    HeadWatch watch() {
        return watch;
    }

    @Override
    public void close() {
        watch.close();
        log.close();
        application.close();
    }

    private static void migrate(String url, String user, String password) {
        Flyway.configure()
                .dataSource(url, user, password)
                .schemas(SCHEMA)
                .locations("classpath:db/log")
                .load()
                .migrate();
    }

    private static HikariDataSource pool(
            String pool, String session, String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(pool);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(Math.min(IDLE, connections));
        config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
        config.setConnectionInitSql(session);
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
