package dev.kept.app.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.cli.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The short form of `kept torture`.
class TortureIT {
    private final long seed = ThreadLocalRandom.current().nextLong(1_000_000_000);

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostDoubledOrReordered() throws Exception {
        Torture.Report report = torture(20, List.of(Kill.values()), null);

        assertThat(report.verdict()).as(told(report)).matches(Verdict::clean);
        assertThat(report.kills())
                .as(told(report))
                .isEqualTo(Map.of(Kill.LEDGER, 5, Kill.SERVER, 5, Kill.BACKEND, 5, Kill.EVERYTHING, 5));
        assertThat(report.acknowledged())
                .as(told(report))
                .isEqualTo(report.verdict().facts())
                .isGreaterThan(1_000);
    }

    @Test
    void findsFactsThatWereAcknowledgedBeforeTheirCommit() throws Exception {
        Torture.Report report = torture(2, List.of(Kill.LEDGER), Fault.ACKNOWLEDGE_BEFORE_COMMIT);

        assertThat(report.verdict().lost()).as(told(report)).isPositive();
    }

    @Test
    void findsFactsWhoseCommitWasNotOnDisk() throws Exception {
        Torture.Report report = torture(2, List.of(Kill.EVERYTHING), Fault.VOLATILE_COMMIT);

        assertThat(report.verdict().lost()).as(told(report)).isPositive();
    }

    @Test
    void findsFactsThatWereSentAgainUnderNewKeys() throws Exception {
        Torture.Report report = torture(2, List.of(Kill.LEDGER), Fault.NEW_KEYS);

        assertThat(report.verdict().doubled()).as(told(report)).isPositive();
    }

    private Torture.Report torture(int cycles, List<Kill> kills, @Nullable Fault fault) throws Exception {
        return Torture.run(
                new Torture.Options(cycles, seed, folder, kills, fault, Main.class.getName()),
                line -> System.out.println("Torture, seed " + seed + ", " + line));
    }

    private String told(Torture.Report report) throws Exception {
        List<String> log = Files.readAllLines(folder.resolve("worker.log"));
        return "seed " + seed + ", " + report + ", the worker's last words:\n"
                + String.join("\n", log.subList(Math.max(0, log.size() - 20), log.size()));
    }
}
