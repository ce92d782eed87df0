package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledIT {
    private static final int ROUNDS = 8;
    private static final int LONGEST_MILLIS = 2_500;

    @TempDir
    Path directory;

    @Test
    void killedServerComesBackByItselfOnTheSamePortWithEveryAcknowledgedRow() throws Exception {
        try (var server = EmbeddedPostgres.start(directory)) {
            EmbeddedPostgresIT.execute(server, "CREATE TABLE t (n int)");
            for (var round = 1; round <= 3; round++) {
                EmbeddedPostgresIT.execute(server, "INSERT INTO t VALUES (" + round + ")");
                var killed = server.serverPid();
                var port = server.port();
                var restarts = round;

                Await.kill(killed);
                Await.until("another server is ready", () -> server.restarts() == restarts && server.ready());

                assertThat(server.serverPid()).isNotEqualTo(killed);
                assertThat(server.port()).isEqualTo(port);
                assertThat(EmbeddedPostgresIT.query(server, "SELECT count(*) FROM t"))
                        .containsExactly(Integer.toString(round));
            }
        }
    }

    @Test
    void killedServerComesBackAlthoughABusyBackendOutlivesIt() throws Exception {
        try (var server = EmbeddedPostgres.start(directory)) {
            var query = Thread.ofPlatform().daemon().start(() -> {
                try {
                    // burns CPU without ever looking whether its postmaster lives
                    EmbeddedPostgresIT.query(
                            server, "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b");
                } catch (SQLException _) {
                    // it is killed with its server
                }
            });
            Await.until("the query runs", () -> activeQueries(server) > 0);

            Await.kill(server.serverPid());
            Await.until("another server is ready", () -> server.restarts() == 1 && server.ready());

            query.join(10_000);
            assertThat(query.isAlive()).isFalse();
            assertThat(EmbeddedPostgresIT.query(server, "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void killedBackendTakesNobodyElseDown() throws Exception {
        try (var server = EmbeddedPostgres.start(directory)) {
            var postmaster = server.serverPid();
            EmbeddedPostgresIT.execute(server, "CREATE TABLE t AS SELECT 7 AS n");
            var writer = ProcessHandle.of(postmaster)
                    .orElseThrow()
                    .children()
                    .findAny()
                    .orElseThrow();

            writer.destroyForcibly();

            Await.until("the server notices", () -> log().contains("all server processes terminated; reinitializing"));
            Await.until("the server answers again", () -> answers(server, "SELECT n FROM t", "7"));
            assertThat(server.serverPid()).isEqualTo(postmaster);
        }
    }

    @Test
    void killedOwnerTakesItsServerDownAndNothingAcknowledgedIsLost() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var acknowledged = new HashSet<Long>();
        for (var round = 0; round < ROUNDS; round++) {
            var victim = Victim.values()[round % Victim.values().length];
            var millis = random.nextInt(LONGEST_MILLIS);
            acknowledged.addAll(killUnderLoad(victim, millis));

            try (var server = EmbeddedPostgres.start(directory)) {
                assertThat(missing(server, acknowledged))
                        .as("lost in round %d (%s after %d ms), seed %d", round, victim, millis, seed)
                        .isEmpty();
            }
        }
        assertThat(acknowledged).as("rows acknowledged, seed %d", seed).hasSizeGreaterThan(100);
    }

    @Test
    void terminatedOwnerWaitsForAnOrderlyEndOfItsServer() throws Exception {
        try (var owner = OwnerProcess.start(directory)) {
            Await.until("the owner acknowledges", () -> owner.acknowledged().size() > 10);

            owner.terminate();

            assertThat(Await.alive(owner.serverPid())).isFalse();
            assertThat(log().strip()).endsWith("database system is shut down");
            assertThat(directory.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void ownerKilledDuringItsFirstStartLeavesNothingHalfDone() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 4; round++) {
            var place = directory.resolve(Integer.toString(round));
            try (var owner = OwnerProcess.start(place)) {
                Await.until(
                        "the owner has begun",
                        () -> place.resolve("owner.lock").toFile().exists());
                Thread.sleep(random.nextInt(1_500));
                owner.kill();
            }
            try (var server = EmbeddedPostgres.start(place)) {
                assertThat(EmbeddedPostgresIT.query(server, "SELECT 1"))
                        .as("seed %d", seed)
                        .containsExactly("1");
            }
            assertThat(place.toFile().list()).as("seed %d", seed).noneMatch(name -> name.startsWith("postgres.new"));
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("server.log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private enum Victim {
        OWNER,
        SERVER_THEN_OWNER,
        OWNER_AND_SERVER,
        OWNER_TWICE
    }

    private Set<Long> killUnderLoad(Victim victim, int millis) throws Exception {
        try (var owner = OwnerProcess.start(directory)) {
            Await.until("the owner acknowledges", () -> owner.acknowledged().size() > 10);
            Thread.sleep(millis);
            var server = owner.serverPid();
            switch (victim) {
                case OWNER -> owner.kill();
                case SERVER_THEN_OWNER -> {
                    Await.kill(server);
                    var sofar = owner.acknowledged().size();
                    Await.until(
                            "the owner acknowledges again",
                            () -> owner.acknowledged().size() > sofar + 10);
                    owner.kill();
                }
                case OWNER_AND_SERVER -> {
                    Await.kill(server);
                    owner.kill();
                }
                case OWNER_TWICE -> {
                    owner.kill();
                    killAtOnceAgain();
                }
            }
            Await.until("the server went with its owner", () -> !Await.alive(server));
            return owner.acknowledged();
        }
    }

    /// Starts the next owner while the server of the last one may still be ending, and kills it in the middle.
    private void killAtOnceAgain() throws IOException, InterruptedException {
        try (var next = OwnerProcess.start(directory)) {
            Thread.sleep(400);
            next.kill();
        }
    }

    private static Set<Long> missing(EmbeddedPostgres server, Set<Long> acknowledged) throws SQLException {
        var stored = EmbeddedPostgresIT.query(server, "SELECT n FROM acknowledged").stream()
                .map(Long::parseLong)
                .collect(Collectors.toSet());
        var missing = new HashSet<>(acknowledged);
        missing.removeAll(stored);
        return missing;
    }

    private static long activeQueries(EmbeddedPostgres server) {
        try {
            return Long.parseLong(EmbeddedPostgresIT.query(
                            server,
                            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series(1%'"
                                    + " AND pid <> pg_backend_pid()")
                    .getFirst());
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static boolean answers(EmbeddedPostgres server, String sql, String expected) {
        try {
            return EmbeddedPostgresIT.query(server, sql).equals(List.of(expected));
        } catch (SQLException _) {
            return false;
        }
    }
}
