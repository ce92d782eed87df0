package dev.kept.projections.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.ReliabilityViews.By;
import dev.kept.projections.reliability.ReliabilityViews.Stats;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.recording.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A record of more than a thousand promises is kept in memory: what it says is what its rows say.
class LongRecordsIT {
    private static final int PROMISES = LongRecords.SHORTEST + 200;
    private static final CommitmentFilter ACME = CommitmentFilter.ofCustomer("ACME");
    private static final CommitmentFilter ANNA = new CommitmentFilter(null, "anna", null, null, null, null, null);
    private static final List<ReadAt> TIMES = List.of(
            at("2026-12-31T00:00:00Z", "2026-12-31T00:00:00Z"),
            at("2026-06-01T00:00:00Z", "2026-12-31T00:00:00Z"),
            at("2026-05-01T00:00:00Z", "2026-05-01T00:00:00Z"),
            at("2026-01-01T00:00:10Z", "2026-12-31T00:00:00Z"),
            at("2027-12-31T00:00:00Z", "2027-12-31T00:00:00Z"));

    private final TestLedger ledger = TestLedger.fresh();
    private LiveProcessor processor;

    @BeforeEach
    void promises() throws Exception {
        processor = ledger.project();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PROMISES; i++) {
            lines.add("""
                    {"type":"made","commitment":"p%1$d","customer":"ACME","promisor":"anna","kind":"kind-%3$d",
                     "at":"2026-01-01T00:%2$02d:00Z","due":"2026-0%4$d-15T00:00:00Z","source":"s","id":"made-%1$d"}
                    """.formatted(i, i % 60, i % 3, 2 + i % 7));
        }
        record(lines);
    }

    @AfterEach
    void close() {
        processor.close();
        ledger.close();
    }

    private void record(List<String> lines) throws Exception {
        for (int from = 0; from < lines.size(); from += 500) {
            assertThat(ledger.record(lines.subList(from, Math.min(lines.size(), from + 500)).stream()
                            .map(line -> Histories.item(line.getBytes(StandardCharsets.UTF_8)))
                            .toList()))
                    .hasOnlyElementsOfType(Answer.Recorded.class);
        }
        ledger.await(processor);
    }

    private void record(String line) throws Exception {
        record(List.of(line));
    }

    /// For every time, from memory and from the rows.
    private void isAsItsRows() {
        for (CommitmentFilter filter : List.of(ACME, ANNA)) {
            for (ReadAt at : TIMES) {
                Stats kept = ledger.reliability.stats(filter, By.KIND, at);
                Stats read = ledger.reliability.stats(filter, By.KIND, at, _ -> {});
                assertThat(kept).as("%s at %s", filter, at).isEqualTo(read);
            }
        }
    }

    private Counts totals(CommitmentFilter filter) {
        return ledger.reliability.stats(filter, null, TIMES.getFirst()).totals();
    }

    @Test
    void followsWhateverIsRecorded() throws Exception {
        isAsItsRows();
        isAsItsRows();
        assertThat(totals(ACME).made()).isEqualTo(PROMISES);

        record("""
                {"type":"met","commitment":"p7","at":"2026-02-01T00:00:00Z","source":"s","id":"met-7"}""");
        isAsItsRows();
        assertThat(totals(ANNA).onTime()).isEqualTo(1);

        record("""
                {"type":"corrected","commitment":"p8","target":{"source":"s","id":"made-8"},"with":{"customer":"Other"},
                 "reason":"typed wrong","actor":"bob","evidence":"SYSTEM","evidenceRef":"mail","at":"2026-02-01T00:00:00Z",
                 "source":"s","id":"corrected-8"}""");
        isAsItsRows();
        assertThat(totals(ACME).made()).isEqualTo(PROMISES - 1);
        assertThat(totals(ANNA).made()).isEqualTo(PROMISES);

        record("""
                {"type":"made","commitment":"other","customer":"Other","promisor":"anna","at":"2026-02-01T00:00:00Z",
                 "due":"2026-03-01T00:00:00Z","source":"s","id":"other"}""");
        record("""
                {"type":"corrected","commitment":"other","target":{"source":"s","id":"other"},"with":{"customer":"ACME"},
                 "reason":"typed wrong","actor":"bob","evidence":"SYSTEM","evidenceRef":"mail","at":"2026-02-02T00:00:00Z",
                 "source":"s","id":"corrected-other"}""");
        isAsItsRows();
        assertThat(totals(ACME).made()).isEqualTo(PROMISES);
        assertThat(totals(ANNA).made()).isEqualTo(PROMISES + 1);
    }

    @Test
    void aReadingOfThePastIsNotTakenForAllOfIt() {
        // long enough to be kept, and not all of it
        assertThat(ledger.reliability
                        .stats(ACME, null, at("2026-01-01T00:55:00Z", "2026-12-31T00:00:00Z"))
                        .totals()
                        .made())
                .isBetween((long) LongRecords.SHORTEST, PROMISES - 1L);

        assertThat(totals(ACME).made()).isEqualTo(PROMISES);
    }

    @Test
    void isReadFromMemoryUntilItChanges() throws Exception {
        assertThat(totals(ACME).open()).isEqualTo(PROMISES);
        ledger.execute("update kept_view.commitment set outcome = 'MET' where commitment in ('p1', 'p2')");

        assertThat(totals(ACME).open()).isEqualTo(PROMISES);

        record("""
                {"type":"met","commitment":"p3","at":"2026-02-01T00:00:00Z","source":"s","id":"met-3"}""");
        assertThat(totals(ACME).open()).isEqualTo(PROMISES - 1);
    }

    private static ReadAt at(String asOf, String knownAt) {
        return new ReadAt(Instant.parse(asOf), Instant.parse(knownAt));
    }
}
