package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipIT {
    @TempDir
    Path directory;

    @Test
    void refusesASecondOwnerInTheSameProcess() throws SQLException {
        try (var server = EmbeddedPostgres.start(directory)) {
            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
                        .isInstanceOf(StartRefused.class)
                        .message()
                        .contains(
                                directory.toString(),
                                Long.toString(ProcessHandle.current().pid()))
                        .doesNotContain("\n");
            }
            assertThat(EmbeddedPostgresIT.query(server, "SELECT 1")).containsExactly("1");
        }
        EmbeddedPostgres.start(directory).close();
    }

    @Test
    void refusesASecondOwnerInAnotherProcess() throws IOException, InterruptedException {
        try (var owner = OwnerProcess.start(directory)) {
            Await.until("the owner acknowledges", () -> owner.acknowledged().size() > 10);

            assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
                    .isInstanceOf(StartRefused.class)
                    .hasMessage("The data directory " + directory + " is in use by process " + owner.pid()
                            + ": stop that process, or choose another data directory.");

            assertThat(Await.alive(owner.serverPid())).isTrue();
            owner.kill();
        }
        EmbeddedPostgres.start(directory).close();
    }

    @Test
    void leavesAServerAloneWhoseOwnerLostItsLockByAccident() throws IOException, InterruptedException {
        try (var owner = OwnerProcess.start(directory)) {
            Await.until("the owner acknowledges", () -> owner.acknowledged().size() > 10);
            // a lock file replaced under its owner is a lock that nobody holds
            var lock = directory.resolve("owner.lock");
            Files.delete(lock);
            Files.writeString(lock, Long.toString(owner.pid()));

            for (var i = 0; i < 2; i++) {
                assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
                        .isInstanceOf(StartRefused.class)
                        .hasMessageContaining("in use by process " + owner.pid());
            }

            assertThat(Await.alive(owner.serverPid())).isTrue();
            owner.kill();
            Await.until("the server went with its owner", () -> !Await.alive(owner.serverPid()));
        }
    }

    @Test
    void doesNotSignalAStrangerNamedByAStalePidFile() throws IOException, InterruptedException {
        EmbeddedPostgres.start(directory).close();
        var stranger = new ProcessBuilder("sleep", "600").start();
        try {
            writePidFile(stranger.pid());

            EmbeddedPostgres.start(directory).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void doesNotSignalTheServerOfAnotherDirectoryNamedByAStalePidFile(@TempDir Path elsewhere) throws IOException {
        EmbeddedPostgres.start(directory).close();
        try (var other = EmbeddedPostgres.start(elsewhere)) {
            var pid = other.serverPid();
            writePidFile(pid);

            EmbeddedPostgres.start(directory).close();

            assertThat(other.serverPid()).isEqualTo(pid);
            assertThat(other.restarts()).isZero();
        }
    }

    @Test
    void leavesASingleUserSessionAlone() throws IOException, InterruptedException {
        EmbeddedPostgres.start(directory).close();
        var account = Account.of(directory, Cluster.home(directory));
        var postgres = Binaries.in(Binaries.defaultCache(account, directory)).program("postgres");
        var session = Tools.child(
                        account,
                        "KILL",
                        List.of(
                                postgres.toString(),
                                "--single",
                                "-D",
                                pidFile().getParent().toString(),
                                "postgres"))
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try {
            Await.until("the session runs", () -> pidFile().toFile().length() > 0);

            assertThat(refusal(directory)).contains("single-user process " + session.pid());

            assertThat(session.isAlive()).isTrue();
        } finally {
            session.destroyForcibly();
            assertThat(session.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        EmbeddedPostgres.start(directory).close();
    }

    @Test
    void startsOverAPidFileCutShort() throws IOException {
        EmbeddedPostgres.start(directory).close();
        Files.createFile(pidFile());

        EmbeddedPostgres.start(directory).close();

        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void saysWhichVersionMadeTheDatabase() throws IOException {
        EmbeddedPostgres.start(directory).close();
        Files.writeString(directory.resolve("postgres/cluster/PG_VERSION"), "17\n");

        assertThat(refusal(directory))
                .contains(directory.toString(), "PostgreSQL 17", "18.6")
                .contains("dump it");
    }

    @Test
    void saysThatTheDatabaseIsDamaged() throws IOException {
        EmbeddedPostgres.start(directory).close();
        var control = directory.resolve("postgres/cluster/global/pg_control");
        var bytes = Files.readAllBytes(control);
        bytes[100] ^= 1;
        Files.write(control, bytes);
        assertThat(refusal(directory)).contains(directory.toString(), "restore a backup");

        Files.delete(control);
        assertThat(refusal(directory)).contains(directory.toString(), "pg_control", "restore a backup");

        Files.delete(directory.resolve("postgres/cluster/PG_VERSION"));
        assertThat(refusal(directory)).contains(directory.toString(), "PG_VERSION", "restore a backup");
    }

    @Test
    void saysThatTheLogOfChangesIsDamaged() throws IOException {
        EmbeddedPostgres.start(directory).close();
        try (var segments = Files.newDirectoryStream(directory.resolve("postgres/cluster/pg_wal"), "0*")) {
            for (var segment : segments) {
                Files.write(segment, new byte[16 << 20], StandardOpenOption.WRITE);
            }
        }

        var refused = catchThrowableOfType(StartRefused.class, () -> EmbeddedPostgres.start(directory));

        assertThat(refused)
                .message()
                .contains(directory.toString(), "restore a backup")
                .doesNotContain("\n");
        assertThat(refused.logTail()).anyMatch(line -> line.contains("PANIC"));
    }

    @Test
    void refusesADirectoryThatAnotherProgramMade() throws IOException {
        Files.writeString(directory.resolve("PG_VERSION"), "18\n");

        assertThat(refusal(directory)).contains(directory.toString(), "choose another");
    }

    @Test
    void refusesAPlaceThatIsNoDirectory() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        assertThat(refusal(file)).contains(file.toString());
    }

    @Test
    void saysThatThePasswordFileIsMissing() throws IOException {
        EmbeddedPostgres.start(directory).close();
        Files.delete(directory.resolve("postgres/password"));

        assertThat(refusal(directory)).contains("postgres/password", "missing");
    }

    @Test
    void saysThatASettingIsWrong() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(Options.in(directory).withSetting("no_such_setting", "1")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("no_such_setting")
                .hasMessageContaining("correct that setting");
    }

    /// The one line with which a start is refused; the directory is free again afterwards.
    private static String refusal(Path directory) {
        var refused = catchThrowableOfType(StartRefused.class, () -> EmbeddedPostgres.start(directory));
        assertThat(refused).isNotNull();
        assertThat(refused.getMessage()).doesNotContain("\n");
        return refused.getMessage();
    }

    private Path pidFile() {
        return directory.resolve("postgres/cluster/postmaster.pid");
    }

    private void writePidFile(long pid) throws IOException {
        var text = pid + "\n" + directory.resolve("postgres/cluster")
                + "\n1700000000\n5432\n\n127.0.0.1\n  1  2\nready   \n";
        Files.write(pidFile(), text.getBytes(StandardCharsets.US_ASCII));
    }
}
