package dev.kept.projections.commitment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitmentViewsIT {
    private static final int READINGS = 120;
    private static final ReadAt LATER = at("2026-12-31T00:00:00Z", "2026-12-31T00:00:00Z");

    private final TestLedger ledger = TestLedger.fresh();
    private LiveProcessor processor;

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
    void everyReadingEqualsAFoldOfWhatWasKnownThen() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ledger.recordAll(Histories.random(random, 500), random);
        ledger.await(processor);
        Map<String, FoldedCommitment> all = ledger.folded();
        List<Long> times = times(all);

        int listed = 0;
        for (int i = 0; i < READINGS; i++) {
            ReadAt at = new ReadAt(any(times, random), any(times, random));
            CommitmentFilter filter = filter(random, times);
            List<CommitmentView> expected = expected(all, filter, at);
            listed += expected.size();

            assertThat(paged(filter, at, 1 + random.nextInt(60)))
                    .as("%s at %s, seed %d", filter, at, seed)
                    .isEqualTo(expected);
            List<CommitmentView> whole = new ArrayList<>();
            ledger.commitments.forEach(filter, at, whole::add);
            assertThat(whole).as("%s at %s, seed %d", filter, at, seed).isEqualTo(expected);
        }
        assertThat(listed).as("seed %d", seed).isGreaterThan(READINGS);

        for (var one : all.entrySet()) {
            ReadAt at = new ReadAt(any(times, random), any(times, random));
            assertThat(ledger.commitments.find(one.getKey(), at))
                    .as("%s at %s, seed %d", one.getKey(), at, seed)
                    .isEqualTo(one.getValue().at(at.asOfSeconds(), at.knownAtSeconds()));
        }
        assertThat(ledger.commitments.find("nobody", LATER)).isEmpty();
    }

    private static List<CommitmentView> expected(
            Map<String, FoldedCommitment> all, CommitmentFilter filter, ReadAt at) {
        return all.values().stream()
                .flatMap(one -> one.at(at.asOfSeconds(), at.knownAtSeconds()).stream())
                .filter(view -> accepted(filter, view))
                .sorted(Comparator.comparingLong(CommitmentView::firstAt)
                        .thenComparing(
                                view -> view.commitment().getBytes(StandardCharsets.UTF_8),
                                java.util.Arrays::compareUnsigned))
                .toList();
    }

    private static boolean accepted(CommitmentFilter filter, CommitmentView view) {
        var standing = view.standing();
        return (filter.customer() == null || filter.customer().equals(standing.customer()))
                && (filter.promisor() == null || filter.promisor().equals(standing.promisor()))
                && (filter.kind() == null || filter.kind().equals(standing.kind()))
                && (filter.direction() == null || filter.direction() == standing.direction())
                && (filter.outcome() == null || filter.outcome() == standing.outcome())
                && (filter.flag() == null || standing.flags().contains(filter.flag()))
                && (filter.dueBefore() == null || standing.due() != null && standing.due() < filter.dueBefore());
    }

    private static CommitmentFilter filter(Random random, List<Long> times) {
        return new CommitmentFilter(
                random.nextBoolean() ? null : Histories.CUSTOMERS.get(random.nextInt(4)),
                random.nextInt(3) > 0 ? null : Histories.PROMISORS.get(random.nextInt(3)),
                random.nextInt(4) > 0 ? null : "ship-order",
                random.nextInt(4) > 0 ? null : Direction.BY_US,
                random.nextInt(3) > 0 ? null : Outcome.values()[random.nextInt(Outcome.values().length)],
                random.nextInt(4) > 0 ? null : Flag.values()[random.nextInt(Flag.values().length)],
                random.nextInt(4) > 0 ? null : times.get(random.nextInt(times.size())));
    }

    private List<CommitmentView> paged(CommitmentFilter filter, ReadAt at, int limit) {
        List<CommitmentView> items = new ArrayList<>();
        CommitmentViews.Cursor cursor = null;
        do {
            CommitmentViews.Page page = ledger.commitments.list(filter, at, cursor, limit);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            items.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return items;
    }

    /// Those at which something happens, was recorded or falls due, and the seconds beside them.
    private static List<Long> times(Map<String, FoldedCommitment> all) {
        Set<Long> times = new HashSet<>();
        for (FoldedCommitment one : all.values()) {
            for (CommitmentEvent event : one.events()) {
                beside(times, event.envelope().at().getEpochSecond());
                beside(times, event.envelope().rec().getEpochSecond());
            }
            one.at(Long.MAX_VALUE, Long.MAX_VALUE)
                    .map(view -> view.standing().due())
                    .ifPresent(due -> beside(times, due));
        }
        return new ArrayList<>(new java.util.TreeSet<>(times));
    }

    private static void beside(Set<Long> times, long second) {
        times.addAll(List.of(second - 1, second, second + 1));
    }

    private static Instant any(List<Long> times, Random random) {
        return random.nextInt(5) == 0 ? LATER.asOf() : Instant.ofEpochSecond(times.get(random.nextInt(times.size())));
    }

    @Test
    void pagesShowEveryCommitmentOnceWhileFactsArrive() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ledger.recordAll(Histories.random(random, 300), random);
        ledger.await(processor);
        Set<String> before = ledger.folded().keySet();
        AtomicBoolean done = new AtomicBoolean();
        Random other = new Random(seed + 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> recording = threads.submit(() -> {
                while (!done.get()) {
                    // back-dated facts about the old ones, and new ones between them
                    Instant at = Histories.FIRST.plusSeconds(other.nextInt(7_000_000));
                    ledger.record(List.of(Histories.item("""
                            {"type":"met","commitment":"order-%d","at":"%s","source":"live","id":"%s"}
                            """.formatted(other.nextInt(600), at, other.nextLong())
                            .getBytes(StandardCharsets.UTF_8))));
                }
                return null;
            });
            try {
                for (int round = 0; round < 10; round++) {
                    List<String> seen = new ArrayList<>();
                    CommitmentViews.Cursor cursor = null;
                    do {
                        CommitmentViews.Page page = ledger.commitments.list(CommitmentFilter.ALL, LATER, cursor, 7);
                        page.items().forEach(view -> seen.add(view.commitment()));
                        cursor = page.next();
                    } while (cursor != null);

                    assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates().containsAll(before);
                }
            } finally {
                done.set(true);
            }
            recording.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aPromiseIsOverdueFromTheSecondAfterItsDue() throws Exception {
        record("""
                {"type":"made","commitment":"a","customer":"ACME","at":"2026-01-01T00:00:00Z",
                 "due":"2026-02-01T12:00:00Z","source":"s","id":"1"}
                """);
        assertThat(flags("a", at("2026-02-01T12:00:00Z", "2026-12-31T00:00:00Z")))
                .doesNotContain(Flag.OVERDUE);
        assertThat(flags("a", at("2026-02-01T12:00:01Z", "2026-12-31T00:00:00Z")))
                .contains(Flag.OVERDUE);

        record("""
                {"type":"met","commitment":"a","at":"2026-03-01T00:00:00Z","source":"s","id":"2"}
                """);
        assertThat(flags("a", at("2026-02-01T12:00:00Z", "2026-12-31T00:00:00Z")))
                .as("folded")
                .doesNotContain(Flag.OVERDUE);
        assertThat(flags("a", at("2026-02-01T12:00:01Z", "2026-12-31T00:00:00Z")))
                .as("folded")
                .contains(Flag.OVERDUE);
        assertThat(flags("a", LATER)).doesNotContain(Flag.OVERDUE);
    }

    @Test
    void aCorrectedCustomerIsListedWithTheOldOneUntilTheCorrectionBecameKnown() throws Exception {
        record("""
                {"type":"made","commitment":"a","customer":"ACME","promisor":"ann","at":"2026-01-01T00:00:00Z",
                 "recordedAt":"2026-01-01T00:00:00Z","due":"2026-02-01T00:00:00Z","source":"s","id":"1"}
                """);
        record("""
                {"type":"corrected","commitment":"a","target":{"source":"s","id":"1"},
                 "with":{"customer":"VINET","promisor":"bob","statement":"By noon"},
                 "at":"2026-01-10T00:00:00Z","recordedAt":"2026-01-20T00:00:00Z",
                 "reason":"wrong name","actor":"ann","evidenceRef":"mail","source":"s","id":"2"}
                """);
        ReadAt before = at("2026-01-15T00:00:00Z", "2026-01-19T23:59:59Z");
        ReadAt after = at("2026-01-15T00:00:00Z", "2026-01-20T00:00:00Z");

        assertThat(listed("ACME", null, before)).containsExactly("a");
        assertThat(listed("VINET", null, before)).isEmpty();
        assertThat(listed(null, "ann", before)).containsExactly("a");
        assertThat(listed(null, "bob", before)).isEmpty();
        assertThat(listed("ACME", null, after)).isEmpty();
        assertThat(listed("VINET", null, after)).containsExactly("a");
        assertThat(listed(null, "ann", after)).isEmpty();
        assertThat(listed("VINET", "bob", after)).containsExactly("a");
        assertThat(ledger.commitments.find("a", before).orElseThrow().statement())
                .isNull();
        assertThat(ledger.commitments.find("a", after).orElseThrow().statement())
                .isEqualTo("By noon");
    }

    @Test
    void whatACorrectionOfAnotherFactSaysIsNotTakenForThePromise() throws Exception {
        record("""
                {"type":"made","commitment":"a","customer":"ACME","at":"2026-01-01T00:00:00Z","statement":"By noon",
                 "amount":"12.50","currency":"EUR","due":"2026-02-01T00:00:00Z","source":"s","id":"1"}
                """);
        record("""
                {"type":"corrected","commitment":"a","target":{"source":"s","id":"1"},"with":{"statement":"By one"},
                 "at":"2026-01-02T00:00:00Z","reason":"typo","actor":"ann","evidenceRef":"mail","source":"s","id":"2"}
                """);
        record("""
                {"type":"corrected","commitment":"a","target":{"source":"s","id":"2"},"strike":true,
                 "at":"2026-01-03T00:00:00Z","reason":"no typo","actor":"ann","evidenceRef":"mail",
                 "source":"s","id":"3"}
                """);

        CommitmentView now = ledger.commitments.find("a", LATER).orElseThrow();
        assertThat(now.statement()).isEqualTo("By noon");
        assertThat(now.amount()).isEqualByComparingTo("12.50");
        assertThat(now.currency()).isEqualTo("EUR");
        assertThat(ledger.commitments
                        .find("a", at("2026-01-02T00:00:00Z", "2026-12-31T00:00:00Z"))
                        .orElseThrow()
                        .statement())
                .isEqualTo("By one");
    }

    @Test
    void aStruckPromiseLeavesNoCustomerButIsFoundWithItBefore() throws Exception {
        record("""
                {"type":"made","commitment":"a","customer":"ACME","at":"2026-01-01T00:00:00Z",
                 "due":"2026-02-01T00:00:00Z","source":"s","id":"1"}
                """);
        record("""
                {"type":"corrected","commitment":"a","target":{"source":"s","id":"1"},"strike":true,
                 "at":"2026-01-05T00:00:00Z","reason":"never said","actor":"ann","evidenceRef":"mail",
                 "source":"s","id":"2"}
                """);

        assertThat(listed("ACME", null, LATER)).isEmpty();
        assertThat(listed("ACME", null, at("2026-01-04T00:00:00Z", "2026-12-31T00:00:00Z")))
                .containsExactly("a");
        assertThat(ledger.commitments.find("a", LATER).orElseThrow().standing().outcome())
                .isEqualTo(Outcome.AWAITING_TERMS);
    }

    @Test
    void aPageHasOneToAThousandItems() {
        assertThatThrownBy(() -> ledger.commitments.list(CommitmentFilter.ALL, LATER, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.commitments.list(CommitmentFilter.ALL, LATER, null, 1_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001");
    }

    private void record(String line) throws Exception {
        assertThat(ledger.record(List.of(Histories.item(line.getBytes(StandardCharsets.UTF_8)))))
                .hasOnlyElementsOfType(dev.kept.store.recording.Answer.Recorded.class);
        ledger.await(processor);
    }

    private Set<Flag> flags(String commitment, ReadAt at) {
        return ledger.commitments.find(commitment, at).orElseThrow().standing().flags();
    }

    private List<String> listed(String customer, String promisor, ReadAt at) {
        CommitmentFilter filter = new CommitmentFilter(customer, promisor, null, null, null, null, null);
        return ledger.commitments.list(filter, at, null, 10).items().stream()
                .map(CommitmentView::commitment)
                .toList();
    }

    private static ReadAt at(String asOf, String knownAt) {
        return new ReadAt(Instant.parse(asOf), Instant.parse(knownAt));
    }
}
