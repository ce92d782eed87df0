package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ways through the pages, as people go them, in a real browser.
class JourneyBrowserIT {
    private static final int MANY_TABS = 400;

    private static Site site;
    private static Browser browser;

    @BeforeAll
    static void recordsAYear() {
        site = DemoYear.site();
        browser = Browser.on(site);
    }

    @AfterAll
    static void stops() {
        browser.close();
        site.close();
    }

    @Test
    void byKeysAloneACustomerIsFoundTheReasonSeenAndTheScoreMovesLive() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.open("./");
            page.locator(".live:not([hidden])").waitFor();
            page.keyboard().press("Control+k");
            page.keyboard().type(DemoYear.CUSTOMER);
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("/customer?"));

            tabTo(page, "section[aria-labelledby=why] tbody a");
            String reason = page.evaluate("document.activeElement.innerText").toString();
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.contains("/commitment?"));
            assertThat(page.locator(".over").innerText()).contains(reason);
            page.goBack();
            page.waitForURL(url -> url.contains("/customer?"));

            page.locator(".live .words", new Page.LocatorOptions().setHasText("Live"))
                    .waitFor();
            Locator standing = page.locator(".beside .panel").first().locator(".standing");
            String before = standing.innerText();
            site.record("""
                {"type":"made_good","commitment":"%s","at":"2026-11-20T11:00:00Z","remedy":"Credit note","evidence":"SYSTEM"}
                """.formatted(reason));
            page.waitForCondition(() -> !standing.innerText().equals(before));

            assertThat(page.locator("#heard").textContent()).matches("Updated \\d\\d:\\d\\d UTC: 1 new fact");
            assertThat(page.locator(".live").innerText()).startsWith("Live");
            assertThat(window.complaints()).isEmpty();
        }
    }

    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < MANY_TABS; i++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.evaluate("s => document.activeElement.matches(s)", selector))) {
                return;
            }
        }
        throw new AssertionError("no way by the tab key to " + selector);
    }

    @Test
    void timeGoesBackBeforeACorrectionAndForwardAgain() {
        List<StoredFact> facts = site.ledger().commitments().facts(DemoYear.CORRECTED);
        String before = facts.getLast().rec().minusSeconds(1).toString();
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.open("commitment?id=" + DemoYear.CORRECTED + "&knownAt=" + before);
            assertThat(page.locator(".outcome").innerText()).startsWith("Met late");
            page.locator("a.back", new Page.LocatorOptions().setHasText("Back to now"))
                    .click();
            page.waitForURL(url -> !url.contains("knownAt"));
            assertThat(page.locator(".outcome").innerText()).startsWith("Met on time");
            page.locator(".time summary").click();
            page.getByText("a week earlier").click();
            page.waitForURL(url -> url.contains("asOf="));
            assertThat(page.locator(".time summary").innerText()).contains("as of 2026-11-13 12:00 UTC");
        }
    }

    @Test
    void theSliderLeadsToAnotherDay() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.open("portfolio");
            page.locator(".time summary").click();
            page.locator(".slide input").focus();
            page.keyboard().press("ArrowLeft");
            page.waitForURL(url -> url.contains("asOf="));
            assertThat(page.url()).contains("asOf=2026-11-19T23%3A59%3A59");
        }
    }

    @Test
    void aBrokenStreamSaysSoAndComesBack() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.route("**/v1/stream*", route -> route.abort());
            window.open("./");
            page.locator(".live.paused").waitFor();
            assertThat(page.locator(".live").innerText()).matches("Paused \\d\\d:\\d\\d UTC, reconnecting");
            page.unroute("**/v1/stream*");
            page.locator(".live:not(.paused)").waitFor();
            assertThat(page.locator(".live").innerText()).isEqualTo("Live");
        }
    }

    @Test
    void aPageIsPrintedWithItsFiltersAndTheLogsHead() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.DARK)) {
            Page page = window.open("misses?told=NEVER");
            byte[] pdf = page.pdf();
            assertThat(new String(pdf, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");

            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator("footer .printed").innerText()).isEqualTo("Shown: told NEVER.");
            assertThat(page.locator("#log-head").innerText()).contains("root");
            assertThat(page.locator(".ways").isVisible()).isFalse();
            assertThat(page.evaluate("getComputedStyle(document.body).color")).isEqualTo("rgb(24, 33, 36)");
        }
    }

    @Test
    void theChosenThemeStays() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.open("misses?told=NEVER");
            Object light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
            page.locator(".theme button").click();
            page.waitForLoadState();
            page.locator(".theme button").click();
            page.waitForLoadState();
            assertThat(page.url()).endsWith("misses?told=NEVER");
            assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
            assertThat(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
                    .isNotEqualTo(light);
        }
    }
}
