package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.commitment.Entrance;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Records every type of fact from its page, without JavaScript.
class RecordingIT {
    private static final String FORM = "main form.record-form";

    private static Site site;
    private static FormBrowser browser;

    @BeforeAll
    static void starts() {
        site = Site.at("2026-11-10T12:00:00Z");
        browser = FormBrowser.signedIn(site);
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static void promise(String id) {
        site.record(Entrance.IMPORT, List.of("""
                {"type":"made","commitment":"%s","customer":"Acme","promisor":"ann","kind":"quote",
                 "statement":"Quote by Friday noon","at":"2026-11-02T09:00:00Z","due":"2026-11-06T12:00:00Z",
                 "source":"crm","id":"%s-made"}
                """.formatted(id, id)));
    }

    private static Site.Page form(String commitment, String type) {
        return browser.get("record?commitment=" + commitment + "&type=" + type);
    }

    private static Site.Page record(String commitment, String type, Map<String, String> filled) {
        return browser.submit(form(commitment, type), FORM, filled);
    }

    @Test
    void recordsWhatHappenedAndShowsTheFactAndHowTheScoreMoved() {
        // given
        promise("met-1");
        Site.Page before = browser.get("commitment?id=met-1");
        assertThat(before.each(".acts .button"))
                .containsExactly(
                        "Met",
                        "Partly met",
                        "Missed",
                        "Disclose a problem",
                        "They noticed",
                        "Make good",
                        "Renegotiate",
                        "Ask for more time",
                        "Release",
                        "Withdraw",
                        "Dispute",
                        "Resolve the dispute",
                        "Confirm a fact",
                        "Correct a fact",
                        "Void");
        assertThat(before.select(".acts li:has(.off)")).isEqualTo("Resolve the dispute No dispute is open.");

        // when
        Site.Page after = browser.submit(
                browser.get(before.href("Met")),
                FORM,
                Map.of("at", "2026-11-06 10:30", "evidence", "SYSTEM", "evidenceRef", "mail 4711"));

        // then
        assertThat(after.select(".outcome")).startsWith("Met on time 1 h 30 min before it was due");
        assertThat(after.select("#recorded")).contains("Recorded: Reported met, as fact #");
        assertThat(after.select("#recorded strong")).contains("Acme, we promised: the score moved from ");
        assertThat(after.select(".facts li:last-child .record"))
                .contains("mail 4711")
                .contains("Source rest id page-");
    }

    @Test
    void aPromiseInOnesOwnWordsIsShownAsUnderstoodAndRecordedOnlyThen() {
        // given
        promise("known");
        long before = site.ledger().log().head().size();
        Site.Page today = browser.get("today?zone=Europe/Berlin");

        // when
        Site.Page form = browser.get(address(today, "Acme: parts list for <b>line</b> 2 by Friday noon"));

        // then
        assertThat(form.select("section[role=status]"))
                .startsWith("Understood: Acme: parts list for <b>line</b> 2, due 2026-11-13 12:00 CET.")
                .contains("Nothing is recorded yet", "in the zone Europe/Berlin, that of this page");
        assertThat(site.ledger().log().head().size()).isEqualTo(before);
        Site.Page promise = browser.submit(form, FORM, Map.of());
        assertThat(promise.select("h1")).contains("parts list for <b>line</b> 2");
        assertThat(promise.select("main")).contains("\"due\":\"2026-11-13T11:00:00Z\"");
    }

    @Test
    void wordsThatMeanTwoThingsAreAskedAndNamesThatAreAlikeAreShown() {
        // given
        promise("alike");

        // when
        Site.Page question = browser.get(address(browser.get("record?type=made"), "Acme: quote by 5"));
        Site.Page alike = browser.get(address(browser.get("record?type=made"), "ACME: quote by tomorrow"));

        // then
        assertThat(question.select("main [role=alert]"))
                .startsWith("This is not clear: 5 can be at night or in the afternoon. “by 5”")
                .contains("What is meant: “5am” or “5pm”?");
        assertThat(question.document().select("#field-due").attr("value")).isEmpty();
        assertThat(question.document().select(".quick input[name=text]").attr("value"))
                .isEqualTo("Acme: quote by 5");

        assertThat(alike.select("section[role=status]")).contains("names that are alike. Is one of them meant?");
        assertThat(alike.document().select("#field-due").attr("value")).isEqualTo("2026-11-11");
        Site.Page meant = browser.get(alike.href("Acme"));
        assertThat(meant.document().select("#field-customer").attr("value")).isEqualTo("Acme");
        assertThat(meant.select("section[role=status]")).doesNotContain("alike");
    }

    private static String address(Site.Page page, String text) {
        Element form = page.document().select("form.quick").first();
        StringBuilder address = new StringBuilder(form.attr("action")).append('?');
        for (Element hidden : form.select("input[type=hidden]")) {
            address.append(hidden.attr("name"))
                    .append('=')
                    .append(hidden.attr("value"))
                    .append('&');
        }
        return address.append("text=")
                .append(URLEncoder.encode(text, StandardCharsets.UTF_8))
                .toString();
    }

    @Test
    void aFormThatIsSentTwiceRecordsOnce() {
        // given
        promise("twice");
        Site.Page form = form("twice", "met");
        Map<String, String> filled = Map.of("at", "2026-11-05T10:00");

        // when
        Site.Page first = browser.submit(form, FORM, filled);
        Site.Page second = browser.submit(form, FORM, filled);
        Site.Page other = browser.submit(form, FORM, Map.of("at", "2026-11-05T11:00"));

        // then
        assertThat(first.document().select(".facts > li")).hasSize(2);
        assertThat(second.document().select(".facts > li")).hasSize(2);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.select(".problem")).contains("has recorded another fact already");
        assertThat(other.document().select("[name=at]").attr("value")).isEqualTo("2026-11-05T11:00");
        assertThat(browser.submit(other, FORM, Map.of()).document().select(".facts > li"))
                .hasSize(3);
    }

