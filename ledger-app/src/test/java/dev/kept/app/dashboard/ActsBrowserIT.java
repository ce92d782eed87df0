package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The pages of whoever is signed in, in a real browser, used by keyboard alone.
class ActsBrowserIT {
    private static final String PROMISE = "Juniper%20Clinic";

    private static Site site;
    private static Browser browser;
    private static String commitment;

    @BeforeAll
    static void recordsAYear() {
        site = DemoYear.site();
        browser = Browser.on(site);
        FormBrowser admin = FormBrowser.signedIn(site);
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
