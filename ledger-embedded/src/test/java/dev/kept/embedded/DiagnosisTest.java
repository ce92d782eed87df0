package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Path DIRECTORY = Path.of("/data");

    @Test
    void namesTheGravestLineAndItsRemedy() {
        var lines = List.of(
                "2026-01-01 00:00:00.000 UTC [1] LOG:  starting PostgreSQL",
                "2026-01-01 00:00:00.000 UTC [1] PANIC:  could not write to file \"pg_wal/x\": No space left on device",
                "2026-01-01 00:00:00.000 UTC [1] LOG:  database system is shut down");

        assertThat(Diagnosis.refusal("start", DIRECTORY, 1, lines))
                .hasMessage("PostgreSQL could not start in /data (PANIC: could not write to file \"pg_wal/x\": "
                        + "No space left on device): free disk space.");
    }

    @Test
    void looksForTheRemedyInTheOtherLinesToo() {
        var lines = List.of(
                "LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use",
                "FATAL:  could not create any TCP/IP sockets");

        assertThat(Diagnosis.refusal("start", DIRECTORY, 1, lines))
                .hasMessage("PostgreSQL could not start in /data (FATAL: could not create any TCP/IP sockets): "
                        + "stop what uses the port, or choose another.");
    }

    @Test
    void pointsAtTheLogWhenItKnowsNoRemedy() {
        assertThat(Diagnosis.refusal("start", DIRECTORY, 1, List.of("FATAL:  something new")))
                .hasMessage("PostgreSQL could not start in /data (FATAL: something new): see /data/server.log.");
    }

    @Test
    void namesTheExitStatusWhenNothingGraveWasSaid() {
        assertThat(Diagnosis.cause(137, List.of())).isEqualTo("exit status 137, it said nothing");
        assertThat(Diagnosis.cause(137, List.of("LOG:  ready")))
                .isEqualTo("exit status 137, it last said: LOG:  ready");
    }

    @Test
    void refusalIsOneLineAndKeepsTheLog() {
        var refused = new StartRefused("two\n  lines", List.of("a", "b"));

        assertThat(refused).hasMessage("two lines");
        assertThat(refused.logTail()).containsExactly("a", "b");
    }
}
