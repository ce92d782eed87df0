package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatesIT {
    private static final String MADE = """
        {"type":"made","commitment":"order-1","customer":"Acme","kind":"ship-order","at":"2026-11-01T08:00:00Z",
         "due":"2026-11-30T08:00:00Z"}
        """;
    private static final String MET = """
        {"type":"met","commitment":"order-1","at":"2026-11-02T08:00:00Z"}
        """;

    private Site site;

    @BeforeEach
    void starts() {
        site = Site.at("2026-11-20T12:00:00Z");
    }

    @AfterEach
    void stops() {
        site.close();
    }

    @Test
    void anEmptyLedgerSaysHowToAddTheFirstFact() {
        for (String address : List.of("./", "commitments", "search?q=acme")) {
            Site.Page page = site.get(address);
            assertThat(page.status()).as(address).isEqualTo(200);
            assertThat(page.select(".state h2")).as(address).isEqualTo("No fact is recorded yet");
            assertThat(page.select(".state pre")).as(address).startsWith("./kept import FILE");
        }
    }

    @Test
    void theExampleOfTheEmptyLedgerCanBeRecorded() {
        String[] lines = site.get("./")
                .document()
                .select(".state pre")
                .last()
                .wholeText()
                .split("\n");
        site.setNow("2026-12-01T00:00:00Z");
        site.record(lines);
        assertThat(site.get("./").each("section[aria-labelledby=customers] tbody tr"))
                .containsExactly("ACME 1 1 0 0 0 0 0 100.0 % of 1 1 kept");
    }

    @Test
    void aTimeBeforeTheFirstFactIsNamedAndLeadsBackToNow() {
        site.record(MADE);
        Site.Page page = site.get("./?asOf=2026-10-01T00:00:00Z");

        assertThat(page.select(".state"))
                .contains("No promise matches")
                .contains("as of 2026-10-01 00:00 UTC, with what is known now");
        assertThat(page.href("Show all promises as of now")).isEqualTo("./");
        assertThat(site.get("commitments?asOf=2026-10-01T00:00:00Z").select(".state"))
                .isEqualTo("No promise matches: none was known as of 2026-10-01 00:00 UTC, with what is known now.");
    }

    @Test
    void anAddressThatIsNoUtf8IsNamed() {
        Site.Page page = site.get("promisor?id=%ED%A0%80");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select("h1")).isEqualTo("This address cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "customer?id=acme, Customer",
        "promisor?id=nobody, Promisor",
        "commitment?id=order-2, Commitment",
        "commitment?id=%00, Commitment",
        "customer?id=%0A, Customer"
    })
    void whatIsNotKnownIsNamed(String address, String what) {
        site.record(MADE);
        Site.Page page = site.get(address);

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.select("h1")).isEqualTo(what + " not known");
        assertThat(page.select(".state")).contains("The ledger holds no fact about it.");
    }

    @Test
    void whatWasNotKnownThenCanBeLookedForNow() {
        site.record(MADE);
        Site.Page then = site.get("customer?id=Acme&asOf=2026-10-01T00:00:00Z");

        assertThat(then.status()).isEqualTo(404);
        assertThat(then.select(".state")).contains("as of 2026-10-01 00:00 UTC");
        assertThat(then.href("Look for it now")).isEqualTo("customer?id=Acme");
        assertThat(site.get("customer?id=Acme").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "./?asOf=yesterday, asOf: yesterday, like 2026-11-30T17:00:00Z",
        "./?knownAt=2026-13-01T00:00:00Z, knownAt: 2026-13-01T00:00:00Z, like 2026-11-30T17:00:00Z",
        "./?asOf=9999-01-01T00:00:00Z, asOf: 9999-01-01T00:00:00Z, between the years 1970 and 2200",
        "./?sort=colour, sort: colour, 'customer, made, onTime'",
        "./?page=0, page: 0, from 1 to 1",
        "./?page=99999999999999999999, page: 99999999999999999999, from 1 to 1",
        "./?direction=up, direction: up, 'BY_US, BY_CUSTOMER, BY_SUPPLIER'",
        "commitments?outcome=great, outcome: great, 'AWAITING_TERMS, OPEN'",
        "commitments?after=x, after: x, from its first page",
        "commitments?after=1~%00, after: 1~, from its first page",
        "customer, id: missing, ?id=order-10248"
    })
    void anAddressThatCannotBeReadIsExplained(String address, String what, String fix) {
        Site.Page page = site.get(address);

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select("h1")).isEqualTo("This address cannot be read");
        assertThat(page.select(".state p:nth-of-type(1)").replace("\u0000", "").replace("\ufffd", ""))
                .isEqualTo(what);
        assertThat(page.select(".state p:nth-of-type(2)")).contains(fix);
    }

    @Test
    void aLedgerThatCannotBeReadSaysSoAndNothingElse() throws Exception {
        site.record(MADE);
        execute("alter table kept_view.commitment rename to hidden");
        Site.Page failed = site.get("./");

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.select("h1")).isEqualTo("The ledger could not be read");
        assertThat(failed.select(".state")).contains("2026-11-20 12:00 UTC");
        assertThat(failed.text()).doesNotContain("kept_view").doesNotContain("Exception");

        execute("alter table kept_view.hidden rename to commitment");
        assertThat(site.get("./").status()).isEqualTo(200);
    }

    @Test
    void figuresThatLagBehindTheLogSaySo() throws Exception {
        site.record(MADE);
        try (Connection other = site.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from kept_view.processor for update");
            site.recordWithoutViews(MET);

            assertThat(site.get("./").select("section > .note"))
                    .isEqualTo("These figures lag behind the log: 1 of 2 facts are not in them yet. Load the page again"
                            + " in a moment.");
            assertThat(site.get("commitment?id=order-1").select(".outcome")).startsWith("Met on time");
            assertThat(site.get("commitment?id=order-1").select("section > .note"))
                    .isEmpty();
            other.rollback();
        }
        assertThat(site.ledger().awaitViews()).isTrue();
        assertThat(site.get("./").select("section > .note")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"./", "commitment?id=order-1", "customer?id=x", "./?asOf=x", "no/such/page", "search?q=Acme"})
    void everyAnswerForbidsWhatThePagesDoNotNeed(String address) {
        site.record(MADE);
        Site.Page page = site.get(address);

        assertThat(page.header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
                        + "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(page.headers().map()).doesNotContainKey("set-cookie");
    }

    @Test
    void anUnknownAddressAnswersWithAPage() {
        Site.Page page = site.get("no/such/page");

        assertThat(page.status()).isEqualTo(404);
        assertThat(page.select("h1")).isEqualTo("There is no such page");
        assertThat(page.href("Go to the overview")).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({"kept.css, text/css", "charts.css, text/css", "kept.js, text/javascript"})
    void anAssetFetchesNothingAndIsKeptUnderTheAddressOfItsContent(String name, String type) {
        Site.Page asset = site.get(name);
        assertThat(asset.status()).isEqualTo(200);
        assertThat(asset.header("Content-Type")).startsWith(type);
        assertThat(asset.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(asset.text())
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("http");

        String address =
                site.get("./").document().select("link[href^=/" + name + "], script[src^=/" + name + "]").stream()
                        .map(element -> element.attr("href") + element.attr("src"))
                        .findFirst()
                        .orElseThrow();
        assertThat(address).matches("/" + name + "\\?v=[0-9a-f]{12}");
        assertThat(site.get(address).header("Cache-Control")).isEqualTo("private, max-age=31536000, immutable");
        assertThat(site.get("/" + name + "?v=000000000000").header("Cache-Control"))
                .isEqualTo("no-cache");
    }

    @Test
    void aPageHoldsNoStyleAndNoScriptOfItsOwn() {
        var page = site.get("./").document();
        assertThat(page.select("script:not([src]), style, img, iframe, [style], [onclick], link[href^=http]"))
                .isEmpty();
        assertThat(page.select("link[rel=icon]").attr("href")).startsWith("data:");
    }

    @Test
    void aThemeIsChosenByAButtonAndKeptInACookie() {
        Site.Page chosen = site.get("theme?to=dark&back=customer?id%3DAcme%26asOf%3D2026-11-01T00:00:00Z");
        assertThat(chosen.status()).isEqualTo(303);
        assertThat(chosen.header("Location")).isEqualTo("customer?id=Acme&asOf=2026-11-01T00:00:00Z");
        assertThat(chosen.header("Set-Cookie"))
                .startsWith("kept-theme=dark; Path=/; Max-Age=31536000")
                .contains("HttpOnly; SameSite=Strict");

        assertThat(site.get("./", "kept-theme=dark")
                        .document()
                        .selectFirst("html")
                        .attr("data-theme"))
                .isEqualTo("dark");
        assertThat(site.get("./", "kept-theme=pink")
                        .document()
                        .selectFirst("html")
                        .attr("data-theme"))
                .isEqualTo("auto");
        assertThat(site.get("theme?to=pink").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "../x", "x y"
            })
    void aThemeLeadsBackToNoOtherPlace(String back) {
        String encoded = java.net.URLEncoder.encode(back, java.nio.charset.StandardCharsets.UTF_8);
        assertThat(site.get("theme?to=light&back=" + encoded).header("Location"))
                .isEqualTo("./");
    }

    @Test
    void timesAreShownAndReadInTheZoneOfTheAddress() {
        site.record(MADE);
        Site.Page page = site.get("commitment?id=order-1&asOf=2026-11-15T09:30&zone=Europe/Berlin");

        assertThat(page.select(".zone")).isEqualTo("Times in Europe/Berlin.");
        assertThat(page.select(".time strong")).startsWith("as of 2026-11-15 09:30 CET");
        assertThat(page.document().select(".choose input[name=asOf]").attr("value"))
                .isEqualTo("2026-11-15T09:30:00");
        assertThat(page.href("Back to now")).isEqualTo("commitment?id=order-1&zone=Europe%2FBerlin");
        assertThat(page.href("a day earlier"))
                .isEqualTo("commitment?id=order-1&asOf=2026-11-14T08%3A30%3A00Z&zone=Europe%2FBerlin");
        assertThat(site.get("./?zone=Middle/Earth").select(".state")).contains("zone: Middle/Earth");
        assertThat(site.get("./?zone=Middle/Earth").status()).isEqualTo(400);
    }

    @Test
    void aStepBeyondNowIsOffAndSaysWhy() {
        site.record(MADE);
        Site.Page page = site.get("./");

        assertThat(page.each(".steps a")).containsExactly("a month earlier", "a week earlier", "a day earlier");
        assertThat(page.each(".steps .off"))
                .allMatch(step -> step.endsWith("later: not possible, that is later than now"))
                .hasSize(3);
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = site.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
