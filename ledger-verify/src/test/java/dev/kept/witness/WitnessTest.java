package dev.kept.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.verify.SampleLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String NAME = "witness.example/auditor1";

    @TempDir
    private Path folder;

    private Witness open() throws IOException {
        return Witness.open(
                folder, NAME, List.of(SampleLog.KEY.verifierKey()), InstantSource.fixed(NOW), new SecureRandom());
    }

    private static byte[] submission(SampleLog log, int from, int to) {
        return new Submission(from, log.growth(from, to).hashes(), log.checkpoint(to)).bytes();
    }

    @Test
    void cosignsGrowthAndNothingElse() throws IOException {
        SampleLog log = new SampleLog(1).grow(60);
        SampleLog fork = new SampleLog(2).grow(60);
        try (Witness witness = open()) {
            assertThat(witness.add(submission(log, 0, 20))).isInstanceOf(Reply.Cosigned.class);
            assertThat(witness.add(submission(log, 20, 45))).isInstanceOf(Reply.Cosigned.class);
            assertThat(witness.add(submission(log, 45, 45))).isInstanceOf(Reply.Cosigned.class);

            // rolled back, and a proof that begins elsewhere
            assertThat(witness.add(submission(log, 20, 30)))
                    .isEqualTo(new Reply.Conflict(45, "cosigned last were 45 entries"));
            // forked: larger, and of the same size
            assertThat(witness.add(submission(fork, 45, 60)))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(422));
            assertThat(witness.add(new Submission(45, List.of(), fork.checkpoint(45)).bytes()))
                    .isInstanceOfSatisfying(
                            Reply.Conflict.class,
                            conflict -> assertThat(conflict.message()).contains("two roots"));
            // larger than what is shown
            assertThat(witness.add(new Submission(46, List.of(), log.checkpoint(45)).bytes()))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(400));
            assertThat(witness.add(submission(log, 45, 60))).isInstanceOf(Reply.Cosigned.class);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().contains(".conflict-")))
                    .isNotEmpty();
        }
    }

    @Test
    void refusesUnknownLogsForeignSignaturesAndNoise() throws IOException {
        SampleLog log = new SampleLog(3).grow(10);
        try (Witness witness = Witness.open(
                folder, NAME, List.of(otherLog().verifierKey()), InstantSource.fixed(NOW), new SecureRandom())) {
            assertThat(witness.add(submission(log, 0, 10)))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(404));
        }
        try (Witness witness = open()) {
            SignedNote unsigned = SignedNote.parse(log.checkpoint(10).format().replace("\n10\n", "\n9\n"));
            assertThat(witness.add(new Submission(0, List.of(), unsigned).bytes()))
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(403));
            for (String noise : List.of(
                    "",
                    "old 0\n",
                    "old -1\n\nx",
                    "new 0\n\n" + log.checkpoint(10).format())) {
                assertThat(witness.add(noise.getBytes(StandardCharsets.UTF_8)))
                        .as(noise)
                        .isInstanceOfSatisfying(
                                Reply.Refused.class,
                                refused -> assertThat(refused.status()).isEqualTo(400));
            }
        }
    }

    private static dev.kept.domain.audit.note.SigningKey otherLog() {
        return dev.kept.domain.audit.note.SigningKey.ofSeed(
                "ledger.example/other", dev.kept.domain.audit.note.VerifierKey.Kind.LOG, SampleLog.seed(9));
    }

    @Test
    void remembersOverARestartAndKeepsItsKeyToItself() throws IOException {
        SampleLog log = new SampleLog(4).grow(30);
        String key;
        try (Witness witness = open()) {
            key = witness.verifierKey().format();
            witness.add(submission(log, 0, 30));
            assertThatThrownBy(this::open).hasMessageContaining("another witness works on");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("witness.key"))))
                .isEqualTo("rw-------");
        try (Witness again = open()) {
            assertThat(again.verifierKey().format()).isEqualTo(key);
            assertThat(again.add(submission(new SampleLog(5).grow(30), 0, 30))).isInstanceOf(Reply.Conflict.class);
        }
        Files.setPosixFilePermissions(folder.resolve("witness.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::open).hasMessageContaining("can be read by others");
    }

    @Test
    void cosignsNothingWhenItsStateIsDamaged() throws IOException {
        SampleLog log = new SampleLog(6).grow(30);
        try (Witness witness = open()) {
            witness.add(submission(log, 0, 10));
            Files.writeString(witness.file(SampleLog.ORIGIN), "damaged");
            assertThatThrownBy(() -> witness.add(submission(log, 0, 30))).hasMessageContaining("cannot be read");
        }
    }

    @Test
    void answersOverHttpAndItsCosignatureCounts() throws Exception {
        SampleLog log = new SampleLog(7).grow(30);
        try (Witness witness = open();
                WitnessServer server = WitnessServer.start(witness, new InetSocketAddress("127.0.0.1", 0));
                HttpClient http = HttpClient.newHttpClient()) {
            WitnessClient client = new WitnessClient(
                    http, URI.create("http://127.0.0.1:" + server.port() + "/"), witness.verifierKey());
            SignedNote note = log.checkpoint(20);

            Reply reply = client.submit(new Submission(0, List.of(), note));

            assertThat(reply).isInstanceOf(Reply.Cosigned.class);
            SignedNote cosigned =
                    client.with(note, ((Reply.Cosigned) reply).line(), List.of(SampleLog.KEY.verifierKey()));
            assertThat(new TrustedKeys(List.of(SampleLog.KEY.verifierKey()), List.of(witness.verifierKey()), 1)
                            .check(cosigned))
                    .isInstanceOfSatisfying(
                            NoteCheck.Trusted.class,
                            trusted -> assertThat(
                                            trusted.cosignatures().getFirst().time())
                                    .isEqualTo(NOW));
            assertThat(client.submit(new Submission(5, List.of(), log.checkpoint(30))))
                    .isInstanceOfSatisfying(
                            Reply.Conflict.class,
                            conflict -> assertThat(conflict.size()).isEqualTo(20));
            assertThatThrownBy(() -> client.with(
                            log.checkpoint(21), ((Reply.Cosigned) reply).line(), List.of(SampleLog.KEY.verifierKey())))
                    .hasMessageContaining("did not cosign");
        }
    }
}
