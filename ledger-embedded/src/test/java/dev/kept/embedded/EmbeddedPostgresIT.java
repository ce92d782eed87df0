package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    @TempDir
    Path directory;

    @Test
    void isDurableAndCarefulByDefault() throws SQLException {
        try (var server = EmbeddedPostgres.start(directory)) {
            assertThat(settings(server))
                    .containsAllEntriesOf(Map.of(
                            "fsync", "on",
                            "full_page_writes", "on",
                            "synchronous_commit", "on",
                            "data_checksums", "on",
                            "password_encryption", "scram-sha-256",
                            "listen_addresses", "127.0.0.1",
                            "unix_socket_directories", "",
                            "server_encoding", "UTF8"));
            assertThat(query(
                            server,
                            "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'kept'"))
                    .containsExactly("b C.UTF-8");
            assertThat(
                            query(
                                    server,
                                    "SELECT DISTINCT auth_method FROM pg_hba_file_rules WHERE error IS NULL AND type <> 'local'"))
                    .containsExactly("scram-sha-256");
        }
    }

    @Test
    void durabilityCannotBeSwitchedOffFromWithinTheDatabase() throws SQLException {
        try (var server = EmbeddedPostgres.start(directory)) {
            execute(server, "ALTER SYSTEM SET fsync = off");
            execute(server, "ALTER SYSTEM SET full_page_writes = off");
        }

        try (var server = EmbeddedPostgres.start(directory)) {
            assertThat(settings(server)).containsEntry("fsync", "on").containsEntry("full_page_writes", "on");
        }
    }

    @Test
    void callersSettingsAreTheLastWord() throws SQLException {
        var options = Options.in(directory).withSetting("max_connections", "7").withSetting("work_mem", "1MB");

        try (var server = EmbeddedPostgres.start(options)) {
            assertThat(settings(server)).containsEntry("max_connections", "7").containsEntry("fsync", "on");
        }
    }

    @Test
    void keepsDataAndPasswordOverARestart() throws SQLException {
        String password;
        try (var server = EmbeddedPostgres.start(directory)) {
            execute(server, "CREATE TABLE t (n int)");
            execute(server, "INSERT INTO t VALUES (42)");
            password = server.password();
        }

        try (var server = EmbeddedPostgres.start(directory)) {
            assertThat(query(server, "SELECT n FROM t")).containsExactly("42");
            assertThat(server.password()).isEqualTo(password).hasSizeGreaterThan(40);
        }
    }

    @Test
    void endsItsServerOnClose() {
        var server = EmbeddedPostgres.start(directory);
        var pid = server.serverPid();
        assertThat(Await.alive(pid)).isTrue();
        assertThat(server.ready()).isTrue();

        server.close();
        server.close();

        assertThat(Await.alive(pid)).isFalse();
        assertThat(server.ready()).isFalse();
        assertThat(server.serverPid()).isEqualTo(-1);
        assertThat(directory.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void keepsPasswordAndLogFromOtherUsers() throws IOException {
        try (var _ = EmbeddedPostgres.start(directory.resolve("made/by/it"))) {
            var made = directory.resolve("made/by/it");
            assertThat(mode(made.resolve("postgres/password"))).isEqualTo("rw-------");
            assertThat(mode(made.resolve("server.log"))).isEqualTo("rw-------");
            assertThat(mode(made.resolve("owner.lock"))).isEqualTo("rw-------");
            assertThat(mode(made.resolve("postgres"))).isEqualTo("rwx------");
            assertThat(mode(made)).isEqualTo("rwx------");
        }
    }

    @Test
    void unpacksItsProgramsWhereItIsTold() throws IOException {
        var programs = directory.resolve("programs");

        try (var server =
                EmbeddedPostgres.start(Options.in(directory.resolve("data")).withBinaries(programs))) {
            assertThat(Files.readSymbolicLink(Path.of("/proc", Long.toString(server.serverPid()), "exe")))
                    .startsWith(programs);
        }
    }

    @Test
    void listensOnLoopbackTcpAndNowhereElse() throws IOException {
        try (var server = EmbeddedPostgres.start(directory)) {
            var sockets = sockets(server.serverPid());

            assertThat(listening("/proc/net/tcp", sockets)).containsExactly("0100007F:%04X".formatted(server.port()));
            assertThat(listening("/proc/net/tcp6", sockets)).isEmpty();
            assertThat(unixSockets(sockets)).isEmpty();
        }
    }

    @Test
    void leadsASessionOfItsOwnSoThatATerminalCannotInterruptIt() throws IOException {
        try (var server = EmbeddedPostgres.start(directory)) {
            var stat = Files.readString(Path.of("/proc", Long.toString(server.serverPid()), "stat"));
            var session = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
            assertThat(session).isEqualTo(Long.toString(server.serverPid()));
        }
    }

    @Test
    void runsUnderEveryAccountOpenToThisUser() throws IOException, SQLException {
        var choices = new ArrayList<EmbeddedPostgres.AccountChoice>(List.of(Account::of));
        if (System.getProperty("user.name").equals("root")) {
            choices.add((_, _) -> Account.nobody());
        }
        for (var choice : choices) {
            // beside the test's own directory, which is closed to other accounts
            var open = Files.createTempDirectory("kept-account-");
            try {
                var surroundings = new EmbeddedPostgres.Surroundings(choice, Ports::free);
                try (var server = EmbeddedPostgres.start(Options.in(open), surroundings)) {
                    execute(server, "CREATE TABLE t AS SELECT 1 AS n");
                    assertThat(mode(open.resolve("postgres/password"))).isEqualTo("rw-------");
                }
                // the real choice goes by who owns the files
                try (var server = EmbeddedPostgres.start(open)) {
                    assertThat(query(server, "SELECT n FROM t")).containsExactly("1");
                }
            } finally {
                Trees.delete(open);
            }
        }
    }

    private static Map<String, String> settings(EmbeddedPostgres server) throws SQLException {
        return query(server, "SELECT name || '=' || setting FROM pg_settings").stream()
                .collect(Collectors.toMap(line -> line.split("=", 2)[0], line -> line.split("=", 2)[1]));
    }

    static List<String> query(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            var result = statement.executeQuery(sql);
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> sockets(long pid) throws IOException {
        var inodes = new ArrayList<String>();
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var descriptor : descriptors) {
                var target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        return inodes;
    }

    /// Local addresses (hexadecimal, as the kernel prints them) that those sockets listen on.
    private static List<String> listening(String table, List<String> inodes) throws IOException {
        return Files.readAllLines(Path.of(table)).stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals("0A") && inodes.contains(columns[9]))
                .map(columns -> columns[1])
                .toList();
    }

    private static List<String> unixSockets(List<String> inodes) throws IOException {
        return Files.readAllLines(Path.of("/proc/net/unix")).stream()
                .filter(line -> inodes.contains(line.strip().split("\\s+")[6]))
                .toList();
    }
}
