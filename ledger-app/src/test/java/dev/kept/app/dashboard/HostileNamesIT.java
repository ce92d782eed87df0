package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostileNamesIT {
    private static final List<String> NAMES = List.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "a/b/../c?d=e&f=g#h",
            "100%25 %2F ;x=1+2 \\ |",
            "${7*7} *{7*7} #{x} @{/x} __${7*7}__ [[${7*7}]] ~{x}",
            "שלום عالم",
            "O'Brien & Söhne «∞» 株式会社 🧾",
            "~",
            "x".repeat(200));
    private static final String LONG_STATEMENT = "Unbreakable" + "ness".repeat(900) + " \u202E reversed <b>bold</b>";

    private static Site site;

    @BeforeAll
    static void recordsPromisesOfEveryName() {
        site = Site.at("2026-11-20T12:00:00Z");
        List<String> lines = new ArrayList<>();
        for (String name : NAMES) {
            lines.add("""
                {"type":"made","commitment":%1$s,"customer":%1$s,"promisor":%1$s,"kind":%1$s,"statement":%2$s,
                 "at":"2026-11-01T08:00:00Z","due":"2026-11-30T08:00:00Z","actor":%1$s,"evidenceRef":%1$s,
                 "source":%1$s,"id":%1$s,"attributes":{"note":%1$s}}
                """.formatted(json(name), json(LONG_STATEMENT)));
        }
        site.record(lines.toArray(String[]::new));
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static String json(String text) {
        return JsonWriter.text(new JsonText(text));
    }

    @Test
    void everyNameLeadsFromTheOverviewToItsFacts() {
        for (String name : NAMES) {
            Site.Page customer = site.get(link(site.get("./"), "section[aria-labelledby=customers] th a", name));
            assertThat(customer.status()).as(name).isEqualTo(200);
            assertThat(customer.document().select("h1").text()).as(name).isEqualTo(name);

            Element row = customer.document().selectFirst("section[aria-labelledby=promises] tbody th");
            assertThat(row).as(name).isNotNull();
            assertThat(row.select("small bdi").first().wholeText()).isEqualTo(name);
            Site.Page commitment = site.get(row.select("a").attr("href"));
            assertThat(commitment.status()).as(name).isEqualTo(200);
            assertThat(commitment.document().select(".over bdi").text()).isEqualTo(name);
            assertThat(commitment.document().select("h1 bdi").first().wholeText())
                    .isEqualTo(LONG_STATEMENT);

            Site.Page promisor = site.get("promisor?id=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
            assertThat(promisor.document().select("h1").text()).as(name).isEqualTo(name);
        }
    }

    @Test
    void aNameIsFoundByItsPart() {
        assertThat(site.get("search?q=%3Cscript").each("main ul a"))
                .containsExactly("<script>alert(1)</script>", "<script>alert(1)</script>");
        assertThat(site.get("search?q=%D7%A9%D7%9C").each("main ul a")).containsExactly("שלום عالم", "שלום عالم");
    }

    @Test
    void noNameBecomesMarkup() {
        for (Site.Page page : everyPage("./")) {
            assertThat(page.document().select("script:not([src]), img, b, [onerror], [style]"))
                    .isEmpty();
            assertThat(page.text())
                    .doesNotContain("49 ")
                    .doesNotContain("<script>")
                    .doesNotContain("<img src=x");
        }
    }

    @Test
    void everyNameIsIsolatedFromTheDirectionOfItsSurroundings() {
        for (Site.Page page : everyPage("./")) {
            page.document()
                    .getElementsContainingOwnText("שלום")
                    .forEach(element -> assertThat(element.tagName())
                            .as(element.outerHtml())
                            .isIn("bdi", "title", "option", "text"));
        }
    }

    @Test
    void everyLinkOfEveryPageLeadsToAPageOfTheSameTime() {
        // links that say so lead back to now; what lies behind them is not of this time. Signing in has no time
        List<Site.Page> pages = everyPage("./?asOf=2026-11-20T00:00:00Z&knownAt=2026-11-20T12:00:00Z").stream()
                .filter(page -> !page.select(".time summary").startsWith("Read as of now"))
                .toList();

        assertThat(pages).hasSizeGreaterThan(5 * NAMES.size());
        for (Site.Page page : pages) {
            assertThat(page.select(".time summary"))
                    .isEqualTo("You read the ledger as of 2026-11-20 00:00 UTC, with what was known at 2026-11-20 12:00"
                            + " UTC. Times in UTC.");
            for (Element link : page.document().select("a[href]")) {
                String href = link.attr("href");
                if (!href.startsWith("#")
                        && !isOfAnotherTime(link)
                        && link.closest(".who") == null
                        && !link.text().endsWith("as of now")) {
                    assertThat(href)
                            .as(link.outerHtml())
                            .contains("asOf=2026-11-20T00%3A00%3A00Z&knownAt=2026-11-20T12%3A00%3A00Z");
                }
            }
            for (Element form : page.document().select("form[method=get]:not(.theme, .quick)")) {
                assertThat(form.select("input[name=asOf]").attr("value")).startsWith("2026-11-20T00:00:00");
            }
        }
    }

    @Test
    void everyPageHasOneHeadingALanguageAndNamedParts() {
        for (Site.Page page : everyPage("./")) {
            assertThat(page.document().select("h1")).hasSize(1);
            assertThat(page.document().select("html").attr("lang")).isEqualTo("en");
            assertThat(page.document().select("main#main")).hasSize(1);
            assertThat(page.document().select("a.skip").attr("href")).isEqualTo("#main");
            assertThat(page.document().select("table:not(:has(> caption)), th:not([scope])"))
                    .isEmpty();
            Set<String> ids = new HashSet<>();
            for (Element element : page.document().select("[id]")) {
                assertThat(ids.add(element.id())).as("twice: " + element.id()).isTrue();
            }
            for (Element labelled : page.document().select("[aria-labelledby]")) {
                assertThat(ids).contains(labelled.attr("aria-labelledby"));
            }
        }
    }

    private static String link(Site.Page page, String css, String text) {
        return page.document().select(css).stream()
                .filter(link -> link.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no link " + text))
                .attr("href");
    }

    /// The links of the time bar, of answers as they were shown, and of receipts, which are of no time.
    private static boolean isOfAnotherTime(Element link) {
        return link.closest(".steps") != null
                || link.hasClass("back")
                || link.attr("href").startsWith("v1/facts/");
    }

    /// All that can be reached by links; each must answer 200.
    private static List<Site.Page> everyPage(String from) {
        List<Site.Page> pages = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(from));
        Deque<String> ahead = new ArrayDeque<>(seen);
        while (!ahead.isEmpty()) {
            String address = ahead.remove();
            Site.Page page = site.get(address);
            assertThat(page.status()).as(address).isEqualTo(200);
            pages.add(page);
            for (Element link : page.document().select("a[href]")) {
                String href = link.attr("href");
                boolean isPage = !href.startsWith("#") && !link.hasAttr("download");
                if (isPage && !isOfAnotherTime(link) && !href.contains("sort=") && seen.add(href)) {
                    ahead.add(href);
                }
            }
        }
        return pages;
    }
}
