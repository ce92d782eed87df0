package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/// The pictures of the documents: taken by this test with `-Dkept.docs.images=write`, and otherwise held against what
/// the pages are made of, so that they cannot go stale unnoticed.
class PicturesBrowserIT {
    private static final Path FOLDER = Path.of("..", "docs", "images");
    /// Stands for the link that the run gives away.
    private static final String SHARED = "shared";
    private static final Path STRUCTURE = FOLDER.resolve("structure.txt");

    private static final List<Picture> PICTURES = List.of(
            new Picture("customers", "./", ColorScheme.LIGHT, 900),
            new Picture("today", "today", ColorScheme.LIGHT, 1000),
            new Picture("customer", "customer?id=Juniper+Clinic", ColorScheme.LIGHT, 1500),
            new Picture("portfolio", "portfolio", ColorScheme.LIGHT, 900),
            new Picture("portfolio-dark", "portfolio", ColorScheme.DARK, 900),
            new Picture("misses", "misses", ColorScheme.LIGHT, 1000),
            new Picture("whatif", "whatif?halfLife=60&pass=90", ColorScheme.LIGHT, 1000),
            new Picture(
                    "past",
                    "commitment?id=" + DemoYear.CORRECTED + "&knownAt=2026-06-01T00:00:00Z",
                    ColorScheme.DARK,
                    700),
            new Picture("audit", "audit?position=4711&then=2026-08-01T00:00:00Z", ColorScheme.LIGHT, 1300),
            new Picture("shared", SHARED, ColorScheme.LIGHT, 800));

    private record Picture(String name, String address, ColorScheme scheme, int height) {
        String address(String shared) {
            return address.equals(SHARED) ? shared : address;
        }
    }

    @Test
    void thePicturesAreOfThePagesAsTheyAre() throws IOException {
        boolean writes = "write".equals(System.getProperty("kept.docs.images"));
        StringBuilder structure = new StringBuilder();
        try (Site site = DemoYear.site()) {
            String shared = DemoYear.shared(FormBrowser.signedIn(site));
            for (Picture picture : PICTURES) {
                structure.append(picture.name).append('\n').append(structure(site.settled(picture.address(shared))));
            }
            if (writes) {
                try (Browser browser = Browser.on(site)) {
                    take(browser, shared);
                }
                Files.writeString(STRUCTURE, structure.toString());
            }
        }

        assertThat(structure.toString())
                .as("the pages are made of other parts than the pictures in docs/images show; take them again:"
                        + " ./kept test -pl ledger-app -am -Dskip.unit.tests=true -Dit.test=PicturesBrowserIT"
                        + " -Dkept.docs.images=write -Dfailsafe.failIfNoSpecifiedTests=false")
                .isEqualTo(Files.readString(STRUCTURE));
        assertThat(PICTURES).allSatisfy(picture -> assertThat(file(picture)).isNotEmptyFile());
    }

    private static Path file(Picture picture) {
        return FOLDER.resolve(picture.name + ".png");
    }

    private static void take(Browser browser, String shared) throws IOException {
        Files.createDirectories(FOLDER);
        for (Picture picture : PICTURES) {
            try (Browser.Window window = browser.window(Browser.WIDE, picture.scheme)) {
                Page page = window.open(picture.address(shared));
                page.waitForCondition(() -> page.locator("[data-wait]").count() == 0);
                page.setViewportSize(Browser.WIDE, picture.height);
                page.waitForTimeout(500);
                page.screenshot(new Page.ScreenshotOptions().setPath(file(picture)));
            }
        }
    }

    /// The parts of a page without what they hold: headings, columns, fields, drawings.
    private static String structure(Site.Page page) {
        StringBuilder parts = new StringBuilder();
        for (Element part : page.document()
                .select("main h1, main h2, main table thead th, main label > span:first-child, main"
                        + " summary, kept-line, kept-heatmap, kept-timeline, kept-funnel")) {
            String words = part.tagName().startsWith("kept-")
                    ? ""
                    : " " + part.ownText().replaceAll("\\d[\\d,.]*", "N");
            parts.append("  ").append(part.tagName()).append(words).append('\n');
        }
        return parts.toString();
    }
}
