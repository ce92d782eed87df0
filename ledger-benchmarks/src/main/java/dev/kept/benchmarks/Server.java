package dev.kept.benchmarks;

import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL server that is measured: an embedded one as durable as the ledger's own, or one that is given.
public final class Server implements AutoCloseable {
    private final Access access;
    private final @Nullable EmbeddedPostgres embedded;
    private final @Nullable Path directory;
    private final List<String> databases = new ArrayList<>();

    private Server(Access access, @Nullable EmbeddedPostgres embedded, @Nullable Path directory) {
        this.access = access;
        this.embedded = embedded;
        this.directory = directory;
    }

    /// How to reach one database as its superuser.
    public record Access(String url, String user, String password) {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        /// The same, with a parameter of the driver.
        public Access with(String parameter) {
            return new Access(url + (url.contains("?") ? "&" : "?") + parameter, user, password);
        }

        private Access database(String name) {
            int slash = url.indexOf('/', url.indexOf("//") + 2);
            int question = url.indexOf('?');
            String server = slash < 0 ? url + "/" : url.substring(0, slash + 1);
            return new Access(server + name + (question < 0 ? "" : url.substring(question)), user, password);
        }
    }

    static Server embedded() throws IOException {
        Path directory = Files.createTempDirectory("kept-bench-");
        EmbeddedPostgres server = EmbeddedPostgres.start(Options.in(directory).withoutStopWithJvm());
        Server embedded = new Server(new Access(server.jdbcUrl(), server.user(), server.password()), server, directory);
        Runtime.getRuntime().addShutdownHook(new Thread(embedded::remove, "kept-bench-remove"));
        return embedded;
    }

    static Server given(String url, String user, String password) {
        return new Server(new Access(url, user, password), null, null);
    }

    /// A new, empty database, dropped by the next [#clean] or in the end.
    public Access fresh() throws SQLException {
        String name = "kept_bench_" + UUID.randomUUID().toString().replace("-", "");
        execute("create database " + name);
        databases.add(name);
        return access.database(name);
    }

    /// The server's version and the settings that durability depends on.
    public String describe() throws SQLException {
        try (Connection connection = access.connect();
                var select = connection.createStatement();
                var row = select.executeQuery("""
                        select current_setting('server_version'), current_setting('fsync'),
                               current_setting('synchronous_commit'), current_setting('full_page_writes'),
                               current_setting('shared_buffers')
                        """)) {
            row.next();
            return "PostgreSQL " + row.getString(1).replaceFirst(" .*", "") + ", fsync " + row.getString(2)
                    + ", synchronous_commit " + row.getString(3) + ", full_page_writes " + row.getString(4)
                    + ", shared_buffers " + row.getString(5);
        }
    }

    /// Writes out what was changed, so that the next measurement does not pay for the last one.
    public void checkpoint() throws SQLException {
        execute("checkpoint");
    }

    /// Drops the databases of earlier measurements, lest they be vacuumed during the next one, and writes out what was
    /// changed.
    public void clean() throws SQLException {
        drop();
        checkpoint();
    }

    private void drop() throws SQLException {
        for (String name : databases) {
            execute("drop database if exists " + name + " with (force)");
        }
        databases.clear();
    }

    @Override
    public void close() throws SQLException {
        if (embedded == null) {
            drop();
        } else {
            remove();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = access.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private synchronized void remove() {
        if (embedded == null || directory == null || !Files.exists(directory)) {
            return;
        }
        embedded.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
