package dev.kept.app.dashboard;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real browser on a [Site]: the Chromium of the system, which calls nobody.
final class Browser implements AutoCloseable {
    static final int WIDE = 1280;
    static final int NARROW = 390;

    private static final Path CHROMIUM = Path.of(System.getProperty("kept.chromium", "/usr/bin/chromium"));
    private static final int LIMIT_MILLIS = 30_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final String url;

    /// A window, and what its console has complained about.
    record Window(BrowserContext context, Page page, List<String> complaints, String url) implements AutoCloseable {
        /// @param address relative, as the links of the pages are
        Page open(String address) {
            page.navigate(url + "/" + (address.startsWith("./") ? address.substring(2) : address));
            return page;
        }

        /// By how many pixels the page is wider than the window.
        int overflow() {
            return ((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser, String url) {
        this.playwright = playwright;
        this.browser = browser;
        this.url = url;
    }

    static Browser on(Site site) {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new IllegalStateException("no browser at " + CHROMIUM
                    + "; install it (apt-get install -y --no-install-recommends chromium) or name another with"
                    + " -Dkept.chromium=PATH");
        }
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        com.microsoft.playwright.Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--font-render-hinting=none")));
        return new Browser(playwright, browser, site.url());
    }

    Window window(int width, ColorScheme scheme) {
        return window(width, scheme, true);
    }

    Window window(int width, ColorScheme scheme, boolean javaScript) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, width == NARROW ? 844 : 900)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setJavaScriptEnabled(javaScript));
        context.setDefaultTimeout(LIMIT_MILLIS);
        Page page = context.newPage();
        List<String> complaints = new CopyOnWriteArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return new Window(context, page, complaints, url);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
