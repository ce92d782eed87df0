package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.store.recording.Answer.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommitmentPageIT {
    private static Site site;
    private static List<Recorded> facts;

    @BeforeAll
    static void recordsAPromiseThatIsMetAndCorrected() {
        site = Site.at("2026-11-01T08:00:05Z");
        Recorded made = one(Entrance.IMPORT, """
            {"type":"made","commitment":"order-7","customer":"Acme","promisor":"ann","kind":"ship-order",
             "statement":"Order leaves our dock","at":"2026-11-01T08:00:00Z","due":{"on":"2026-11-05","zone":"Europe/Berlin"},
             "amount":"440.00","currency":"EUR","evidenceRef":"https://contracts.example/7","source":"erp","id":"7-made",
             "attributes":{"carrier":"shipper-3"}}
            """);
        site.setNow("2026-11-04T09:00:00Z");
        Recorded met = one(Entrance.IMPORT, """
            {"type":"met","commitment":"order-7","at":"2026-11-04T08:00:00Z","source":"erp","id":"7-met"}
            """);
        Recorded doubled = one(Entrance.IMPORT, """
            {"type":"missed","commitment":"order-7","at":"2026-11-04T08:30:00Z","cause":"external","by":"system",
             "actor":"night-job","evidenceRef":"javascript:alert(1)","source":"crm","id":"7-missed"}
            """);
        site.setNow("2026-11-09T10:00:00Z");
        Recorded correction = one(Entrance.IMPORT, """
            {"type":"corrected","commitment":"order-7","at":"2026-11-09T10:00:00Z","target":{"source":"erp","id":"7-met"},
             "with":{"at":"2026-11-06T07:30:00Z"},"reason":"the gate has it two days later","actor":"audit-2",
             "evidence":"SYSTEM","evidenceRef":"gate log","source":"audit","id":"7-fix"}
            """);
        site.setNow("2026-11-10T10:00:00Z");
        Recorded strike = one(Entrance.IMPORT, """
            {"type":"corrected","commitment":"order-7","at":"2026-11-10T10:00:00Z","target":{"source":"crm","id":"7-missed"},
             "strike":true,"reason":"recorded in error","actor":"audit-2","evidence":"SYSTEM","source":"audit","id":"7-out"}
            """);
        facts = List.of(made, met, doubled, correction, strike);
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static Recorded one(Entrance entrance, String line) {
        return site.record(entrance, List.of(line)).getFirst();
    }

    private static Element fact(Site.Page page, int index) {
        return page.document()
                .getElementById("fact-" + facts.get(index).event().envelope().factId());
    }

    @Test
    void showsTermsAndOutcome() {
        Site.Page page = site.get("commitment?id=order-7");

        assertThat(page.select("h1")).isEqualTo("Order leaves our dock");
        assertThat(page.select(".over")).isEqualTo("Commitment order-7");
        assertThat(page.select(".outcome")).isEqualTo("Met late 8 h 30 min after it was due");
        assertThat(page.document().select(".outcome svg use").attr("href")).isEqualTo("#sign-late");
        assertThat(page.each(".terms > div"))
                .containsExactly(
                        "Customer Acme",
                        "Who promised We promised: ann",
                        "Kind ship-order",
                        "Importance 440.00 EUR",
                        "Made 2026-11-01 08:00 UTC",
                        "Due 2026-11-05 22:59:59 UTC",
                        "Settled 2026-11-06 07:30 UTC");
        assertThat(page.href("Acme")).isEqualTo("customer?id=Acme");
    }

    @Test
    void listsFactsInTheOrderInWhichTheyHappenedWithWhatIsKnownOfEach() {
        Site.Page page = site.get("commitment?id=order-7");

        assertThat(page.each(".facts h3"))
                .containsExactly(
                        "Promise made #0 2026-11-01 08:00 UTC",
                        "Reported met #1 2026-11-04 08:00 UTC",
                        "Reported missed #2 2026-11-04 08:30 UTC",
                        "Fact corrected #3 2026-11-09 10:00 UTC",
                        "Fact struck out #4 2026-11-10 10:00 UTC");
        Element made = fact(page, 0);
        assertThat(made.select(".said > div").eachText())
                .containsExactly(
                        "Customer Acme",
                        "Direction We promised",
                        "Promisor ann",
                        "Kind ship-order",
                        "Statement Order leaves our dock",
                        "Due on 2026-11-05, zone Europe/Berlin",
                        "Amount 440.00 EUR",
                        "carrier shipper-3",
                        "Due resolved to 2026-11-05 22:59:59 UTC");
        assertThat(made.select(".record > div").eachText())
                .containsExactly(
                        "Became known 2026-11-01 08:00:05 UTC",
                        "Said by the promisor",
                        "Evidence System: a system or third party recorded it https://contracts.example/7",
                        "Source erp id 7-made",
                        "In the log position #0 fact "
                                + facts.getFirst().event().envelope().factId(),
                        "Receipt file QR code the proof that this fact is in the log; it can be checked without this"
                                + " ledger");
        assertThat(made.select(".record a").attr("href")).isEqualTo("https://contracts.example/7");
        assertThat(fact(page, 2).select(".record").text())
                .contains("a system: night-job")
                .contains("javascript:alert(1)");
        assertThat(page.document().select("a[href*=javascript]")).isEmpty();
    }

    @Test
    void linksACorrectionAndWhatItReplaces() {
        Site.Page page = site.get("commitment?id=order-7");
        Element met = fact(page, 1);
        Element correction = fact(page, 3);

        assertThat(met.select(".marks").text()).isEqualTo("Corrected by fact #3");
        assertThat(met.select(".marks a").attr("href")).isEqualTo("#" + correction.id());
        assertThat(correction.select(".marks").text()).isEqualTo("Replaces fields of fact #1");
        assertThat(correction.select(".marks a").attr("href")).isEqualTo("#" + met.id());
        assertThat(correction.select(".changes tbody tr").text())
                .isEqualTo("Happened 2026-11-04 08:00 UTC 2026-11-06 07:30 UTC");
        assertThat(correction.select(".said").text()).isEqualTo("Reason the gate has it two days later");
    }

    @Test
    void linksAStruckFactAndWhatStruckIt() {
        Site.Page page = site.get("commitment?id=order-7");
        Element struck = fact(page, 2);
        Element strike = fact(page, 4);

        assertThat(struck.hasClass("struck")).isTrue();
        assertThat(struck.select(".marks").text()).isEqualTo("Struck out by fact #4");
        assertThat(struck.select(".marks a").attr("href")).isEqualTo("#" + strike.id());
        assertThat(strike.select(".marks").text()).isEqualTo("Strikes out fact #2");
    }

    @Test
    void showsEveryFactAsALineThatCouldBeSentAgain() {
        Site.Page page = site.get("commitment?id=order-7");

        assertThat(page.document().select(".facts details pre")).hasSize(5);
        String line = fact(page, 0).select("details pre").text();
        assertThat(FactLineReader.read(line.getBytes(StandardCharsets.UTF_8), new LineContext(null, null, "x", "y")))
                .isInstanceOfSatisfying(
                        FactLineReader.Reading.Read.class,
                        read -> assertThat(read.command().claim().key().id()).isEqualTo("7-made"));
        assertThat(line).contains("\"due\":{\"on\":\"2026-11-05\",\"zone\":\"Europe/Berlin\"}");
    }

    @Test
    void beforeTheCorrectionWasKnownThePromiseReadsAsKept() {
        Site.Page page = site.get("commitment?id=order-7&knownAt=2026-11-08T00:00:00Z");

        assertThat(page.select(".outcome")).isEqualTo("Met on time 1 day 14 h before it was due");
        assertThat(page.each(".facts h3")).hasSize(3);
        assertThat(fact(page, 1).select(".marks")).isEmpty();
        assertThat(page.select("main")).contains("2 facts happened or became known later");
        assertThat(page.select(".time summary"))
                .isEqualTo("You read the ledger as of now, with what was known at 2026-11-08 00:00 UTC. Times in UTC.");
        assertThat(page.href("Back to now")).isEqualTo("commitment?id=order-7");
        assertThat(site.get("./?knownAt=2026-11-08T00:00:00Z").select("section[aria-labelledby=customers] tbody"))
                .startsWith("Acme 1 1 0 0 0 0 0 100.0 % of 1 1 kept");
        assertThat(site.get("./").select("section[aria-labelledby=customers] tbody"))
                .startsWith("Acme 1 0 1 0 0 0 0 0.0 % of 1 1 broken");
    }

    @Test
    void asOfATimeBeforeItWasMetThePromiseIsOpen() {
        Site.Page page = site.get("commitment?id=order-7&asOf=2026-11-03T00:00");

        assertThat(page.select(".outcome")).isEqualTo("Open in 2 days 22 h");
        assertThat(page.each(".facts h3")).hasSize(1);
        assertThat(page.href("As it was shown then"))
                .isEqualTo("commitment?id=order-7&asOf=2026-11-03T00%3A00%3A00Z&knownAt=2026-11-03T00%3A00%3A00Z");
        assertThat(site.get("commitment?id=order-7&asOf=2026-10-01T00:00Z").status())
                .isEqualTo(404);
    }

    @Test
    void atTheTimeOfTheAskedPageTheFormHoldsThatTime() {
        Site.Page page = site.get("commitment?id=order-7&asOf=2026-11-03T01:00:00%2B01:00");

        assertThat(page.document()
                        .select("input[name=asOf][type=datetime-local]")
                        .attr("value"))
                .isEqualTo("2026-11-03T00:00:00");
        assertThat(page.document().select(".choose input[name=id]").attr("value"))
                .isEqualTo("order-7");
    }

    @Test
    void saysWhereAFactCountsOtherwiseThanItIsWritten() {
        site.setNow("2026-11-20T10:00:00Z");
        one(Entrance.INTERACTIVE, """
            {"type":"made","commitment":"visit-1","customer":"Bolt","kind":"visit","at":"2026-11-19T10:00:00Z",
             "due":{"from":"2026-11-19T14:00:00Z","to":"2026-11-19T16:00:00Z"}}
            """);
        one(Entrance.INTERACTIVE, """
            {"type":"met","commitment":"visit-1","at":"2026-11-19T12:00:00Z"}
            """);
        one(Entrance.INTERACTIVE, """
            {"type":"made","commitment":"call-1","customer":"Bolt","kind":"call","at":"2026-11-01T10:00:00Z",
             "due":"2026-11-30T10:00:00Z"}
            """);

        assertThat(site.get("commitment?id=visit-1").select(".facts li:last-child"))
                .contains("Does not count")
                .contains("before the promised window opens");
        assertThat(site.get("commitment?id=call-1").select(".facts .note"))
                .isEqualTo("Counts as of 2026-11-20 10:00 UTC, when it became known: only the promisor vouches for the"
                        + " earlier time.");
    }

    @Test
    void tellsAnImportsOwnRecordingTimeFromTheLedgers() {
        site.setNow("2026-11-20T10:00:00Z");
        one(Entrance.IMPORT, """
            {"type":"made","commitment":"old-1","customer":"Bolt","kind":"call","at":"2020-01-01T10:00:00Z",
             "recordedAt":"2020-01-02T10:00:00Z","due":"2020-01-30T10:00:00Z"}
            """);

        assertThat(site.get("commitment?id=old-1").select(".record > div:first-child"))
                .isEqualTo("Became known 2020-01-02 10:00 UTC as its source has it; this ledger accepted it at"
                        + " 2026-11-20 10:00 UTC");
    }

    @Test
    void aCorrectionThatWasStruckItselfIsNoLongerInForce() {
        site.setNow("2026-11-20T10:00:00Z");
        site.record("""
            {"type":"made","commitment":"twice","customer":"Bolt","kind":"call","at":"2026-11-10T10:00:00Z",
             "due":"2026-11-12T10:00:00Z","source":"s","id":"t-made"}
            """, """
            {"type":"corrected","commitment":"twice","at":"2026-11-13T10:00:00Z","target":{"source":"s","id":"t-made"},
             "with":{"statement":"Call back"},"reason":"r","actor":"a","evidence":"SYSTEM","source":"s","id":"t-fix"}
            """);
        assertThat(site.get("commitment?id=twice").select("h1")).isEqualTo("Call back");

        site.record("""
            {"type":"corrected","commitment":"twice","at":"2026-11-14T10:00:00Z","target":{"source":"s","id":"t-fix"},
             "strike":true,"reason":"r","actor":"a","evidence":"SYSTEM","source":"s","id":"t-undo"}
            """);
        Site.Page page = site.get("commitment?id=twice");
        assertThat(page.select("h1")).isEqualTo("call");
        assertThat(page.each(".facts .marks"))
                .containsExactly(
                        "Struck out Replaces fields of fact " + number(page, 0) + " by fact " + number(page, 2),
                        "Strikes out fact " + number(page, 1));
    }

    private static String number(Site.Page page, int index) {
        return page.each(".facts h3 small").get(index);
    }
}
