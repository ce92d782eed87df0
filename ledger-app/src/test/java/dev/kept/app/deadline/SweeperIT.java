package dev.kept.app.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.api.event.EventCatalog;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.LineHash;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.domain.outcome.Outcome;
import dev.kept.embedded.TestDatabase;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Warning;
import dev.kept.store.StoredFact;
import dev.kept.store.recording.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Warnings and misses on a real database, with a clock that the test moves.
class SweeperIT {
    private static final Instant MADE = Instant.parse("2026-03-10T08:00:00Z");
    private static final Instant DUE = Instant.parse("2026-03-10T18:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final AtomicReference<Instant> now = new AtomicReference<>(MADE);
    private final InstantSource clock = now::get;
    private final List<AutoCloseable> open = new ArrayList<>();
    private LedgerOptions options;
    private Ledger ledger;

    @BeforeEach
    void openLedger(@TempDir Path folder) {
        TestDatabase.Access database = TestDatabase.fresh();
        options = new LedgerOptions(folder, database.jdbcUrl(), database.user(), database.password(), "us", false);
        ledger = node(clock);
    }

    private Ledger node(InstantSource nodesClock) {
        OpenLedger node = OpenLedger.open(options, nodesClock);
        open.addFirst(node);
        return node.ledger();
    }

    private Sweeper sweeper(Ledger node) {
        Sweeper sweeper = Sweeper.start(node, clock);
        open.addFirst(sweeper);
        return sweeper;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private static RecordFacts.Item item(String line) {
        byte[] json = line.getBytes(StandardCharsets.UTF_8);
        LineContext context = new LineContext(null, null, "test", LineHash.of(json));
        return switch (FactLineReader.read(json, context)) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.BUS);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new AssertionError(refusal);
        };
    }

    private static RecordFacts.Item promise(String commitment, Instant at, Instant due) {
        return item("""
                {"type":"made","commitment":"%s","customer":"ACME","promisor":"anna","at":"%s","due":"%s"}
                """.formatted(commitment, at, due));
    }

    private void record(RecordFacts.Item... items) throws Exception {
        assertThat(ledger.record(List.of(items)).get(60, TimeUnit.SECONDS))
                .hasOnlyElementsOfType(Answer.Recorded.class);
        assertThat(ledger.awaitViews(LIMIT)).isTrue();
    }

    private List<String> warnings() {
        return ledger.watch().after(0, 100).stream()
                .map(warning -> warning.commitment() + " " + warning.stage())
                .toList();
    }

