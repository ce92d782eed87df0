package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every page in a real browser: both themes, wide and narrow, without a finding, a complaint or an overflow.
class PagesBrowserIT {
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

    static List<String> addresses() {
        return DemoPages.ADDRESSES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("addresses")
    void isWholeInBothThemesWideAndNarrow(String address) {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.open(address);
            page.waitForCondition(() -> page.locator("[data-wait]").count() == 0);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                for (int width : List.of(Browser.WIDE, Browser.NARROW)) {
                    page.setViewportSize(width, 900);
                    String where = address + " " + scheme + " at " + width;
                    assertThat(findings(page)).as(where).isEmpty();
                    assertThat(window.overflow()).as("overflow of " + where).isZero();
                }
            }
            assertThat(window.complaints()).as(address).isEmpty();
        }
    }

    @Test
    void noPageWeighsMoreThan150Kilobytes() {
        long assets = Assets.PATHS.stream()
                .mapToLong(path -> site.get(path).text().length())
                .sum();
        for (String address : DemoPages.ADDRESSES) {
            assertThat(site.get(address).text().length() + assets).as(address).isLessThan(150_000);
        }
    }

    /// What axe finds, each with the places where it finds it.
    static List<String> findings(Page page) {
        return new AxeBuilder(page)
                .setLegacyMode(true).analyze().getViolations().stream()
                        .map(PagesBrowserIT::inWords)
                        .toList();
    }

    private static String inWords(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .limit(5)
                        .map(node -> node.getTarget() + " " + node.getHtml())
                        .toList();
    }

    @Test
    void theSearchBoxIsOneKeyAwayAndTakesAnyId() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT)) {
            Page page = window.open("sources");
            page.keyboard().press("Control+k");
            page.keyboard().type(DemoYear.CUSTOMER);
            page.keyboard().press("Enter");
            page.waitForURL("**/customer?id=**");

            assertThat(page.locator("h1").textContent()).isEqualTo(DemoYear.CUSTOMER);
        }
    }

    @Test
    void answersWithoutScript() {
        try (Browser.Window window = browser.window(Browser.WIDE, ColorScheme.LIGHT, false)) {
            for (String address : DemoPages.ADDRESSES) {
                Page page = window.open(address);
                assertThat(page.locator("main").innerText()).as(address).hasSizeGreaterThan(100);
                assertThat(page.locator(".live").isVisible()).as(address).isFalse();
            }
        }
    }
}
