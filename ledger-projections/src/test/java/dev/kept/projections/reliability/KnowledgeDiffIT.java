package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnowledgeDiffIT {
    private static final Policy POLICY = Policy.kyw1();

    @Test
    void aLateReportTurnsAMissIntoAKeptPromiseAndIsNamedAsTheCause() throws Exception {
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            record(ledger, """
                    {"type":"made","commitment":"a","customer":"ACME","promisor":"ann","at":"2026-01-01T00:00:00Z",
                     "recordedAt":"2026-01-01T00:00:00Z","due":"2026-01-10T00:00:00Z","source":"t","id":"1"}
                    """, """
                    {"type":"missed","commitment":"a","by":"system","at":"2026-01-12T00:00:00Z",
                     "recordedAt":"2026-01-12T00:00:00Z","source":"t","id":"2"}
                    """, """
                    {"type":"met","commitment":"a","at":"2026-01-09T00:00:00Z","evidence":"CONFIRMED",
                     "recordedAt":"2026-02-20T00:00:00Z","source":"t","id":"3"}
                    """, """
                    {"type":"made","commitment":"b","customer":"ACME","promisor":"ann","at":"2026-01-01T00:00:00Z",
                     "recordedAt":"2026-01-01T00:00:00Z","due":"2026-01-10T00:00:00Z","source":"t","id":"4"}
                    """);
            ledger.await(processor);
            List<KnowledgeDiff.Change> changes = new ArrayList<>();

            KnowledgeDiff.Summary summary = diff(ledger)
                    .read(
                            new KnowledgeDiff.Question(
                                    "ACME", time("2026-01-31"), time("2026-01-31"), time("2026-03-01")),
                            POLICY,
                            changes::add);

            assertThat(changes).singleElement().satisfies(change -> {
                assertThat(change.commitment()).isEqualTo("a");
                assertThat(change.parts())
                        .containsExactly(
                                KnowledgeDiff.Part.OUTCOME, KnowledgeDiff.Part.SETTLED, KnowledgeDiff.Part.FACTS);
                assertThat(outcome(change.then())).isEqualTo(Outcome.MISSED);
                assertThat(outcome(change.now())).isEqualTo(Outcome.MET);
                assertThat(change.factsThen()).isEqualTo(2);
                assertThat(change.factsNow()).isEqualTo(3);
                assertThat(change.causes()).singleElement().satisfies(cause -> {
                    assertThat(cause.position()).isEqualTo(2);
                    assertThat(cause.type()).isEqualTo("met");
                    assertThat(cause.recordedAt()).isEqualTo(time("2026-02-20"));
                });
            });
            assertThat(summary.commitments()).isEqualTo(2);
            assertThat(summary.changed()).isEqualTo(1);
            assertThat(summary.then().missed()).isEqualTo(1);
            assertThat(summary.now().onTime()).isEqualTo(1);
            assertThat(summary.scores()).singleElement().satisfies(score -> {
                assertThat(score.direction()).isEqualTo(Direction.BY_US);
                assertThat(score.now().points()).isGreaterThan(score.then().points());
            });
        }
    }

    @Test
    void listsExactlyWhatReadsDifferentlyAndScoresAsTheViewsDo() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            ledger.recordAll(Histories.random(random, 120), random);
            ledger.await(processor);
            for (int round = 0; round < 8; round++) {
                String customer = random.nextBoolean()
                        ? null
                        : Histories.CUSTOMERS.get(random.nextInt(Histories.CUSTOMERS.size()));
                Instant then = Histories.FIRST.plus(Duration.ofHours(random.nextInt(100 * 24)));
                Instant now = then.plus(Duration.ofHours(random.nextInt(200 * 24)));
                Instant asOf = Histories.FIRST.plus(Duration.ofHours(random.nextInt(200 * 24)));
                var question = new KnowledgeDiff.Question(customer, asOf, then, now);
                Map<String, KnowledgeDiff.Change> changes = new TreeMap<>();

                KnowledgeDiff.Summary summary =
                        diff(ledger).read(question, POLICY, change -> changes.put(change.commitment(), change));

                readsAs(ledger, question, changes, "round " + round + ", seed " + seed);
                CommitmentFilter filter =
                        customer == null ? CommitmentFilter.ALL : CommitmentFilter.ofCustomer(customer);
                assertThat(summary.then())
                        .as("seed %d", seed)
                        .isEqualTo(ledger.reliability
                                .stats(filter, null, new ReadAt(asOf, then))
                                .totals());
                for (KnowledgeDiff.ScoreChange score : summary.scores()) {
                    CommitmentFilter one =
                            new CommitmentFilter(customer, null, null, score.direction(), null, null, null);
                    assertThat(score.then())
                            .as("%s of %s, seed %d", one, question, seed)
                            .isEqualTo(ledger.scores
                                    .folded(one, POLICY, new ReadAt(asOf, then))
                                    .score());
                    assertThat(score.now())
                            .as("%s of %s, seed %d", one, question, seed)
                            .isEqualTo(ledger.scores
                                    .folded(one, POLICY, new ReadAt(asOf, now))
                                    .score());
                }
            }
        }
    }

    @Test
    void theEarlierKnowledgeComesFirst() {
        assertThatThrownBy(() ->
                        new KnowledgeDiff.Question(null, time("2026-01-31"), time("2026-03-01"), time("2026-01-31")))
                .hasMessageContaining("the earlier knowledge comes first");
    }

    private static void readsAs(
            TestLedger ledger,
            KnowledgeDiff.Question question,
            Map<String, KnowledgeDiff.Change> changes,
            String seed) {
        long differing = 0;
        for (Map.Entry<String, FoldedCommitment> one : ledger.folded().entrySet()) {
            CommitmentView then = view(one.getValue(), question, question.then());
            CommitmentView now = view(one.getValue(), question, question.now());
            long more = one.getValue().events().stream()
                    .map(CommitmentEvent::envelope)
                    .filter(envelope -> envelope.at().getEpochSecond()
                                    <= question.asOf().getEpochSecond()
                            && envelope.rec().getEpochSecond() <= question.now().getEpochSecond()
                            && envelope.rec().getEpochSecond() > question.then().getEpochSecond())
                    .count();
            boolean differs = then == null ? now != null : !then.equals(now) || more > 0;
            if (!differs) {
                assertThat(changes).as(seed).doesNotContainKey(one.getKey());
                continue;
            }
            differing++;
            KnowledgeDiff.Change change = changes.get(one.getKey());
            assertThat(change).as("%s, %s", one.getKey(), seed).isNotNull();
            assertThat(change.then()).as(seed).isEqualTo(then);
            assertThat(change.now()).as(seed).isEqualTo(now);
            assertThat(change.causes()).as(seed).hasSize((int) more);
            assertThat(change.factsNow() - change.factsThen()).as(seed).isEqualTo((int) more);
        }
        assertThat(changes).as(seed).hasSize((int) differing);
    }

    private static @Nullable CommitmentView view(
            FoldedCommitment commitment, KnowledgeDiff.Question question, Instant known) {
        return commitment
                .at(question.asOf().getEpochSecond(), known.getEpochSecond())
                .filter(view -> question.customer() == null
                        || question.customer().equals(view.standing().customer()))
                .orElse(null);
    }

    private static Outcome outcome(@Nullable CommitmentView view) {
        assertThat(view).isNotNull();
        return view.standing().outcome();
    }

    private static KnowledgeDiff diff(TestLedger ledger) {
        return new KnowledgeDiff(TestLedger.TENANT, ledger.commitments, ledger.log);
    }

    private static void record(TestLedger ledger, String... lines) throws Exception {
        ledger.record(List.of(lines).stream()
                .map(line -> Histories.item(line.getBytes(StandardCharsets.UTF_8)))
                .toList());
    }

    private static Instant time(String day) {
        return Instant.parse(day + "T00:00:00Z");
    }
}