    private void until(Instant time, String... expected) {
        now.set(time);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(warnings()).containsExactly(expected));
    }

    private Outcome outcome(String commitment) {
        assertThat(ledger.awaitViews(LIMIT)).isTrue();
        return ledger.commitments()
                .find(commitment, new ReadAt(now.get(), now.get()))
                .orElseThrow()
                .standing()
                .outcome();
    }

    @Test
    void saysEveryStageOnceAndRecordsTheMissAfterTheGrace() throws Exception {
        // given a promise of ten hours
        sweeper(ledger);
        record(promise("quote-1", MADE, DUE));

        // then it is at risk in its last fifth, due, and overdue a second later
        until(DUE.minusSeconds(7_201));
        until(DUE.minusSeconds(7_200), "quote-1 AT_RISK");
        until(DUE, "quote-1 AT_RISK", "quote-1 DUE");
        until(DUE.plusSeconds(1), "quote-1 AT_RISK", "quote-1 DUE", "quote-1 OVERDUE");
        assertThat(outcome("quote-1")).isEqualTo(Outcome.OPEN);

        // and missed when the day after it was due has passed
        Instant missed = Instant.parse("2026-03-12T00:00:00Z");
        until(missed, "quote-1 AT_RISK", "quote-1 DUE", "quote-1 OVERDUE", "quote-1 MISSED");
        await().atMost(LIMIT).until(() -> outcome("quote-1") == Outcome.MISSED);
        assertThat(ledger.commitments().facts("quote-1"))
                .hasSize(2)
                .last()
                .satisfies(fact -> assertThat(fact.at()).isEqualTo(missed));

        // when evidence comes late that it was kept in time, the miss is undone without a correction
        record(item("""
                {"type":"met","commitment":"quote-1","at":"2026-03-10T17:00:00Z","evidence":"SYSTEM"}
                """));
        assertThat(outcome("quote-1")).isEqualTo(Outcome.MET);
        assertThat(ledger.watch().next()).isEmpty();
    }

    @Test
    void whatIsKeptInTimeIsNotWarnedOf() throws Exception {
        sweeper(ledger);
        record(promise("kept", MADE, DUE), promise("other", MADE, DUE));
        record(item("{\"type\":\"met\",\"commitment\":\"kept\",\"at\":\"2026-03-10T08:00:00Z\"}"));
        until(DUE.plusSeconds(1), "other AT_RISK", "other DUE", "other OVERDUE");
    }

    @Test
    void aNewDueDateBeginsAnew() throws Exception {
        sweeper(ledger);
        record(promise("moved", MADE, DUE));
        until(DUE.minusSeconds(3_600), "moved AT_RISK");
        record(item("""
                {"type":"renegotiated","commitment":"moved","at":"2026-03-10T08:00:00Z","by":"promisee",
                 "askedBy":"promisee","newDue":"2026-03-11T18:00:00Z"}
                """));
        until(DUE.plusSeconds(1), "moved AT_RISK");
        until(Instant.parse("2026-03-11T18:00:00Z"), "moved AT_RISK", "moved AT_RISK", "moved DUE");
    }

    @Test
    void whatWasMissedBeforeTheLedgerHeardOfItIsHistory() throws Exception {
        sweeper(ledger);
        record(
                promise("history", MADE.minus(Duration.ofDays(30)), MADE.minus(Duration.ofDays(20))),
                promise("present", MADE, DUE));
        until(DUE, "present AT_RISK", "present DUE");
        assertThat(outcome("history")).isEqualTo(Outcome.OPEN);
    }

    @Test
    void catchesUpInTheOrderInWhichThingsFellDue() throws Exception {
        // given promises that fell due while nobody swept
        for (int i = 9; i >= 0; i--) {
            record(promise("down-" + i, MADE, DUE.plusSeconds(i * 60L)));
        }
        now.set(DUE.plusSeconds(3_600));

        // when
        sweeper(ledger);

        // then
        await().atMost(LIMIT).untilAsserted(() -> assertThat(warnings()).hasSize(30));
        assertThat(ledger.watch().after(0, 100).stream()
                        .filter(warning -> warning.stage() == Stage.DUE)
                        .map(Warning::commitment))
                .containsExactly(
                        "down-0", "down-1", "down-2", "down-3", "down-4", "down-5", "down-6", "down-7", "down-8",
                        "down-9");
    }

    /// Two nodes whose clocks are two hours apart, and sweepers and whole nodes that die in the middle, three times.
    @Test
    void tenThousandAtOnceAreWarnedOfAndMissedOnceEach() throws Exception {
        int promises = 10_000;
        for (int from = 0; from < promises; from += 1_000) {
            RecordFacts.Item[] items = new RecordFacts.Item[1_000];
            for (int i = 0; i < items.length; i++) {
                items[i] = promise("order-" + (from + i), MADE, DUE);
            }
            record(items);
        }
        InstantSource fast = () -> now.get().plusSeconds(3_600);
        sweeper(node(() -> now.get().minusSeconds(3_600)));
        Sweeper sweeper = sweeper(node(fast));

        // when all fall due and are missed, and the node that is ahead is restarted while that is under way
        now.set(Instant.parse("2026-03-12T00:00:00Z"));
        long seen = 0;
        for (int restart = 0; restart < 3; restart++) {
            long before = seen;
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(LIMIT)
                    .until(() -> ledger.watch().lastSeq() > before);
            seen = ledger.watch().lastSeq();
            sweeper.close();
            // The node that the sweeper worked on was opened just before it.
            ((OpenLedger) open.remove(1)).close();
            sweeper = sweeper(node(fast));
        }
        assertThat(seen).as("the last restart came in the middle").isLessThan(4L * promises);

        // then
        await().atMost(LIMIT).until(() -> ledger.watch().next().isEmpty());
        assertThat(ledger.awaitViews(LIMIT)).isTrue();
        assertThat(ledger.log().head().size()).isEqualTo(2L * promises);
        List<String> missed = new ArrayList<>();
        long position = -1;
        for (List<StoredFact> page = ledger.log().after(position, 1_000);
                !page.isEmpty();
                page = ledger.log().after(position, 1_000)) {
            page.stream()
                    .filter(fact -> fact.name().equals(EventCatalog.MISSED.eventName()))
                    .forEach(fact -> missed.add(fact.stream()));
            position = page.getLast().position();
        }
        assertThat(missed).hasSize(promises).doesNotHaveDuplicates();
        List<String> given = new ArrayList<>();
        long seq = 0;
        for (List<Warning> page = ledger.watch().after(seq, 1_000);
                !page.isEmpty();
                page = ledger.watch().after(seq, 1_000)) {
            page.forEach(warning -> given.add(warning.commitment() + " " + warning.stage()));
            seq = page.getLast().seq();
        }
        assertThat(given).hasSize(4 * promises).doesNotHaveDuplicates();
    }
}
