package dev.kept.app.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.api.event.EventCatalog;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.Ledger;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.axon.Define;
import dev.kept.domain.line.SeriesLine;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Occurrences on a real database, made by several nodes that come and go, with a clock that the test moves.
class SeriesMakerIT {
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SERIES = 20;

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
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

    private SeriesMaker maker(Ledger node) {
        SeriesMaker maker = SeriesMaker.start(node, clock);
        open.addFirst(maker);
        return maker;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private void define(String name, String members) throws Exception {
        String json = "{\"zone\":\"UTC\",\"customer\":\"ACME\",\"ahead\":\"P0D\"," + members.replace('\'', '"') + "}";
        var read = (SeriesLine.Reading.Read) SeriesLine.read(json.getBytes(StandardCharsets.UTF_8), name);
        assertThat(ledger.define(read.definition(), new IdempotencyKey("test", name + members.hashCode()), null))
                .isInstanceOf(Define.Decided.Defined.class);
    }

    /// The commitments made, in the order of the log.
    private List<String> made() {
        List<String> made = new ArrayList<>();
        long position = -1;
        for (List<StoredFact> page = ledger.log().after(position, 1_000);
                !page.isEmpty();
                page = ledger.log().after(position, 1_000)) {
            page.stream()
                    .filter(fact -> fact.name().equals(EventCatalog.MADE.eventName()))
                    .forEach(fact -> made.add(Entry.commitmentOf(fact.stream())));
            position = page.getLast().position();
        }
        return made;
    }

    @Test
    void everyOccurrenceIsMadeOnceByNodesThatTakeTurnsAndDie() throws Exception {
        // given daily series, and two nodes whose clocks are two hours apart
        for (int i = 0; i < SERIES; i++) {
            define("s-" + i, "'rule':'FREQ=DAILY','start':'2027-01-02'");
        }
        Ledger ahead = node(() -> now.get().plusSeconds(3_600));
        Ledger behind = node(() -> now.get().minusSeconds(240));
        SeriesMaker first = maker(ahead);
        maker(behind);

        // when three weeks pass, one node dies in the middle and another comes
        for (int day = 1; day <= 21; day++) {
            now.set(BEGIN.plus(Duration.ofDays(day)));
            if (day == 10) {
                await().atMost(LIMIT).until(() -> made().size() > SERIES);
                first.close();
                maker(node(clock));
            }
        }
        await().atMost(LIMIT).until(() -> made().size() >= SERIES * 21);

        // then each day of each series is there, once
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            for (int day = 0; day < 21; day++) {
                expected.add("s-" + i + "#" + LocalDate.of(2027, 1, 2).plusDays(day));
            }
        }
        assertThat(made()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatFellDueWhileNobodyServedIsCaughtUpAndAChangeMovesNothing() throws Exception {
        // given a monthly series that was served until February, and then changed while nobody served
        define("rent", "'rule':'FREQ=MONTHLY','start':'2027-01-15'");
        SeriesMaker before = maker(ledger);
        now.set(Instant.parse("2027-02-20T00:00:00Z"));
        await().atMost(LIMIT).until(() -> made().size() == 2);
        before.close();
        define("rent", "'rule':'FREQ=WEEKLY;BYDAY=MO,TH','start':'2027-02-01'");

        // when it is served again in the middle of March
        now.set(Instant.parse("2027-03-09T00:00:00Z"));
        maker(ledger);

        // then February, which the first definition had made, gets nothing of the second
        await().atMost(LIMIT).until(() -> made().size() == 5);
        assertThat(made())
                .containsExactly(
                        "rent#2027-01", "rent#2027-02", "rent#2027-03-01", "rent#2027-03-04", "rent#2027-03-08");
    }
}
