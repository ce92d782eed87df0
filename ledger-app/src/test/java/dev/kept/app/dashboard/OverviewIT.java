package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OverviewIT {
    private static final String NOW = "2026-11-20T12:00:00Z";

    private static Site site;

    @BeforeAll
    static void recordsAHandfulOfPromises() {
        site = Site.at(NOW);
        site.record(
                made("a-1", "Acme", "2026-11-01T08:00:00Z", "2026-11-05T17:00:00Z"),
                made("a-2", "Acme", "2026-11-02T08:00:00Z", "2026-11-06T17:00:00Z"),
                made("a-3", "Acme", "2026-11-03T08:00:00Z", "2026-11-19T12:00:00Z"),
                made("a-4", "Acme", "2026-11-03T09:00:00Z", "2026-11-25T12:00:00Z"),
                made("b-1", "Bolt", "2026-11-04T08:00:00Z", "2026-11-10T17:00:00Z"),
                made("b-2", "Bolt", "2026-11-04T09:00:00Z", "2026-11-21T12:00:00Z"),
                """
                {"type":"made","commitment":"b-owes","customer":"Bolt","direction":"BY_CUSTOMER","kind":"pay",
                 "statement":"Pays tomorrow","at":"2026-11-05T08:00:00Z","due":"2026-11-06T17:00:00Z"}
                """,
                happened("met", "a-1", "2026-11-04T10:00:00Z"),
                happened("met", "a-2", "2026-11-08T10:00:00Z"),
                happened("missed", "b-1", "2026-11-11T10:00:00Z"),
                happened("met", "b-owes", "2026-11-06T10:00:00Z"),
                happened("met", "not-made", "2026-11-07T10:00:00Z"));
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static String made(String commitment, String customer, String at, String due) {
        return """
                {"type":"made","commitment":"%s","customer":"%s","promisor":"ann","kind":"ship-order","at":"%s","due":"%s"}
                """.formatted(commitment, customer, at, due);
    }

    private static String happened(String type, String commitment, String at) {
        return """
                {"type":"%s","commitment":"%s","at":"%s"}
                """.formatted(type, commitment, at);
    }

    @Test
    void addsUpEveryPromise() {
        Site.Page page = site.get("./");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.each("section[aria-labelledby=totals] dl > div"))
                .containsExactly(
                        "Made 7",
                        "On time 2",
                        "Late 1",
                        "Partly met 0",
                        "Missed 1",
                        "Withdrawn 0",
                        "Released 0",
                        "Voided 0",
                        "Open 3",
                        "Overdue 1");
        assertThat(page.select("section[aria-labelledby=totals] .rate")).isEqualTo("50.0 % on time, of 4 settled");
    }

    @Test
    void showsEveryCustomerWithItsFigures() {
        Site.Page page = site.get("./");

        assertThat(page.each("section[aria-labelledby=customers] thead th"))
                .containsExactly(
                        "Customer",
                        "Made",
                        "On time",
                        "Late",
                        "Partly",
                        "Missed",
                        "Open",
                        "Overdue",
                        "On-time rate",
                        "Current streak");
        assertThat(rows(page))
                .containsExactly("Acme 4 1 1 0 0 2 1 50.0 % of 2 1 broken", "Bolt 3 1 0 0 1 1 0 50.0 % of 2 1 broken");
    }

    @Test
    void everyFigureOpensThePromisesBehindIt() {
        Site.Page page = site.get("./");
        var links =
                page.document().select("section[aria-labelledby=customers] td a, section[aria-labelledby=totals] a");

        assertThat(links).hasSizeGreaterThan(12);
        for (var link : links) {
            assertThat(ids(site.get(link.attr("href")))).as(link.attr("href")).hasSize(Integer.parseInt(link.text()));
        }
        assertThat(ids(site.get("commitments?customer=Acme&outcome=MET_LATE"))).containsExactly("a-2");
    }

    @Test
    void listsOpenPromisesByDueDateSoThatOverdueOnesComeFirst() {
        Site.Page page = site.get("./");

        assertThat(page.select("#agenda")).isEqualTo("Open and overdue 3");
        assertThat(page.each("section[aria-labelledby=agenda] tbody tr"))
                .containsExactly(
                        "ship-order a-3 Acme We promised ann 2026-11-19 12:00 UTC 1 day overdue Open, overdue",
                        "ship-order b-2 Bolt We promised ann 2026-11-21 12:00 UTC in 1 day Open",
                        "ship-order a-4 Acme We promised ann 2026-11-25 12:00 UTC in 5 days Open");
    }

    @Test
    void listsFactsWithoutAPromise() {
        Site.Page page = site.get("./");

        assertThat(page.each("section[aria-labelledby=waiting] tbody tr"))
                .containsExactly("not-made 2026-11-07 10:00 UTC 1 fact");
        Site.Page commitment = site.get(page.href("not-made"));
        assertThat(commitment.select(".outcome")).isEqualTo("Awaiting its promise");
        assertThat(commitment.select("section[aria-labelledby=terms]")).contains("The promise itself is not recorded");
    }

    @Test
    void sortsByAColumnAndTheOtherWayRound() {
        Site.Page byMissed = site.get(site.get("./").href("Missed"));
        assertThat(byMissed.document().select("th[aria-sort]").attr("aria-sort"))
                .isEqualTo("descending");
        assertThat(byMissed.select("th[aria-sort]")).isEqualTo("Missed");
        assertThat(customers(byMissed)).containsExactly("Bolt", "Acme");

        Site.Page fewestFirst = site.get(byMissed.href("Missed"));
        assertThat(fewestFirst.document().select("th[aria-sort]").attr("aria-sort"))
                .isEqualTo("ascending");
        assertThat(customers(fewestFirst)).containsExactly("Acme", "Bolt");

        assertThat(customers(site.get("./?sort=-customer"))).containsExactly("Bolt", "Acme");
        assertThat(customers(site.get("./?sort=-rate"))).containsExactly("Acme", "Bolt");
    }

    @Test
    void tellsWhoPromisedApart() {
        Site.Page theirs = site.get(site.get("./").href("They promised us"));

        assertThat(theirs.select(".tabs [aria-current]")).isEqualTo("They promised us");
        assertThat(rows(theirs)).containsExactly("Bolt 1 1 0 0 0 0 0 100.0 % of 1 1 kept");
        assertThat(site.get(site.get("./").href("A supplier promised")).select(".state"))
                .contains("No promise matches")
                .contains("promises where: A supplier promised");
    }

    @Test
    void setsWhatACustomerPromisedBesideWhatWePromised() {
        Site.Page page = site.get(site.get("./").href("Bolt"));

        assertThat(page.select("h1")).isEqualTo("Bolt");
        assertThat(page.each(".beside h2")).containsExactly("We promised", "They promised us");
        assertThat(page.each(".beside .rate"))
                .containsExactly("0.0 % on time, of 1 settled", "100.0 % on time, of 1 settled");
        assertThat(page.each(".beside .standing"))
                .containsExactly("69.9 out of 100, probably 40.5 to 88.8", "82.5 out of 100, probably 52.5 to 95.2");
        assertThat(page.each(".streaks"))
                .containsExactly(
                        "Current streak 1 broken; longest 0 kept and 1 broken in a row",
                        "Current streak 1 kept; longest 1 kept and 0 broken in a row");
        assertThat(page.each("section[aria-labelledby=promises] tbody tr"))
                .containsExactly(
                        "ship-order b-1 We promised ann 2026-11-10 17:00 UTC Missed",
                        "ship-order b-2 We promised ann 2026-11-21 12:00 UTC in 1 day Open",
                        "Pays tomorrow b-owes · pay They promised us 2026-11-06 17:00 UTC Met on time");
    }

    @Test
    void saysSoWhereACustomerPromisedNothing() {
        assertThat(site.get("customer?id=Acme").each(".beside .panel"))
                .element(1)
                .isEqualTo("They promised us Nothing.");
    }

    @Test
    void showsAPromisorLikewise() {
        Site.Page page = site.get("promisor?id=ann");

        assertThat(page.select(".over")).isEqualTo("Promisor");
        assertThat(page.each(".beside h2")).containsExactly("Promised for us");
        assertThat(ids(page)).containsExactly("a-1", "a-2", "a-3", "a-4", "b-1", "b-2");
    }

    @Test
    void aSearchForAWholeIdLeadsThere() {
        assertThat(site.get("search?q=Acme").header("Location")).isEqualTo("customer?id=Acme");
        assertThat(site.get("search?q=+a-1+").header("Location")).isEqualTo("commitment?id=a-1");
        assertThat(site.get("search?q=ann&knownAt=2026-11-20T12%3A00%3A00Z"))
                .satisfies(page -> assertThat(page.status()).isEqualTo(303))
                .satisfies(page -> assertThat(page.header("Location"))
                        .isEqualTo("promisor?id=ann&knownAt=2026-11-20T12%3A00%3A00Z"));
        assertThat(site.get("search?q=").header("Location")).isEqualTo("./");
    }

    @Test
    void aSearchForAFactLeadsToItsCommitment() {
        String factId = site.ledger().log().after(-1, 1).getFirst().factId();
        assertThat(site.get("search?q=" + factId).header("Location")).isEqualTo("commitment?id=a-1");
    }

    @Test
    void aSearchForAPartListsWhatHoldsIt() {
        Site.Page page = site.get("search?q=B");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.each("main ul a")).containsExactly("Bolt", "Bolt");
        assertThat(ids(page)).containsExactly("b-1", "b-2", "b-owes");
        assertThat(page.document().select("#q").attr("maxlength")).isEqualTo("200");
    }

    @Test
    void aSearchThatFindsNothingNamesWhatWasSearched() {
        assertThat(site.get("search?q=zeppelin").select(".state"))
                .contains("Nothing matches")
                .contains("“zeppelin”");
    }

    @Test
    void aFilterThatMatchesNothingIsNamed() {
        Site.Page page = site.get("commitments?customer=Acme&outcome=MISSED&direction=BY_US&flag=DISPUTED");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select(".state"))
                .startsWith("No promise matches customer Acme, direction We promised, outcome Missed, flag Disputed");
        assertThat(page.document()
                        .select("select[name=outcome] option[selected]")
                        .text())
                .isEqualTo("Missed");
        assertThat(site.get(page.href("Show all")).each(".promises tbody tr")).hasSize(8);
    }

    private static List<String> rows(Site.Page page) {
        return page.each("section[aria-labelledby=customers] tbody tr");
    }

    private static List<String> customers(Site.Page page) {
        return page.each("section[aria-labelledby=customers] tbody th");
    }

    private static List<String> ids(Site.Page page) {
        return page.each("section:not([aria-labelledby=agenda]) > .promises tbody th small > bdi");
    }
}
