package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person is told when a ledger cannot start, and what lies in its folder when it does.
class StartIT {
    private static final int CANNOT_START = 3;

    @Test
    void refusesASecondLedgerOnTheSameFolder() throws Exception {
        // given
        Kept kept = Kept.fresh();
        try (Kept.Serving first = kept.serve("./kept serve", "Ctrl-C stops it")) {
            // when
            Kept.Run second = kept.run("./kept serve --port 0");

            // then
            assertThat(second.exitCode()).isEqualTo(CANNOT_START);
            assertThat(second.err().lines()).singleElement().asString().contains("already runs", "--data");
            first.stop();
        }
    }

    @Test
    void namesAnotherPortWhereItsOwnIsTaken() throws Exception {
        // given
        Kept kept = Kept.fresh();
        try (ServerSocket _ = new ServerSocket(kept.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            // when
            Kept.Run run = kept.run("./kept serve");

            // then
            assertThat(run.exitCode()).isEqualTo(CANNOT_START);
            assertThat(run.err().lines()).singleElement().asString().contains("in use", "--port " + (kept.port() + 1));
        }
    }

    @Test
    void refusesAnAddressThatOthersReachWithoutAuthentication() throws Exception {
        // given
        Kept kept = Kept.fresh();

        // when
        Kept.Run run = kept.run("./kept serve --host 0.0.0.0");

        // then
        assertThat(run.exitCode()).isEqualTo(CANNOT_START);
        assertThat(run.err().lines()).singleElement().asString().contains("--auth token");
    }

    @Test
    void refusesAPortOrAHostThatThereIsNot() throws Exception {
        // given
        Kept kept = Kept.fresh();

        // when
        Kept.Run high = kept.run("./kept serve --port 99999");
        Kept.Run low = kept.run("./kept demo --port -1");
        Kept.Run foreign = kept.run("./kept demo --host 192.0.2.1 --auth token");

        // then
        for (Kept.Run run : List.of(high, low, foreign)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(CANNOT_START);
        }
        assertThat(high.err().lines()).singleElement().asString().contains("--port 99999 is no port", "65535");
        assertThat(low.err().lines()).singleElement().asString().contains("--port -1 is no port", "65535");
        assertThat(foreign.err().lines())
                .singleElement()
                .asString()
                .contains("--host 192.0.2.1 is no address of this machine");
        assertThat(kept.data()).doesNotExist();
    }

    @Test
    void makesNoLedgerWhereOneIsOnlyRead() throws Exception {
        // given
        Kept kept = Kept.fresh();
        Path file = Files.createFile(kept.folder().resolve("file"));

        // when
        Kept.Run stats = kept.run("./kept stats");
        Kept.Run export = kept.run("./kept export");
        Kept.Run calendars = kept.run("./kept calendar list");
        Kept.Run under = kept.run("./kept import examples/orders.jsonl --data " + file);

        // then
        for (Kept.Run run : List.of(stats, export, calendars)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(CANNOT_START);
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .contains("there is no ledger in " + kept.data(), "./kept serve", "./kept import", "./kept demo");
        }
        assertThat(kept.data()).doesNotExist();
        assertThat(under.exitCode()).isEqualTo(CANNOT_START);
        assertThat(under.err()).contains(file + " is a file");
    }

    @Test
    void keepsItsTokenToItsOwner() throws Exception {
        // given
        Kept kept = Kept.fresh();

        // when
        try (Kept.Serving serving = kept.serve("./kept serve", "Ctrl-C stops it")) {
            serving.stop();
        }

        // then
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(kept.data().resolve("token"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.data())))
                .isEqualTo("rwx------");
        assertThat(kept.data().resolve("server.json")).doesNotExist();
    }

    @Test
    void tellsAWrongTimeOrFileAndDoesNothing() throws Exception {
        // given
        Kept kept = Kept.fresh();

        // when
        Kept.Run time = kept.run("./kept stats --as-of yesterday");
        Kept.Run file = kept.run("./kept import nowhere.jsonl");
        Kept.Run facts = kept.run("./kept score --facts nowhere.jsonl");

        // then
        assertThat(time.exitCode()).isEqualTo(2);
        assertThat(time.err()).contains("asOf", "yesterday", "2026-11-30T17:00:00Z");
        for (Kept.Run run : List.of(file, facts)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(run.err().lines()).singleElement().asString().contains("nowhere.jsonl");
        }
    }
}
