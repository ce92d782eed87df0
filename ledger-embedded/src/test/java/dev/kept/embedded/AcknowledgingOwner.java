package dev.kept.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/// A program that owns a server, writes rows from several threads and prints each row's number once it is committed.
///
/// Its standard output is the journal of acknowledgements, held outside by the test that kills it.
public final class AcknowledgingOwner {
    private static final int WRITERS = 4;

    private AcknowledgingOwner() {}

    public static void main(String[] arguments) throws SQLException {
        var server = EmbeddedPostgres.start(Path.of(arguments[0]));
        System.out.println("server " + server.serverPid());
        var next = new AtomicLong();
        try (var connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS acknowledged (n bigint PRIMARY KEY)");
            var result = statement.executeQuery("SELECT coalesce(max(n), 0) FROM acknowledged");
            result.next();
            // A commit in flight when its owner was killed may still have been on its way: leave its numbers alone.
            next.set(result.getLong(1) + 1_000);
        }
        for (var i = 0; i < WRITERS; i++) {
            Thread.ofPlatform().start(() -> write(server, next));
        }
    }

    private static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static void write(EmbeddedPostgres server, AtomicLong next) {
        while (true) {
            try (var connection = connect(server);
                    var insert = connection.prepareStatement("INSERT INTO acknowledged VALUES (?)")) {
                while (true) {
                    var n = next.incrementAndGet();
                    insert.setLong(1, n);
                    insert.executeUpdate();
                    System.out.println("ack " + n);
                }
            } catch (SQLException _) {
                Thread.onSpinWait(); // the server was killed and comes back: connect again
            }
        }
    }
}
