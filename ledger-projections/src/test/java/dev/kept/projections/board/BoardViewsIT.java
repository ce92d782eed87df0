package dev.kept.projections.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Direction;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.projections.watch.WatchPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The board of now and of any earlier time.
class BoardViewsIT {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-05-30T10:00:00Z");
    private static final ReadAt TODAY = new ReadAt(NOW, Instant.parse("2026-06-02T00:00:00Z"));

    private final TestLedger ledger = TestLedger.fresh();
    private final BoardViews views = new BoardViews(
            TestLedger.TENANT, ledger.database.dataSource(), ledger.commitments, ledger.log, WatchPolicy.DEFAULT);

    @AfterEach
    void close() {
        ledger.close();
    }

    private void given(String... lines) throws Exception {
        List<RecordFacts.Item> items = new ArrayList<>();
        for (String line : lines) {
            items.add(Histories.item(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        }
        ledger.record(items);
        try (LiveProcessor processor = ledger.project()) {
            ledger.await(processor);
        }
    }

    private static String made(String commitment, String customer, String at, String due, String more) {
        return "{'type':'made','commitment':'" + commitment + "','customer':'" + customer + "','promisor':'anna','at':'"
                + at + "','recordedAt':'" + at + "','evidence':'SYSTEM','due':'" + due + "','source':'t','id':'"
                + commitment + "'" + more + "}";
    }

    private static String fact(String type, String commitment, String at, String more) {
        return "{'type':'" + type + "','commitment':'" + commitment + "','at':'" + at + "','recordedAt':'" + at
                + "','evidence':'SYSTEM','source':'t','id':'" + commitment + type + at + "'" + more + "}";
    }

    private static List<String> names(Board.Section<Board.Item> section) {
        return section.items().stream().map(item -> item.promise().commitment()).toList();
    }

    private static List<String> customers(Board.Section<Board.Customer> section) {
        return section.items().stream().map(Board.Customer::customer).toList();
    }

    @Test
    void promisesAreInTheListsThatTheZonesDaySays() throws Exception {
        // given a day in Berlin that ends at 22:00 UTC
        given(
                made("late", "ACME", "2026-05-01T00:00:00Z", "2026-05-30T09:59:59Z", ""),
                made("evening", "ACME", "2026-05-30T09:00:00Z", "2026-05-30T21:59:59Z", ""),
                made("night", "ACME", "2026-05-01T00:00:00Z", "2026-05-30T22:00:00Z", ""),
                made("far", "ACME", "2026-01-01T00:00:00Z", "2026-06-20T00:00:00Z", ""),
                made("other", "VINET", "2026-05-01T00:00:00Z", "2026-05-30T20:00:00Z", ",'promisor':'x'")
                        .replaceFirst("'promisor':'anna',", ""),
                made("theirs", "ACME", "2026-05-01T00:00:00Z", "2026-05-30T20:00:00Z", ",'direction':'BY_CUSTOMER'"),
                made("kept", "ACME", "2026-05-01T00:00:00Z", "2026-05-30T20:00:00Z", ""),
                fact("met", "kept", "2026-05-20T00:00:00Z", ""));

        // when
        Board board = views.read(BoardQuery.of(TODAY, BERLIN));
        Board mine = views.read(BoardQuery.of(TODAY, BERLIN).ofPromisor("anna"));
        Board utc = views.read(BoardQuery.of(TODAY, ZoneId.of("UTC")));

        // then
        assertThat(names(board.overdue())).containsExactly("late");
        assertThat(names(board.dueToday())).containsExactly("other", "evening");
        assertThat(names(board.upcoming())).containsExactly("night");
        assertThat(names(board.atRisk())).containsExactly("other", "night");
        assertThat(names(mine.dueToday())).containsExactly("evening");
        assertThat(names(mine.atRisk())).containsExactly("night");
        assertThat(names(utc.dueToday())).containsExactly("other", "evening", "night");
        Board.Item late = board.overdue().items().getFirst();
        assertThat(late.ageSeconds()).isEqualTo(1);
        assertThat(late.risk()).isEqualTo(Board.Risk.HIGH);
        assertThat(late.why()).containsExactly(Board.Why.OVERDUE, Board.Why.NOTHING_HEARD);
        assertThat(board.upcoming().items().getFirst().risk()).isEqualTo(Board.Risk.RAISED);
        assertThat(board.dueToday().items().getLast().risk()).isEqualTo(Board.Risk.NONE);
    }

    @Test
    void whatSpeaksAgainstAPromiseIsSaid() throws Exception {
        given(
                made("moved", "ACME", "2026-05-01T00:00:00Z", "2026-05-29T00:00:00Z", ""),
                fact("renegotiated", "moved", "2026-05-20T00:00:00Z", ",'newDue':'2026-05-31T00:00:00Z'"),
                made("wanted", "ACME", "2026-05-01T00:00:00Z", "2026-05-31T00:00:00Z", ",'promisor':'acme'")
                        .replaceFirst("'promisor':'anna',", ""),
                fact("extension_requested", "wanted", "2026-05-20T00:00:00Z", ",'due':'2026-06-05T00:00:00Z'"),
                fact("disputed", "wanted", "2026-05-21T00:00:00Z", ",'by':'promisee'"));

        Board board = views.read(BoardQuery.of(TODAY, BERLIN));

        assertThat(names(board.atRisk())).containsExactly("moved", "wanted");
        assertThat(board.atRisk().items().getFirst().why())
                .containsExactly(Board.Why.TIME_RUNS_OUT, Board.Why.MOVED_BEFORE);
        Board.Item wanted = board.atRisk().items().getLast();
        assertThat(wanted.why())
                .containsExactly(
                        Board.Why.TIME_RUNS_OUT, Board.Why.UNASSIGNED, Board.Why.MORE_TIME_WANTED, Board.Why.DISPUTED);
        assertThat(wanted.risk()).isEqualTo(Board.Risk.HIGH);
        assertThat(wanted.wantedDue())
                .isEqualTo(Instant.parse("2026-06-05T00:00:00Z").getEpochSecond());
    }

    @Test
    void missesAgeUntilTheCustomerIsToldAndFactsWaitForTheirPromise() throws Exception {
        given(
                made("silent", "ACME", "2026-05-01T00:00:00Z", "2026-05-20T10:00:00Z", ""),
                fact("missed", "silent", "2026-05-22T00:00:00Z", ""),
                made("told", "ACME", "2026-05-01T00:00:00Z", "2026-05-21T00:00:00Z", ""),
                fact("missed", "told", "2026-05-22T00:00:00Z", ""),
                fact("disclosed", "told", "2026-05-22T00:00:00Z", ""),
                made("early", "ACME", "2026-05-01T00:00:00Z", "2026-05-29T00:00:00Z", ""),
                fact("missed", "early", "2026-05-28T00:00:00Z", ""),
                fact("met", "orphan", "2026-05-27T10:00:00Z", ""));

        Board board = views.read(BoardQuery.of(TODAY, BERLIN));

        assertThat(names(board.missedUntold())).containsExactly("early", "silent");
        assertThat(board.missedUntold().items())
                .extracting(Board.Item::ageSeconds)
                .containsExactly(2 * 86_400L + 36_000, 10 * 86_400L);
        assertThat(names(board.withoutPromise())).containsExactly("orphan");
        assertThat(board.withoutPromise().items().getFirst().ageSeconds()).isEqualTo(3 * 86_400L);
    }

    @Test
    void customersAreSilentUntilAPromiseIsKeptOrAPersonSaysSomethingToThemAlone() throws Exception {
        String old = "2026-01-10T00:00:00Z";
        String due = "2026-01-20T00:00:00Z";
        String lately = "2026-05-20T00:00:00Z";
        given(
                made("a", "Machine", old, due, ""),
                made("a2", "Machine", lately, "2026-06-20T00:00:00Z", ""),
                fact("missed", "a", lately, ",'actor':'anna'"),
                made("b", "Kept", old, "2026-05-25T00:00:00Z", ""),
                fact("met", "b", lately, ""),
                made("c", "KeptLate", old, due, ""),
                fact("met", "c", lately, ""),
                made("d", "Called", old, due, ""),
                fact("disclosed", "d", lately, ",'actor':'anna'"),
                made("e", "Newsletter", old, "2026-05-25T00:00:00Z", ",'attributes':{'audience':'mass'}"),
                fact("met", "e", lately, ",'actor':'anna'"),
                made("f", "MassNote", old, due, ""),
                fact("disclosed", "f", lately, ",'actor':'anna','audience':'mass'"),
                made("g", "Renewing", old, "2026-12-31T00:00:00Z", ",'kind':'contract-renewal'"),
                made("h", "New", "2026-05-28T00:00:00Z", "2026-12-31T00:00:00Z", ""),
                made("i", "Mixed", old, "2026-12-31T00:00:00Z", ",'kind':'renewal'"),
                made("j", "Mixed", lately, "2026-12-31T00:00:00Z", ",'actor':'anna'"));

        Board board = views.read(BoardQuery.of(TODAY, BERLIN));

        assertThat(customers(board.silent()))
                .containsExactlyInAnyOrder("Machine", "KeptLate", "Newsletter", "MassNote", "Renewing");
        assertThat(customers(board.renewalOnly())).containsExactly("Renewing");
        assertThat(board.silent().items())
                .extracting(Board.Customer::silentDays)
                .containsOnly(140L);
        BoardQuery patient = new BoardQuery(TODAY, BERLIN, null, Direction.BY_US, 7, 141, 10);
        assertThat(views.read(patient).silent().total()).isZero();

        // and the met fact that kept it turns out to be wrong
        given("{'type':'corrected','commitment':'b','at':'2026-05-29T00:00:00Z','recordedAt':'2026-05-29T00:00:00Z',"
                + "'actor':'audit','reason':'another order','evidenceRef':'file','evidence':'SYSTEM','source':'t',"
                + "'id':'strike','target':{'source':'t','id':'bmet" + lately + "'},'strike':true}");
        assertThat(customers(views.read(BoardQuery.of(TODAY, BERLIN)).silent())).contains("Kept");
        ReadAt before = new ReadAt(NOW, Instant.parse("2026-05-28T00:00:00Z"));
        assertThat(customers(views.read(BoardQuery.of(before, BERLIN)).silent()))
                .doesNotContain("Kept");
    }

    @Test
    void everyReadingIsWhatTheFactsOfThatTimeSay() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (LiveProcessor processor = ledger.project()) {
            ledger.recordAll(Histories.random(random, 300), random);
            ledger.await(processor);
        }
        Map<String, FoldedCommitment> all = ledger.folded();
        for (int i = 0; i < 24; i++) {
            Instant asOf = Histories.FIRST.plusSeconds(random.nextInt(130 * 86_400));
            Instant knownAt = i % 3 == 0 ? ledger.pass(java.time.Duration.ofSeconds(1)) : asOf;
            String promisor = i % 2 == 0 ? null : Histories.PROMISORS.get(random.nextInt(3));
            BoardQuery query = new BoardQuery(
                    new ReadAt(i == 0 ? knownAt : asOf, knownAt),
                    BERLIN,
                    promisor,
                    random.nextBoolean() ? Direction.BY_US : Direction.BY_CUSTOMER,
                    random.nextInt(40),
                    1 + random.nextInt(60),
                    500);

            Board board = views.read(query);

            assertBoard(board, all.values(), "seed " + seed + ", " + query);
        }
    }

    private static void assertBoard(Board board, Collection<FoldedCommitment> all, String description) {
        BoardQuery query = board.query();
        List<CommitmentView> views = new ArrayList<>();
        Map<String, Relation> relations = new TreeMap<>();
        Map<String, Boolean> mine = new TreeMap<>();
        for (FoldedCommitment folded : all) {
            folded.at(query.at().asOfSeconds(), query.at().knownAtSeconds()).ifPresent(views::add);
            Contact.of(folded, query.at().asOfSeconds(), query.at().knownAtSeconds())
                    .ifPresent(contact -> {
                        relations.merge(contact.customer(), Relation.of(contact), Relation::plus);
                        mine.merge(
                                contact.customer(),
                                query.promisor() == null || query.promisor().equals(contact.promisor()),
                                Boolean::logicalOr);
                    });
        }
        long now = query.now();
        check(board.overdue(), views, query, Outcome.OPEN, view -> due(view) < now, description);
        check(
                board.dueToday(),
                views,
                query,
                Outcome.OPEN,
                view -> due(view) >= now && due(view) < query.tomorrow(),
                description);
        check(
                board.upcoming(),
                views,
                query,
                Outcome.OPEN,
                view -> due(view) >= query.tomorrow() && due(view) < query.horizon(),
                description);
        check(
                board.missedUntold(),
                views,
                query,
                Outcome.MISSED,
                view -> !view.standing().flags().contains(Flag.DISCLOSED)
                        && !view.standing().flags().contains(Flag.MADE_GOOD),
                description);
        check(
                board.atRisk(),
                views,
                query,
                Outcome.OPEN,
                view -> due(view) >= now
                        && due(view) < query.horizon()
                        && WatchPolicy.DEFAULT.atRiskAt(
                                        java.util.Objects.requireNonNull(
                                                view.standing().madeAt()),
                                        due(view))
                                <= now,
                description);
        assertThat(board.withoutPromise().total()).as(description).isEqualTo((int) views.stream()
                .filter(view -> view.standing().outcome() == Outcome.AWAITING_TERMS)
                .count());
        assertThat(customers(board.silent()))
                .as(description)
                .containsExactlyInAnyOrderElementsOf(relations.values().stream()
                        .filter(relation -> relation.silentSince() <= query.silentBy())
                        .map(Relation::customer)
                        .filter(customer -> Boolean.TRUE.equals(mine.get(customer)))
                        .toList());
        assertThat(board.silent().items())
                .as(description)
                .allMatch(customer -> relations.get(customer.customer()).at(now).equals(customer));
    }

    private static void check(
            Board.Section<Board.Item> section,
            List<CommitmentView> views,
            BoardQuery query,
            Outcome outcome,
            Predicate<CommitmentView> wanted,
            String description) {
        List<String> expected = views.stream()
                .filter(view -> view.standing().outcome() == outcome
                        && view.standing().direction() == query.direction()
                        && isOf(query.promisor(), view)
                        && wanted.test(view))
                .map(CommitmentView::commitment)
                .toList();
        assertThat(names(section)).as(description).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(section.total()).as(description).isEqualTo(expected.size());
    }

    private static boolean isOf(@Nullable String promisor, CommitmentView view) {
        return promisor == null || promisor.equals(view.standing().promisor());
    }

    private static long due(CommitmentView view) {
        Long due = view.standing().due();
        return due == null ? Long.MIN_VALUE : due;
    }
}
