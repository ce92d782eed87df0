package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.reliability.ReliabilityViews.By;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.recording.Answer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReliabilityViewsIT {
    private static final ReadAt LATER = at("2026-12-31T00:00:00Z", "2026-12-31T00:00:00Z");

    private final TestLedger ledger = TestLedger.fresh();
    private LiveProcessor processor;
    private int lines;

    @BeforeEach
    void start() {
        processor = ledger.project();
    }

    @AfterEach
    void close() {
        processor.close();
        ledger.close();
    }

    @Test
    void everyFigureEqualsACountOverAFoldOfWhatWasKnownThen() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ledger.recordAll(Histories.random(random, 400), random);
        ledger.await(processor);
        Map<String, FoldedCommitment> all = ledger.folded();

        for (int i = 0; i < 60; i++) {
            ReadAt at = i == 0 ? LATER : new ReadAt(time(random), time(random));
            By by = By.values()[i % By.values().length];
            CommitmentFilter filter = random.nextBoolean() ? CommitmentFilter.ALL : CommitmentFilter.ofCustomer("ACME");
            List<CommitmentView> views = all.values().stream()
                    .flatMap(one -> one.at(at.asOfSeconds(), at.knownAtSeconds()).stream())
                    .filter(view -> filter.customer() == null
                            || filter.customer().equals(view.standing().customer()))
                    .toList();
            Map<String, List<CommitmentView>> groups = views.stream()
                    .filter(view -> key(view, by) != null)
                    .collect(Collectors.groupingBy(view -> key(view, by), TreeMap::new, Collectors.toList()));

            ReliabilityViews.Stats stats = ledger.reliability.stats(filter, by, at);

            assertThat(stats.totals()).as("%s, seed %d", at, seed).isEqualTo(counts(views));
            assertThat(stats.awaitingTerms()).as("seed %d", seed).isEqualTo(count(views, Outcome.AWAITING_TERMS));
            assertThat(stats.rows()).extracting(ReliabilityViews.Row::key).containsExactlyElementsOf(groups.keySet());
            for (ReliabilityViews.Row row : stats.rows()) {
                assertThat(row.counts())
                        .as("%s by %s at %s, seed %d", row.key(), by, at, seed)
                        .isEqualTo(counts(groups.get(row.key())));
            }
        }
    }

    private static Instant time(Random random) {
        return Histories.FIRST.plusSeconds(random.nextInt((Histories.DAYS + 100) * 86_400));
    }

    private static String key(CommitmentView view, By by) {
        Standing standing = view.standing();
        return switch (by) {
            case CUSTOMER -> standing.customer();
            case PROMISOR -> standing.promisor();
            case KIND -> standing.kind();
            case MONTH ->
                standing.madeAt() == null
                        ? null
                        : Instant.ofEpochSecond(standing.madeAt()).toString().substring(0, 7);
        };
    }

    private static Counts counts(List<CommitmentView> views) {
        String runs = views.stream()
                .filter(view -> view.standing().settledAt() != null && weighs(view.standing()))
                .sorted(Comparator.comparing(
                                (CommitmentView view) -> view.standing().settledAt())
                        .thenComparing(CommitmentView::commitment))
                .map(view -> view.standing().outcome() == Outcome.MET ? "k" : "b")
                .collect(Collectors.joining());
        long current = runs.isEmpty()
                ? 0
                : runs.length() - runs.replaceAll("(k+|b+)$", "").length();
        return new Counts(
                count(views, outcome -> outcome != Outcome.VOIDED && outcome != Outcome.AWAITING_TERMS),
                count(views, Outcome.MET),
                count(views, Outcome.MET_LATE),
                count(views, Outcome.PARTLY_MET),
                count(views, Outcome.MISSED),
                count(views, Outcome.WITHDRAWN),
                views.stream()
                        .filter(view -> view.standing().withdrawnBy() == Party.PROMISOR)
                        .count(),
                count(views, Outcome.RELEASED),
                count(views, Outcome.VOIDED),
                count(views, Outcome.OPEN),
                views.stream()
                        .filter(view -> view.standing().flags().contains(Flag.OVERDUE))
                        .count(),
                longest(runs, "k+"),
                longest(runs, "b+"),
                runs.endsWith("b") ? -current : current);
    }

    private static boolean weighs(Standing standing) {
        return switch (standing.outcome()) {
            case MET, MET_LATE, PARTLY_MET, MISSED -> true;
            case WITHDRAWN -> standing.withdrawnBy() == Party.PROMISOR;
            case OPEN, RELEASED, VOIDED, AWAITING_TERMS -> false;
        };
    }

    private static long longest(String runs, String one) {
        return Pattern.compile(one)
                .matcher(runs)
                .results()
                .mapToLong(run -> run.group().length())
                .max()
                .orElse(0);
    }

    private static long count(List<CommitmentView> views, Outcome outcome) {
        return count(views, outcome::equals);
    }

    private static long count(List<CommitmentView> views, Predicate<Outcome> outcomes) {
        return views.stream()
                .filter(view -> outcomes.test(view.standing().outcome()))
                .count();
    }

    @Test
    void lateEvidenceRestatesThePastAndTheOldReadingStaysAsItWasShown() throws Exception {
        made("a", "2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z");
        record("""
                {"type":"missed","commitment":"a","by":"system","at":"2026-02-01T00:00:00Z",
                 "recordedAt":"2026-02-01T00:00:00Z","source":"s","id":"%d"}
                """);
        record("""
                {"type":"met","commitment":"a","at":"2026-01-30T00:00:00Z","recordedAt":"2026-03-01T00:00:00Z",
                 "source":"s","id":"%d"}
                """);

        Counts shown = totals(at("2026-02-10T00:00:00Z", "2026-02-10T00:00:00Z"));
        assertThat(shown.missed()).isEqualTo(1);
        assertThat(shown.onTime()).isZero();
        assertThat(shown.rate()).contains(new BigDecimal("0.000000"));
        assertThat(shown.currentStreak()).isEqualTo(-1);

        Counts restated = totals(at("2026-02-10T00:00:00Z", "2026-03-01T00:00:00Z"));
        assertThat(restated.missed()).isZero();
        assertThat(restated.onTime()).isEqualTo(1);
        assertThat(restated.rate()).contains(new BigDecimal("1.000000"));
        assertThat(restated.currentStreak()).isEqualTo(1);
    }

    @Test
    void monthsAreThoseInWhichPromisesWereMadeInUtc() throws Exception {
        made("a", "2026-01-31T23:59:59Z", "2026-06-01T00:00:00Z");
        made("b", "2026-02-01T00:59:59+01:00", "2026-06-01T00:00:00Z");
        made("c", "2026-02-01T00:00:00Z", "2026-06-01T00:00:00Z");

        assertThat(ledger.reliability
                        .stats(CommitmentFilter.ALL, By.MONTH, LATER)
                        .rows())
                .satisfiesExactly(
                        january -> {
                            assertThat(january.key()).isEqualTo("2026-01");
                            assertThat(january.counts().made()).isEqualTo(2);
                        },
                        february -> {
                            assertThat(february.key()).isEqualTo("2026-02");
                            assertThat(february.counts().made()).isEqualTo(1);
                        });
    }

    @Test
    void streaksRunInTheOrderOfSettlementAndTheRateLeavesOutWhatNobodyBroke() throws Exception {
        String[] what = {"met", "met", "missed", "released", "met", "met", "met", "missed"};
        for (int i = 0; i < what.length; i++) {
            made("p" + i, "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z");
        }
        for (int i = what.length - 1; i >= 0; i--) {
            record("""
                    {"type":"%s","commitment":"p%d","by":"%s","at":"2026-02-0%dT00:00:00Z","source":"s","id":"%%d"}
                    """.formatted(what[i], i, what[i].equals("released") ? "promisee" : "promisor", i + 1));
        }

        Counts totals = totals(LATER);
        assertThat(totals.made()).isEqualTo(8);
        assertThat(totals.keptStreak()).isEqualTo(3);
        assertThat(totals.brokenStreak()).isEqualTo(1);
        assertThat(totals.currentStreak()).isEqualTo(-1);
        assertThat(totals.released()).isEqualTo(1);
        assertThat(totals.rate()).contains(new BigDecimal("0.714286"));
    }

    @Test
    void withoutAnyOutcomeThereIsNoRate() throws Exception {
        made("a", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z");

        Counts totals = totals(LATER);
        assertThat(totals.rate()).isEmpty();
        assertThat(totals.open()).isEqualTo(1);
        assertThat(totals.openOverdue()).isEqualTo(1);
        assertThat(totals(at("2025-12-31T23:59:59Z", "2026-12-31T00:00:00Z")).made())
                .isZero();
    }

    private Counts totals(ReadAt at) {
        return ledger.reliability.stats(CommitmentFilter.ALL, null, at).totals();
    }

    private void made(String commitment, String at, String due) throws Exception {
        record("""
                {"type":"made","commitment":"%s","customer":"ACME","at":"%s","recordedAt":"%s","due":"%s",
                 "source":"s","id":"%%d"}
                """.formatted(commitment, at, at, due));
    }

    private void record(String line) throws Exception {
        byte[] json = line.formatted(lines++).getBytes(StandardCharsets.UTF_8);
        assertThat(ledger.record(List.of(Histories.item(json)))).hasOnlyElementsOfType(Answer.Recorded.class);
        ledger.await(processor);
    }

    private static ReadAt at(String asOf, String knownAt) {
        return new ReadAt(Instant.parse(asOf), Instant.parse(knownAt));
    }
}
