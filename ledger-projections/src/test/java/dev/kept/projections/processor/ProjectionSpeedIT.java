package dev.kept.projections.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ReliabilityViews.By;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.recording.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Prints how fast a log is projected and read; asserts only that it was.
class ProjectionSpeedIT {
    private static final int FACTS = Integer.getInteger("kept.speed.facts", 30_000);
    /// How far apart the facts of one commitment are in the log.
    private static final int SPREAD = 5_000;

    @Test
    void projectsAndReadsAWholeLog() throws Exception {
        try (TestLedger ledger = TestLedger.fresh()) {
            fill(ledger);
            for (int round = 1; round <= 2; round++) {
                ledger.forgetViews();
                long since = System.nanoTime();
                try (LiveProcessor processor = ledger.project()) {
                    ledger.await(processor);
                }
                print("projected, round " + round, FACTS, since);
            }
            ReadAt now = new ReadAt(TestLedger.START.plusSeconds(86_400), TestLedger.START.plusSeconds(86_400));
            ReadAt past = new ReadAt(Instant.parse("2026-02-15T00:00:00Z"), now.knownAt());
            for (int round = 1; round <= 2; round++) {
                long since = System.nanoTime();
                var stats = ledger.reliability.stats(CommitmentFilter.ALL, By.CUSTOMER, now);
                print("commitments read for figures of now, round " + round, FACTS / 2, since);
                assertThat(stats.totals().made()).isEqualTo(FACTS / 2);
                since = System.nanoTime();
                ledger.reliability.stats(CommitmentFilter.ALL, By.CUSTOMER, past);
                print("commitments read for figures of the past, round " + round, FACTS / 2, since);
                since = System.nanoTime();
                ledger.reliability.stats(CommitmentFilter.ofCustomer("customer-7"), null, past);
                print("commitments read for one customer's past, round " + round, FACTS / 2 / 100, since);
            }
        }
    }

    private static void fill(TestLedger ledger) throws Exception {
        ArrayDeque<CompletableFuture<List<Answer>>> waiting = new ArrayDeque<>();
        for (List<RecordFacts.Item> submission : submissions()) {
            waiting.addLast(ledger.recorder.record(submission));
            if (waiting.size() > 8) {
                waiting.removeFirst().get(60, TimeUnit.SECONDS);
            }
        }
        for (CompletableFuture<List<Answer>> answers : waiting) {
            assertThat(answers.get(60, TimeUnit.SECONDS)).hasOnlyElementsOfType(Answer.Recorded.class);
        }
        assertThat(ledger.log.head().size()).isEqualTo(FACTS);
    }

    private static List<List<RecordFacts.Item>> submissions() {
        List<RecordFacts.Item> facts = new ArrayList<>();
        for (int i = 0; i < FACTS / 2; i++) {
            facts.add(item("""
                    {"type":"made","commitment":"order-%1$d","customer":"customer-%2$d","promisor":"employee-%3$d",
                     "kind":"ship-order","statement":"Order leaves our dock","amount":"440.00","currency":"EUR",
                     "at":"%4$s","due":"2026-03-31T23:59:59Z","source":"erp","id":"%1$d-made"}
                    """.formatted(i, i % 100, i % 9, Histories.FIRST.plusSeconds(i * 60L % 7_000_000))));
            facts.add(item("""
                    {"type":"met","commitment":"order-%1$d","at":"%2$s","source":"erp","id":"%1$d-met"}
                    """.formatted(i, Histories.FIRST.plusSeconds(i * 60L % 7_000_000 + 90_000))));
        }
        Random random = new Random(1);
        for (int from = 0; from < facts.size(); from += SPREAD) {
            Collections.shuffle(facts.subList(from, Math.min(facts.size(), from + SPREAD)), random);
        }
        List<List<RecordFacts.Item>> submissions = new ArrayList<>();
        for (int from = 0; from < facts.size(); from += RecordFacts.MAX_ITEMS) {
            submissions.add(facts.subList(from, Math.min(facts.size(), from + RecordFacts.MAX_ITEMS)));
        }
        return submissions;
    }

    private static RecordFacts.Item item(String line) {
        return Histories.item(line.getBytes(StandardCharsets.UTF_8));
    }

    private static void print(String what, int number, long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        System.out.printf("%s: %,d in %.2f s, %,.0f/s%n", what, number, seconds, number / seconds);
    }
}
