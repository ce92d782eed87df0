package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The pages of whoever is signed in, in a real browser: whole in both themes, and used by keyboard alone.
class ActsBrowserIT {
    private static final String PROMISE = "Juniper%20Clinic";

    private static Site site;
    private static Browser browser;
    private static String shared;
    private static String commitment;

    @BeforeAll
    static void recordsAYear() {
        site = DemoYear.site();
        browser = Browser.on(site);
        FormBrowser admin = FormBrowser.signedIn(site);
        shared = DemoYear.shared(admin);
        commitment = admin.get("commitments?customer=" + PROMISE + "&outcome=MISSED")
                .document()
                .select("tbody th a")
                .attr("href");
    }

    @AfterAll
    static void stops() {
        browser.close();
        site.close();
    }

    private static List<String> addresses() {
        String id = commitment.replaceFirst(".*id=", "");
        return List.of(
                "sign-in",
                "today",
                "audit",
                "audit?position=7&then=2026-08-01T00:00:00Z&customer=" + PROMISE,
                commitment,
                "record?type=made&text=Acme:%20quote%20by%205",
                "record?type=made&text=Juniper%20clinic:%20between%20us%20a%20quote%20within%203%20days",
                "record?type=renegotiated&commitment=" + id,
                "record?type=corrected&commitment=" + id,
                "record?type=made_good&commitment=" + id,
                "sharing?customer=" + PROMISE,
                "self-rating?promisor=ben.otto",
                shared,
                shared + "&id=" + id);
    }

    @Test
    void areWholeInBothThemesWideAndNarrow() {
        List<String> findings = new ArrayList<>();
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            window.page().navigate(site.signInLink());
            window.page().waitForURL(url -> !url.contains("sign-in-link"));
            for (String address : addresses()) {
                Page page = window.open(address);
                page.locator("h1").first().waitFor();
                for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                    for (int width : List.of(Browser.WIDE, Browser.NARROW)) {
                        page.setViewportSize(width, 900);
                        String where = address + " " + scheme + " at " + width;
                        PagesBrowserIT.findings(page).forEach(finding -> findings.add(where + ": " + finding));
                        if (window.overflow() != 0) {
                            findings.add(where + ": overflows by " + window.overflow());
                        }
                    }
                }
                assertThat(window.complaints()).as(address).isEmpty();
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void aMakeGoodIsRecordedByKeyboardAloneAndTheScoreIsSeen() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.page();
            page.navigate(site.signInLink());
            page.waitForURL(url -> !url.contains("sign-in-link"));
            window.open(commitment);
            page.locator(".acts a.button", new Page.LocatorOptions().setHasText("Make good"))
                    .focus();
            page.keyboard().press("Enter");
            page.waitForURL("**/record?**");
            page.locator("#field-remedy").focus();
            page.keyboard().type("A month free");
            for (int i = 0; i < 20 && !"BUTTON".equals(page.evaluate("document.activeElement.tagName")); i++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            page.waitForURL("**/commitment?**");

            assertThat(page.locator("#recorded").textContent()).contains("Remedy given", "score");
            assertThat(page.locator(".outcome").textContent()).contains("Made good");
        }
    }
}
