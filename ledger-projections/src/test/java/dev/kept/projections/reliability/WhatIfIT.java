package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhatIfIT {
    private static final Policy NOW = Policy.kyw1();

    @Test
    void everyRowReadsAsItsSubjectDoesUnderEachPolicyAndNothingIsWritten() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            ledger.recordAll(Histories.random(random, 250), random);
            ledger.await(processor);
            long size = ledger.log.head().size();
            List<String> before = ledger.rows();
            Instant later = TestLedger.START.plus(Duration.ofDays(1));
            List<ReadAt> readings = List.of(
                    new ReadAt(later, later),
                    new ReadAt(Histories.FIRST.plus(Duration.ofDays(60)), later),
                    new ReadAt(Histories.FIRST.plus(Duration.ofDays(60)), Histories.FIRST.plus(Duration.ofDays(60))));
            List<Policy> tried = List.of(
                    policy("{\"id\":\"short\",\"halfLifeDays\":90}"),
                    policy("{\"id\":\"strict\",\"credit\":{\"lateMaxPpm\":100000,\"lateMinPpm\":0}}"));
            for (Comparison.By by : Comparison.By.values()) {
                for (ReadAt at : readings) {
                    for (Policy policy : tried) {
                        compares(ledger, policy, by, at, size, seed);
                    }
                }
            }
            assertThat(ledger.log.head().size()).isEqualTo(size);
            assertThat(ledger.rows()).isEqualTo(before);
        }
    }

    private static void compares(TestLedger ledger, Policy policy, Comparison.By by, ReadAt at, long size, long seed) {
        List<WhatIf.Progress> progress = new ArrayList<>();
        Comparison comparison = new WhatIf(TestLedger.TENANT, ledger.commitments, ledger.log)
                .compare(NOW, policy, by, at, progress::add);

        assertThat(comparison.facts()).as("seed %d", seed).isEqualTo(size);
        assertThat(progress.getLast()).isEqualTo(new WhatIf.Progress(size, size));
        assertThat(comparison.rows()).hasSizeGreaterThan(2);
        for (Comparison.Row row : comparison.rows()) {
            CommitmentFilter filter =
                    new CommitmentFilter(row.customer(), row.promisor(), null, row.direction(), null, null, null);
            assertThat(row.before())
                    .as("%s at %s, seed %d", filter, at, seed)
                    .isEqualTo(ledger.scores.folded(filter, NOW, at).score());
            assertThat(row.after())
                    .as("%s at %s, seed %d", filter, at, seed)
                    .isEqualTo(ledger.scores.folded(filter, policy, at).score());
            long better = comparison.rows().stream()
                    .filter(other -> other.direction() == row.direction())
                    .filter(other -> Comparator.<Comparison.Row>comparingLong(
                                            one -> one.before().lower())
                                    .thenComparingLong(one -> one.before().points())
                                    .compare(other, row)
                            > 0)
                    .count();
            assertThat(row.rankBefore()).as("seed %d", seed).isEqualTo((int) better + 1);
        }
        assertThat(comparison.rows())
                .isSortedAccordingTo(Comparator.comparingLong((Comparison.Row row) -> -Math.abs(row.change())));
        assertThat(comparison.changedGrades())
                .isEqualTo(comparison.rows().stream()
                        .filter(row -> !row.before().grade().equals(row.after().grade()))
                        .count());
        assertThat(comparison.changedVerdicts())
                .isEqualTo(comparison.rows().stream()
                        .filter(row -> row.before().verdict() != row.after().verdict())
                        .count());
    }

    private static Policy policy(String override) {
        return NOW.overriddenBy((JsonObject) JsonReader.readTrusted(override.getBytes(StandardCharsets.UTF_8)));
    }
}
