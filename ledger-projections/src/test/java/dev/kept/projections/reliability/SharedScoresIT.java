package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Direction;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ExportedFact;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.recording.Answer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real company's history: what the projection says of every customer, against an auditor with an export alone.
@Tag("shared-data")
class SharedScoresIT {
    @Test
    void everyCustomersScoreIsComputedAgainFromTheExportAtAnyTimeAndAnyKnowledge() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = Path.of(System.getProperty("kept.shared.data")).resolve("northwind.jsonl.gz");
        List<RecordFacts.Item> lines;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines = reader.lines()
                    .map(line -> Histories.item(line.getBytes(StandardCharsets.UTF_8)))
                    .collect(Collectors.toList());
        }
        Collections.shuffle(lines, random);
        Instant later = TestLedger.START.plusSeconds(86_400);
        List<Instant> asOfs =
                List.of(Instant.parse("1997-06-30T00:00:00Z"), Instant.parse("1998-05-06T12:00:00Z"), later);
        List<Instant> knownAts =
                List.of(Instant.parse("1998-01-15T00:00:00Z"), TestLedger.START.plusMillis(1_500), later);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            assertThat(ledger.recordAll(lines, random)).hasOnlyElementsOfType(Answer.Recorded.class);
            ledger.await(processor);
            ExportedScores auditor = ExportedScores.of(ledger.log.stream(-1).map(ExportedFact::line));
            List<String> customers = ledger
                    .reliability
                    .stats(CommitmentFilter.ALL, ReliabilityViews.By.CUSTOMER, new ReadAt(later, later))
                    .rows()
                    .stream()
                    .map(ReliabilityViews.Row::key)
                    .toList();
            assertThat(customers).hasSizeGreaterThan(80);
            int scored = 0;
            for (String customer : customers) {
                CommitmentFilter filter = new CommitmentFilter(customer, null, null, Direction.BY_US, null, null, null);
                for (Instant asOf : asOfs) {
                    for (Instant knownAt : knownAts) {
                        ReadAt at = new ReadAt(asOf, knownAt);
                        var theirs = auditor.explain(filter, Policy.kyw1(), at);
                        assertThat(ledger.scores.explain(filter, Policy.kyw1(), at))
                                .as("%s at %s, seed %d", customer, at, seed)
                                .isEqualTo(theirs);
                        assertThat(ledger.scores.score(filter, Policy.kyw1(), at))
                                .as("%s at %s, seed %d", customer, at, seed)
                                .isEqualTo(theirs.score());
                        scored += theirs.score().promises() > 0 ? 1 : 0;
                    }
                }
            }
            assertThat(scored).isGreaterThan(200);
        }
    }
}
