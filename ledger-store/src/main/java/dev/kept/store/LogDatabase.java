package dev.kept.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kept.domain.audit.Hash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

/// The database that holds logs: proved durable, migrated, and opened with the rights of the application alone.
///
/// The login that is given migrates and then works as the role `kept_app`, which may insert facts and read them,
/// nothing else. So no second password is needed, and a fault in the application cannot change a fact.
public final class LogDatabase implements AutoCloseable {
    static final String SCHEMA = "kept_log";

    private static final String VERSION = """
            select version from kept_log.schema_version
            """;
    private static final String SEALED = "sealed:";
    private static final SecureRandom RANDOM = new SecureRandom();
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
    private final Login login;
    private final @Nullable KeyWrap wrap;
    private final Map<Integer, KeyRing> rings = new ConcurrentHashMap<>();
    private final Map<Integer, Tail> tails = new ConcurrentHashMap<>();
    private final Map<Integer, StreamCache> streams = new ConcurrentHashMap<>();

    private LogDatabase(
            HikariDataSource application, HikariDataSource log, HeadWatch watch, Login login, @Nullable KeyWrap wrap) {
        this.application = application;
        this.log = log;
        this.watch = watch;
        this.login = login;
        this.wrap = wrap;
    }

    @FunctionalInterface
    private interface Login {
        Connection connect() throws SQLException;
    }

    /// Checks the server, migrates the log's schema and opens a pool.
    ///
    /// @param connections the most connections that are open at a time: as many for the log's own
    ///     statements, as many for whoever asks for [#dataSource()], and one that listens
    /// @throws IllegalStateException if the server could lose what it acknowledged, or is too old
    public static LogDatabase open(String url, String user, String password, int connections) {
        return open(url, user, password, connections, null);
    }

    /// The same with the key-encryption key: what is recorded from now on has its personal text sealed.
    ///
    /// @param keyEncryptionKey 32 bytes; null to store text in the clear, and to read sealed text as erased
    public static LogDatabase open(
            String url, String user, String password, int connections, byte @Nullable [] keyEncryptionKey) {
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
                new HeadWatch(log, () -> signals(url, user, password)),
                () -> signals(url, user, password),
                keyEncryptionKey == null ? null : new KeyWrap(keyEncryptionKey));
    }

    /// Brings an empty database to the version of the schema that a backup was made with.
    ///
    /// @throws IllegalStateException if this release does not know that version
    public static void migrateEmpty(String url, String user, String password, String version) {
        Flyway flyway = migration(url, user, password).target(version).load();
        boolean known = Arrays.stream(flyway.info().all())
                .anyMatch(one -> one.getVersion() != null
                        && one.getVersion().getVersion().equals(version));
        if (!known) {
            throw new IllegalStateException(
                    "the backup is of version " + version
                            + " of the log's schema, which this release does not know; restore it with the release that made it");
        }
        flyway.migrate();
    }

    /// The version of the log's schema.
    public String schema() {
        try (Connection connection = application.getConnection();
                PreparedStatement select = connection.prepareStatement(VERSION);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException("the log's schema cannot be read: " + failure.getMessage(), failure);
        }
    }

    /// Connections with the application's rights, for tables beside the log's.
    public DataSource dataSource() {
        return application;
    }

    /// Ends the session of a connection of [#dataSource()] that must not serve another, such as one with a lock that it
    /// did not give back.
    public void end(Connection connection) {
        application.evictConnection(connection);
    }

    /// Connections for the log's own statements.
    DataSource logSource() {
        return log;
    }

    /// The keys under which the personal text of one log is sealed, for whoever erases a person.
    ///
    /// The person is the customer. A fact that comes before anything is known of its customer is sealed under a
    /// key of its commitment alone, which belongs to whoever the promise turns out to be made to.
    public interface PersonKeys {
        /// Commitments to all keys that seal text of this person.
        ///
        /// @param commitments every one that any fact has ever given to it
        List<Hash> of(String person, Collection<String> commitments);

        /// How many facts of these commitments were recorded before text was sealed, and keep it.
        long inTheClear(Collection<String> commitments);

        /// Destroys keys, and with them all that they sealed.
        ///
        /// @return how many were there
        int destroy(Collection<Hash> keys);

        /// Empties the dead letters that speak of the person or of one of its commitments.
        ///
        /// @return how many there are
        int emptyLetters(String person, Collection<String> commitments, Instant now);

        /// Rewrites the tables that held what was destroyed, so that no dead row of theirs is left in a file.
        void sweep();

        /// Forgets every key that this process holds in memory; those that are there are looked up again.
        void forget();
    }

    public PersonKeys personKeys(String name, String origin) {
        return new PersonKeyStore(this, Log.open(log, name, origin));
    }

    /// The data keys of a log; null where its text is stored in the clear.
    @Nullable KeyRing keys(Log of) {
        KeyWrap known = wrap;
        return known == null ? null : rings.computeIfAbsent(of.id(), _ -> KeyRing.open(log, of, known));
    }

    /// A webhook's secret as it may be stored: sealed under the key-encryption key, if there is one.
    public String seal(String tenant, String webhook, String secret) {
        KeyWrap known = wrap;
        if (known == null) {
            return secret;
        }
        byte[] sealed = known.wrapSecret(secret.getBytes(StandardCharsets.UTF_8), tenant, webhook, RANDOM);
        return SEALED + Base64.getEncoder().encodeToString(sealed);
    }

    /// The secret that was stored; empty if it was sealed under another key, or for another webhook.
    public Optional<String> unseal(String tenant, String webhook, String stored) {
        KeyWrap known = wrap;
        if (!isSealed(stored)) {
            return Optional.of(stored);
        }
        if (known == null) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getDecoder().decode(stored.substring(SEALED.length()));
            return known.unwrapSecret(sealed, tenant, webhook)
                    .map(secret -> new String(secret, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public static boolean isSealed(String stored) {
        return stored.startsWith(SEALED);
    }

    /// With the right to destroy keys, and no other.
    Connection adminConnection() throws SQLException {
        Connection connection = login.connect();
        try (Statement role = connection.createStatement()) {
            role.execute("set role kept_admin");
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /// With the rights of the login, which may do what the owner of the tables may.
    Connection ownerConnection() throws SQLException {
        return login.connect();
    }

    /// Shared by whoever appends to the log and whoever follows it.
    Tail tail(Log of) {
        return tails.computeIfAbsent(of.id(), _ -> new Tail(Tail.DEFAULT_BYTES));
    }

    /// Shared by whoever decides on streams and whoever follows them.
    StreamCache streams(Log of) {
        return streams.computeIfAbsent(of.id(), _ -> new StreamCache(StreamCache.DEFAULT_BYTES));
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
        migration(url, user, password).load().migrate();
    }

    private static FluentConfiguration migration(String url, String user, String password) {
        return Flyway.configure()
                .dataSource(url, user, password)
                .schemas(SCHEMA)
                .locations("classpath:db/log");
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
