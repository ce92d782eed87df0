package dev.kept.benchmarks.pages;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a browser first shows something of a page, by its own measure: the system's Chromium, asked through its
/// DevTools protocol.
final class FirstPaint implements AutoCloseable {
    private static final Path CHROMIUM = Path.of(System.getProperty("kept.chromium", "/usr/bin/chromium"));
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern SOCKET = Pattern.compile("\"webSocketDebuggerUrl\": *\"(ws:[^\"]*/page/[^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":(-?[0-9.]+)");
    private static final String PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1";

    private final Process browser;
    private final WebSocket socket;
    private final Answers answers;
    private int calls;

    private FirstPaint(Process browser, WebSocket socket, Answers answers) {
        this.browser = browser;
        this.socket = socket;
        this.answers = answers;
    }

    /// Whole messages, as they come.
    private static final class Answers implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                messages.add(begun.toString());
                begun.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }

    /// Empty where the system has no such browser.
    static Optional<FirstPaint> start() throws IOException, InterruptedException {
        if (!Files.isExecutable(CHROMIUM)) {
            return Optional.empty();
        }
        Path profile = Files.createTempDirectory("kept-bench-browser-");
        Process browser = new ProcessBuilder(List.of(
                        CHROMIUM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--window-size=1280,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank"))
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("browser.log").toFile())
                .start();
        Path announced = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(announced) || Files.readAllLines(announced).size() < 2) {
            if (System.nanoTime() > end || !browser.isAlive()) {
                browser.destroyForcibly();
                throw new IOException("the browser does not start, see " + profile.resolve("browser.log"));
            }
            Thread.sleep(50);
        }
        HttpClient client = HttpClient.newHttpClient();
        String port = Files.readAllLines(announced).getFirst();
        HttpResponse<String> pages = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher page = SOCKET.matcher(pages.body());
        if (!page.find()) {
            browser.destroyForcibly();
            throw new IOException("the browser has no page: " + pages.body());
        }
        Answers answers = new Answers();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(page.group(1)), answers)
                .join();
        return Optional.of(new FirstPaint(browser, socket, answers));
    }

    /// Opens the page.
    ///
    /// @return milliseconds from the navigation until something of it was shown
    double millis(String address) throws IOException, InterruptedException {
        call("Page.navigate", "\"url\":\"" + address.replace("\"", "%22") + "\"");
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(100);
            Matcher value = VALUE.matcher(call("Runtime.evaluate", "\"expression\":\"" + PAINTED + "\""));
            if (value.find() && Double.parseDouble(value.group(1)) >= 0) {
                return Double.parseDouble(value.group(1));
            }
        }
        throw new IOException(address + " was not shown within " + LIMIT);
    }

    private String call(String method, String parameters) throws IOException, InterruptedException {
        int id = ++calls;
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + parameters + "}}", true)
                .join();
        while (true) {
            String answer = answers.messages.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException("the browser does not answer to " + method);
            }
            if (answer.startsWith("{\"id\":" + id + ",")) {
                return answer;
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        browser.descendants().forEach(ProcessHandle::destroy);
        browser.destroy();
    }
}
