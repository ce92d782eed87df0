package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Direction;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.ScoreState;
import dev.kept.projections.board.ContactProjection;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentProjection;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.FoldedStreams;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.Replay;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.FactReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the projection keeps of scores against a fold of the facts, for histories with facts of every type.
class ScoreProjectionIT {
    private static final Policy POLICY = Policy.kyw1();
    private static final List<Integer> PAIRS_FROM = List.of(1, 5, 20, 60, PairRecords.KEPT_FROM);
    private static final Instant FOR_EVER = Instant.parse("2199-01-01T00:00:00Z");

    @Test
    void projectedStatesEqualStatesFoldedFromFactsWhateverTheOrderAndTheBatches() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int pairsFrom = any(PAIRS_FROM, random);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project(streams -> projections(streams, pairsFrom))) {
            List<RecordFacts.Item> items = Histories.random(random, 300);
            if (random.nextBoolean()) {
                Collections.shuffle(items, random);
            }
            ledger.recordAll(items, random);
            ledger.await(processor);

            CurrentScores current = new CurrentScores(TestLedger.TENANT, ledger.database.dataSource(), ledger.log);
            ReadAt at = new ReadAt(FOR_EVER, FOR_EVER);
            int entries = 0;
            for (CommitmentFilter filter : filters()) {
                ScoreState expected = new ScoreState();
                for (FoldedCommitment commitment : ledger.folded().values()) {
                    Account account = Account.of(commitment.facts(), POLICY);
                    if (account.subject() != null && account.subject().isIn(filter)) {
                        expected.addAll(account.entries());
                        entries += account.entries().size();
                    }
                }
                assertThat(current.state(filter, at))
                        .as("%s, pairs from %d, seed %d", filter, pairsFrom, seed)
                        .contains(expected);
            }
            assertThat(entries).isGreaterThan(1_000);
            everyReadingIsExact(ledger, TestLedger.START.plus(Duration.ofDays(1)), random, seed);
        }
    }

    @Test
    void sumsAndPendingPromisesStayExactWhileTheDaysOfTheLogPass() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int pairsFrom = any(PAIRS_FROM, random);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project(streams -> projections(streams, pairsFrom))) {
            Instant now = TestLedger.START;
            int promises = 0;
            for (int round = 0; round < 12; round++) {
                List<RecordFacts.Item> items = new ArrayList<>();
                for (int i = random.nextInt(25); i >= 0; i--) {
                    items.add(promise(promises++, now, random));
                }
                for (int i = random.nextInt(60); i >= 0; i--) {
                    items.add(report(random.nextInt(promises), round + "-" + i, now, random));
                }
                ledger.record(items);
                ledger.await(processor);
                everyReadingIsExact(ledger, now, random, seed);
                now = ledger.pass(Duration.ofHours(random.nextInt(24 * 6)));
                everyReadingIsExact(ledger, now, random, seed);
            }
            Replay.Result replayed = processor.replay().check();
            assertThat(replayed.verdict())
                    .as("pairs from %d, seed %d", pairsFrom, seed)
                    .isEqualTo(Replay.Verdict.SAME);
            assertThat(replayed.rows()).isGreaterThan(promises * 3L);
        }
    }

    @Test
    void theRecordWithEachPromisorIsKeptWhileTheCustomerHasManyPromisesAndReadTheSameWhenNot() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        // given a ledger that keeps the records of pairs for customers of four promises and more
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project(streams -> projections(streams, 4))) {
            Instant now = TestLedger.START;
            List<Integer> rows = new ArrayList<>();

            // when one promise after the other is made to a customer by two promisors, and then all but three are moved
            for (int i = 0; i < 6; i++) {
                ledger.record(List.of(item(made("a-" + i, i % 2 == 0 ? "ann" : "bob"))));
                rows.add(pairRows(ledger, processor, now, seed));
            }
            for (int i = 0; i < 3; i++) {
                ledger.record(List.of(item("""
                        {%s,"commitment":"a-%d","at":"%s","evidence":"SYSTEM","source":"test","id":"moved-%d"}
                        """.formatted(corrected("a-" + i, "\"customer\":\"OTHER\""), i, now, i))));
                rows.add(pairRows(ledger, processor, now, seed));
            }

            // then both records are there from the fourth promise on until the fourth is gone
            assertThat(rows).as("seed %d", seed).containsExactly(0, 0, 0, 2, 2, 2, 2, 2, 0);
            everyReadingIsExact(ledger, now, random, seed);
            assertThat(processor.replay().check().verdict()).isEqualTo(Replay.Verdict.SAME);
        }
    }

    private static int pairRows(TestLedger ledger, LiveProcessor processor, Instant now, long seed) throws Exception {
        ledger.await(processor);
        ReadAt at = new ReadAt(now, now);
        for (String promisor : List.of("ann", "bob", "nobody")) {
            for (Direction direction : new Direction[] {null, Direction.BY_US}) {
                CommitmentFilter filter = filter("ACME", promisor, null, direction);
                assertThat(ledger.scores.score(filter, POLICY, at))
                        .as("%s, seed %d", filter, seed)
                        .isEqualTo(ledger.scores.folded(filter, POLICY, at).score());
            }
        }
        try (Connection connection = ledger.database.dataSource().getConnection();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(
                        "select count(*) from kept_view.score_sums where scope like 's%' || chr(31) || 'BY_US'")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static String made(String commitment, String promisor) {
        return """
                {"type":"made","commitment":"%1$s","customer":"ACME","promisor":"%2$s","kind":"ship-order",
                 "direction":"BY_US","at":"2026-05-01T00:00:00Z","due":"2026-05-09T00:00:00Z","tier":"standard",
                 "evidence":"SYSTEM","source":"test","id":"%1$s-made"}
                """.formatted(commitment, promisor);
    }

    /// All projections, of which the scores keep the records of pairs from this many promises on.
    private static List<Projection> projections(FactReader.Streams streams, int pairsFrom) {
        List<Projection> all = new ArrayList<>(ViewProjections.of(TestLedger.TENANT, streams));
        FoldedStreams folded = new FoldedStreams(TestLedger.TENANT, streams);
        all.set(
                0,
                new CommitmentProjection(
                        TestLedger.TENANT,
                        folded,
                        new ReliabilityProjection(TestLedger.TENANT, pairsFrom),
                        new ContactProjection(TestLedger.TENANT)));
        return all;
    }

    /// Now, on later days, and at random times before, with random knowledge; the plain score and its reasons.
    private static void everyReadingIsExact(TestLedger ledger, Instant now, Random random, long seed) {
        List<CommitmentFilter> filters = filters();
        for (int i = 0; i < 14; i++) {
            CommitmentFilter filter = filters.get(random.nextInt(filters.size()));
            Instant asOf = switch (random.nextInt(4)) {
                case 0 -> now.minusSeconds(random.nextInt(60 * 86_400));
                case 1 -> now.plusSeconds(random.nextInt(90 * 86_400));
                default -> now;
            };
            Instant knownAt = random.nextInt(4) == 0 ? now.minusSeconds(random.nextInt(40 * 86_400)) : now;
            ReadAt at = new ReadAt(asOf, knownAt);
            Score.Explained expected = ledger.scores.folded(filter, POLICY, at);

            assertThat(ledger.scores.score(filter, POLICY, at))
                    .as("%s at %s, seed %d", filter, at, seed)
                    .isEqualTo(expected.score());
            assertThat(ledger.scores.explain(filter, POLICY, at))
                    .as("%s at %s, seed %d", filter, at, seed)
                    .isEqualTo(expected);
        }
    }

    private static List<CommitmentFilter> filters() {
        List<CommitmentFilter> filters = new ArrayList<>();
        for (Direction direction : new Direction[] {null, Direction.BY_US, Direction.BY_CUSTOMER}) {
            filters.add(filter(null, null, null, direction));
            filters.add(filter(null, null, "ship-order", direction));
            filters.add(filter("ACME", null, "ship-order", direction));
            Histories.PROMISORS.forEach(promisor -> filters.add(filter(null, promisor, null, direction)));
            Histories.CUSTOMERS.forEach(customer -> {
                filters.add(filter(customer, null, null, direction));
                filters.add(filter(customer, "employee-1", null, direction));
            });
        }
        return filters;
    }

    private static CommitmentFilter filter(String customer, String promisor, String kind, Direction direction) {
        return new CommitmentFilter(customer, promisor, kind, direction, null, null, null);
    }

    private static RecordFacts.Item promise(int number, Instant now, Random random) {
        return item("""
                {"type":"made","commitment":"p-%1$d","customer":"%2$s","promisor":"%3$s","kind":"ship-order",
                 "direction":"BY_US","at":"%4$s","due":"%5$s","tier":"%6$s","evidence":"%7$s",
                 "source":"test","id":"p-%1$d-made"}
                """.formatted(
                        number,
                        any(Histories.CUSTOMERS, random),
                        any(Histories.PROMISORS, random),
                        now.minusSeconds(random.nextInt(3 * 86_400)),
                        now.plusSeconds(random.nextInt(12) * 86_400L),
                        any(List.of("trivial", "minor", "standard", "critical"), random),
                        any(List.of("SELF", "SYSTEM"), random)));
    }

    private static RecordFacts.Item report(int number, String id, Instant now, Random random) {
        String extra = switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> "\"type\":\"met\"";
            case 4 -> "\"type\":\"missed\"";
            case 5 -> "\"type\":\"partly_met\",\"fraction\":\"0.5\"";
            case 6 -> "\"type\":\"disclosed\"";
            case 7 ->
                "\"type\":\"renegotiated\",\"askedBy\":\"promisor\",\"newDue\":\"%s\""
                        .formatted(now.plusSeconds(random.nextInt(20) * 86_400L));
            case 8 -> "\"type\":\"disputed\",\"by\":\"promisee\"";
            case 9 -> corrected(number, "\"customer\":\"" + any(Histories.CUSTOMERS, random) + '"');
            case 10 -> corrected(number, "\"promisor\":\"" + any(Histories.PROMISORS, random) + '"');
            default -> corrected(number, "\"due\":\"" + now.plusSeconds(random.nextInt(9) * 86_400L) + '"');
        };
        // A few come from clocks that are a little ahead.
        Instant at = random.nextInt(8) == 0 ? now.plusSeconds(200) : now.minusSeconds(random.nextInt(2 * 86_400));
        return item("""
                {%s,"commitment":"p-%d","at":"%s","evidence":"%s","source":"test","id":"%s"}
                """.formatted(extra, number, at, any(List.of("SELF", "SYSTEM", "CONFIRMED"), random), id));
    }

    private static String corrected(int number, String with) {
        return corrected("p-" + number, with);
    }

    private static String corrected(String commitment, String with) {
        return """
                "type":"corrected","target":{"source":"test","id":"%s-made"},"with":{%s},"reason":"typo",
                "actor":"ann","evidenceRef":"mail"
                """.formatted(commitment, with).replace('\n', ' ');
    }

    private static RecordFacts.Item item(String line) {
        return Histories.item(line.replace('\n', ' ').getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T any(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    @Test
    void aCorrectionThatMovesAPromiseMovesItsPoints() throws Exception {
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project(streams -> projections(streams, 1))) {
            ledger.record(List.of(item("""
                    {"type":"made","commitment":"a","customer":"ACME","promisor":"ann","kind":"k","tier":"standard",
                     "at":"2026-05-01T00:00:00Z","due":"2026-05-10T00:00:00Z","source":"s","id":"1"}
                    """), item("""
                    {"type":"met","commitment":"a","at":"2026-05-09T00:00:00Z","evidence":"CONFIRMED","source":"s","id":"2"}
                    """)));
            ledger.await(processor);
            ReadAt at = new ReadAt(TestLedger.START.plusSeconds(60), TestLedger.START.plusSeconds(60));
            Score kept = ledger.scores.score(filter("ACME", "ann", null, Direction.BY_US), POLICY, at);
            assertThat(kept.promises()).isOne();
            assertThat(kept.points()).isGreaterThan(kept.prior());

            ledger.record(List.of(item("""
                    {"type":"corrected","commitment":"a","target":{"source":"s","id":"1"},
                     "with":{"customer":"VINET","promisor":"bob"},"at":"2026-05-11T00:00:00Z",
                     "reason":"wrong name","actor":"ann","evidenceRef":"mail","source":"s","id":"3"}
                    """)));
            ledger.await(processor);

            assertThat(ledger.scores.score(filter("VINET", "bob", null, Direction.BY_US), POLICY, at))
                    .isEqualTo(kept);
            assertThat(ledger.scores
                            .score(filter("ACME", "ann", null, Direction.BY_US), POLICY, at)
                            .promises())
                    .isZero();
            assertThat(rows(ledger, "score_bucket")).noneMatch(row -> row.contains("ACME"));
            assertThat(rows(ledger, "score_sums"))
                    .noneMatch(row -> row.contains("ACME"))
                    .hasSize(5);
        }
    }

    @Test
    void everyPointOfAHistoryReadsAsItDoesAloneAndRestatementsNameTheirFacts() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            ledger.recordAll(Histories.random(random, 150), random);
            ledger.await(processor);
            Instant knownAt = TestLedger.START.plus(Duration.ofDays(1));
            List<Instant> times = Stream.iterate(Histories.FIRST, time -> time.plus(Duration.ofDays(9)))
                    .limit(14)
                    .toList();
            int changed = 0;
            for (CommitmentFilter filter : filters().subList(0, 8)) {
                List<ScoreViews.Point> points = ledger.scores.history(filter, POLICY, times, knownAt);
                for (ScoreViews.Point point : points) {
                    assertThat(point.shown())
                            .as("%s at %s, seed %d", filter, point.asOf(), seed)
                            .isEqualTo(ledger.scores
                                    .folded(filter, POLICY, new ReadAt(point.asOf(), point.asOf()))
                                    .score());
                    assertThat(point.restated())
                            .as("%s at %s, seed %d", filter, point.asOf(), seed)
                            .isEqualTo(ledger.scores
                                    .folded(filter, POLICY, new ReadAt(point.asOf(), knownAt))
                                    .score());
                }
                List<ScoreViews.Restatement> restatements = ledger.scores.restatements(filter, POLICY, times, knownAt);
                assertThat(restatements)
                        .as("seed %d", seed)
                        .extracting(ScoreViews.Restatement::point)
                        .isEqualTo(points.stream()
                                .filter(ScoreViews.Point::changed)
                                .toList());
                assertThat(restatements).allSatisfy(restatement -> {
                    assertThat(restatement.causes()).isNotEmpty();
                    assertThat(restatement.causes()).allSatisfy(cause -> {
                        assertThat(cause.at())
                                .isBeforeOrEqualTo(restatement.point().asOf());
                        assertThat(cause.recordedAt())
                                .isAfter(restatement.point().asOf());
                    });
                });
                changed += restatements.size();
            }
            assertThat(changed).as("seed %d", seed).isPositive();
        }
    }

    private static List<String> rows(TestLedger ledger, String table) throws Exception {
        List<String> rows = new ArrayList<>();
        try (var connection = ledger.access.connect();
                var statement = connection.createStatement();
                var found = statement.executeQuery(
                        String.format(Locale.ROOT, "select t::text from kept_view.%s t", table))) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