    @Test
    void aRefusedFormComesBackAsItWasFilledInWithTheFaultBesideTheField() {
        // given
        promise("refused");

        // when
        Site.Page page = record(
                "refused",
                "met",
                Map.of("at", "next Friday", "evidenceRef", "<b>\"mail\"</b> 4711", "actor", "ann", "by", "SYSTEM"));

        // then
        assertThat(page.status()).isEqualTo(422);
        Element at = page.document().getElementById("field-at");
        assertThat(at.attr("value")).isEqualTo("next Friday");
        assertThat(at.attr("aria-invalid")).isEqualTo("true");
        assertThat(page.document().getElementById(at.attr("aria-describedby")).text())
                .contains("not an RFC 3339 time with offset", "at: next Friday", "write it like 2026-11-30T17:00:00Z");
        assertThat(page.document().select("[name=evidenceRef]").attr("value")).isEqualTo("<b>\"mail\"</b> 4711");
        assertThat(page.document().select("[name=by] option[selected]").attr("value"))
                .isEqualTo("SYSTEM");
        assertThat(page.document().select("[aria-invalid=true]")).hasSize(1);

        // and sent again with the fault mended
        assertThat(browser.submit(page, FORM, Map.of("at", "2026-11-06 09:00")).select("#recorded"))
                .contains("Reported met");
    }

    @Test
    void refusesWhatTheInterfaceRefuses() {
        promise("same");

        assertThat(record("same", "met", Map.of("at", "2026-12-24 10:00")).select(".wrong"))
                .contains("more than 5 minutes after now");
        assertThat(record("same", "released", Map.of("by", "PROMISOR")).select(".wrong"))
                .contains("only the promisee can say released");
        assertThat(record("same", "partly_met", Map.of("fraction", "0,5")).select(".wrong"))
                .contains("fraction: 0,5");
        assertThat(record("same", "renegotiated", Map.of("newDue", "2026-11-20", "timezone", "Mars/Base"))
                        .select(".wrong"))
                .contains("There is no such time zone.", "timezone: Mars/Base");
        assertThat(record("same", "resolved", Map.of("finding", "UPHELD")).select(".wrong"))
                .contains("reason is missing");
        assertThat(record("nobody", "met", Map.of()).select(".problem"))
                .contains("no promise is recorded under this id");
        assertThat(record("same", "made_good", Map.of("remedy", "x".repeat(5_000)))
                        .status())
                .isEqualTo(422);
        assertThat(browser.get("record?type=nonsense&commitment=same").status()).isEqualTo(400);
        assertThat(browser.get("record?type=met").status()).isEqualTo(400);
        assertThat(browser.get("commitment?id=same").document().select(".facts > li"))
                .hasSize(1);
    }

    @Test
    void recordsEveryOtherTypeOfFact() {
        promise("all");
        Map<String, Map<String, String>> forms = new LinkedHashMap<>();
        forms.put(
                "extension_requested",
                Map.of("at", "2026-11-04 09:00", "newDue", "2026-11-09", "timezone", "Europe/Berlin"));
        forms.put(
                "renegotiated",
                Map.of(
                        "at",
                        "2026-11-05 09:00",
                        "newDue",
                        "2026-11-09 17:00",
                        "timezone",
                        "Europe/Berlin",
                        "askedBy",
                        "PROMISEE",
                        "evidence",
                        "CONFIRMED"));
        forms.put("disclosed", Map.of("told", "We need\nmore time", "confirmedUnnoticed", "true"));
        forms.put("noticed", Map.of());
        forms.put("partly_met", Map.of("fraction", "0.5"));
        forms.put("missed", Map.of("cause", "CAPABILITY"));
        forms.put("made_good", Map.of("remedy", "A voucher", "value", "25.00", "currency", "EUR"));
        forms.put("disputed", Map.of("claim", "It came broken"));
        forms.put("resolved", Map.of("finding", "REJECTED", "reason", "photo", "actor", "bob", "evidence", "SYSTEM"));
        forms.put("withdrawn", Map.of("reason", "no stock"));
        forms.put("released", Map.of("reason", "never mind"));
        forms.put("voided", Map.of("reason", "wrong customer", "actor", "bob", "evidence", "SELF"));

        forms.forEach((type, filled) -> assertThat(record("all", type, filled).select("#recorded"))
                .as(type)
                .startsWith("Recorded: "));

        Site.Page page = browser.get("commitment?id=all");
        assertThat(page.document().select(".facts > li")).hasSize(1 + forms.size());
        assertThat(page.select(".facts")).contains("We need more time", "New due 2026-11-09 16:00 UTC", "25.00 EUR");
        assertThat(page.select(".acts li:has([aria-describedby=why-met])"))
                .isEqualTo("Met The commitment is voided; correct that first.");
        assertThat(page.each(".acts a.button")).containsExactly("Correct a fact");
    }

