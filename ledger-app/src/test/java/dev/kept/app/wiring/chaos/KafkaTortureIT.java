package dev.kept.app.wiring.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.broker.TestBroker;
import dev.kept.app.cli.Main;
import dev.kept.app.wiring.chaos.KafkaTorture.Blow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The short form of `kept torture --kafka`: broker and ledgers killed, members that come and go, consumers that stall
/// until they have lost their partitions; everything sent twice, shuffled, some of it poison.
class KafkaTortureIT {
    private final long seed = ThreadLocalRandom.current().nextLong(1_000_000_000);

    @TempDir
    Path folder;

    @Test
    void everyRecordHasItsOneEffectAndIsAccountedFor() throws IOException, InterruptedException {
        KafkaTorture.Report report = torture(4, 240, null);

        assertThat(report.findings()).as(told(report)).isEmpty();
        assertThat(report.blows()).as(told(report)).isEqualTo(Map.of(Blow.LEDGER, 3, Blow.BROKER, 1, Blow.MEMBER, 2));
        assertThat(report.facts()).as(told(report)).isGreaterThan(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OFFSETS_FIRST | records in the books, offset",
                "OFFSETS_APART | facts in the log",
                "NO_FENCING    | records in the books, offset"
            })
    void aConsumerWithAFaultIsFoundOutByTheSameChecks(KafkaFault planted, String finding)
            throws IOException, InterruptedException {
        KafkaTorture.Report report = torture(1, 60, planted);

        assertThat(report.findings()).as(told(report)).anyMatch(found -> found.contains(finding));
        assertThat(report.findings()).as(told(report)).noneMatch(found -> found.startsWith("the run did not come"));
    }

    private KafkaTorture.Report torture(int cycles, int commitments, @Nullable KafkaFault fault)
            throws IOException, InterruptedException {
        return KafkaTorture.run(
                new KafkaTorture.Options(
                        cycles, commitments, seed, folder, TestBroker.jars(), fault, Main.class.getName()),
                line -> System.out.println("Kafka torture, seed " + seed + ", " + line));
    }

    private String told(KafkaTorture.Report report) throws IOException {
        List<String> log = Files.readAllLines(folder.resolve("ledgers.log"));
        return "seed " + seed + ", " + report + ", the ledgers' last words:\n"
                + String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size()));
    }
}
