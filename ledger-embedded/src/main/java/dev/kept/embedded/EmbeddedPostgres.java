package dev.kept.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A durable PostgreSQL server on 127.0.0.1 that belongs to this JVM alone: started with it, watched by it, ended with
/// it.
///
/// What is committed survives the end of either process at any instant. The server is a child of this JVM; a killed JVM
/// takes it down within a moment, and a killed server is started again on the same port, so that clients only
/// reconnect. [#user()] is the superuser, meant for migrations; an application belongs under a role of its own.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "kept";

    private final OwnerLock lock;
    private final Keeper keeper;
    private final String password;
    private final int port;
    private final Thread stopWithJvm;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(OwnerLock lock, Keeper keeper, String password, int port) {
        this.lock = lock;
        this.keeper = keeper;
        this.password = password;
        this.port = port;
        this.stopWithJvm = new Thread(this::stop, "kept-postgres-stop");
    }

    /// Starts the server of a data directory with everything at its default; makes the directory when missing.
    public static EmbeddedPostgres start(Path dataDirectory) {
        return start(Options.in(dataDirectory));
    }

    /// Starts a server and returns when it takes connections.
    ///
    /// @throws StartRefused when it cannot be started, with the reason and the remedy in one line
    public static EmbeddedPostgres start(Options options) {
        return start(options, Surroundings.REAL);
    }

    static EmbeddedPostgres start(Options options, Surroundings surroundings) {
        var directory = options.dataDirectory().toAbsolutePath().normalize();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var lock = OwnerLock.take(directory);
            try {
                return start(options.withDataDirectory(directory.toRealPath()), surroundings, lock);
            } catch (IOException | RuntimeException failure) {
                lock.abandon();
                throw failure;
            }
        } catch (IOException failure) {
            throw new StartRefused(
                    "PostgreSQL could not start in " + directory + " (" + failure
                            + "): check that this user may write there and that the disk has room.",
                    failure);
        }
    }

    private static EmbeddedPostgres start(Options options, Surroundings surroundings, OwnerLock lock)
            throws IOException {
        var directory = options.dataDirectory();
        var account = surroundings.account().choose(directory, Cluster.home(directory));
        account.admit(directory);
        var binaries = Binaries.in(options.binaries().orElseGet(() -> Binaries.defaultCache(account, directory)));
        var cluster = Cluster.open(directory, account, binaries);
        var residents = new Residents(cluster.files(), lock.previousOwner());
        var blueprint = new ServerProcess.Blueprint(options, account, binaries, residents);
        var keeper = new Keeper(blueprint, surroundings.port());
        try {
            var server = new EmbeddedPostgres(lock, keeper, cluster.password(), await(keeper));
            server.createDatabase();
            if (options.stopWithJvm()) {
                Runtime.getRuntime().addShutdownHook(server.stopWithJvm);
            }
            return server;
        } catch (IOException | RuntimeException failure) {
            keeper.close();
            throw failure;
        }
    }

    /// What a start takes from the machine, so that a test can put another in its place.
    record Surroundings(AccountChoice account, IntSupplier port) {
        static final Surroundings REAL = new Surroundings(Account::of, Ports::free);
    }

    interface AccountChoice {
        Account choose(Path dataDirectory, Path home) throws IOException;
    }

    private static int await(Keeper keeper) throws IOException {
        try {
            return keeper.start().get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case null, default -> throw new IllegalStateException(failure);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StartRefused("Interrupted while the server was starting: start it again.");
        }
    }

    private void createDatabase() {
        try (var connection = DriverManager.getConnection(url("postgres"), user(), password)) {
            if (!databaseExists(connection)) {
                try (var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE kept");
                }
            }
        } catch (SQLException failure) {
            throw new StartRefused(
                    "The embedded server does not let its owner in (" + failure.getMessage()
                            + "): see the password file and server.log in its data directory.",
                    failure);
        }
    }

    private static boolean databaseExists(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            query.setString(1, DATABASE);
            return query.executeQuery().next();
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// The address of the database `kept`; it stays the same until [#close()], restarts of the server included.
    public String jdbcUrl() {
        return url(DATABASE);
    }

    public String user() {
        return Cluster.SUPERUSER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /// The process id of the server, or -1 while none runs.
    public long serverPid() {
        return keeper.pid();
    }

    /// Whether the server takes connections, as far as known without asking it.
    public boolean ready() {
        return keeper.ready();
    }

    /// How often the server died by itself and was started again.
    public int restarts() {
        return keeper.restarts();
    }

    /// Ends the server and waits for it; what is in progress is rolled back, what is committed stays.
    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithJvm);
        } catch (IllegalStateException _) {
            LOG.debug("closed while the JVM is ending");
        }
    }

    private void stop() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        keeper.close();
        try {
            lock.close();
        } catch (IOException failure) {
            LOG.warn("the owner's lock could not be given back; it goes with this process", failure);
        }
    }
}