    @Test
    void correctsAFactByFieldsAndByStrikingItOut() {
        // given
        promise("wrong");
        Site.Page page = record("wrong", "met", Map.of("at", "2026-11-06 10:00"));
        String correct = page.document().select(".facts li:last-child .who a").attr("href");
        Map<String, String> why = Map.of("reason", "the gate says so", "actor", "bob", "evidence", "SYSTEM");

        // when
        Site.Page form = browser.get(correct);
        assertThat(form.select("#field-with-at-help")).isEqualTo("recorded: 2026-11-06 10:00 UTC");
        Map<String, String> late = new LinkedHashMap<>(why);
        late.put("with.at", "2026-11-07 08:00");
        Site.Page corrected = browser.submit(form, FORM, late);

        // then
        assertThat(corrected.select(".outcome")).startsWith("Met late");
        assertThat(corrected.select(".changes tbody")).contains("2026-11-06 10:00 UTC 2026-11-07 08:00 UTC");

        // and a fact that should not be there at all
        Map<String, String> strike = new LinkedHashMap<>(why);
        strike.put("strike", "true");
        assertThat(browser.submit(browser.get(correct), FORM, strike).select(".outcome"))
                .startsWith("Open, overdue");
        assertThat(browser.submit(browser.get(correct), FORM, why).select(".problem"))
                .contains("the correction changes nothing");
        assertThat(form("wrong", "corrected").each("main section li")).contains("Reported met, 2026-11-06 10:00 UTC");
    }

    @Test
    void confirmsAFactForThePromisee() {
        promise("sure");
        Site.Page met = record("sure", "met", Map.of("at", "2026-11-06 10:00"));
        String factId = met.document().select(".facts li:last-child").attr("id").substring("fact-".length());

        Site.Page page = record("sure", "confirmed", Map.of("target", factId));

        assertThat(page.select(".facts li:last-child .marks"))
                .isEqualTo("Confirms fact #"
                        + met.select(".facts li:last-child h3 small").substring(1));
    }

    @Test
    void aFactRecordedMeanwhileIsSaidBeforeItMatters() {
        // given
        promise("raced");
        Site.Page form = form("raced", "withdrawn");
        record("raced", "met", Map.of("at", "2026-11-06 10:00"));

        // when
        Site.Page page = browser.submit(form, FORM, Map.of("reason", "no stock"));

        // then
        assertThat(page.status()).isEqualTo(422);
        assertThat(page.select(".problem")).contains("Something was recorded about this promise while you filled");
        assertThat(page.document().select("[name=reason]").text()).isEqualTo("no stock");
        assertThat(browser.submit(page, FORM, Map.of()).select("#recorded")).contains("Promise withdrawn");
    }

    @Test
    void makesAPromise() {
        Site.Page form = browser.get("record?type=made&customer=Newcomer");
        assertThat(form.document().select("[name=customer]").attr("value")).isEqualTo("Newcomer");

        Site.Page missing =
                browser.submit(form, FORM, Map.of("customer", "", "statement", "Quote", "due", "2026-11-13"));
        assertThat(missing.select(".wrong")).contains("customer");

        Site.Page made = browser.submit(
                form,
                FORM,
                Map.of("statement", "Quote\r\nby Friday", "due", "2026-11-13 12:00", "timezone", "Europe/Berlin"));
        assertThat(made.select("h1")).contains("Quote by Friday");
        assertThat(made.each(".terms > div")).contains("Customer Newcomer", "Due 2026-11-13 11:00 UTC");
    }

    @Test
    void recordsNothingInTheNameOfATimeThatIsOver() {
        promise("past");

        Site.Page page = browser.get("commitment?id=past&asOf=2026-11-09T00:00:00Z");

        assertThat(page.select("#acts-closed")).contains("Go back to now");
        assertThat(page.document().select(".acts a")).isEmpty();
        assertThat(page.document().select(".acts .off[aria-disabled=true]")).hasSize(15);
    }
}
