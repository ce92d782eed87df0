package dev.kept.benchmarks.pages;

import dev.kept.benchmarks.Machine;
import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.projections.processor.ViewDatabase;
import dev.kept.store.LogDatabase;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One ledger of given size behind the real server, every page of it loaded many times, one after the other.
public final class PagesBenchmark {
    private static final String TENANT = "us";
    private static final int AHEAD = 8;
    private static final int WARM_UP = 30;
    private static final int PAINTS = 15;
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/[a-z]+\\.(?:css|js)[^\"]*)\"");

    private static final List<String> PAGES = List.of(
            "./",
            "./?sort=-missed",
            "today",
            "audit",
            "audit?position=471100",
            "customer?id=customer-77",
            "promisor?id=team-7",
            "portfolio",
            "misses",
            "misses?cause=WILL&told=NEVER",
            "whatif",
            "commitments",
            "commitments?outcome=MISSED",
            "commitments?customer=customer-77",
            "commitment?id=order-4711",
            "search?q=mer-12",
            "search?q=order-471",
            "sources");

    private final Server server;
    private final int facts;
    private final int customers;
    private final int loads;
    private final HttpClient client = HttpClient.newHttpClient();
    private final StringBuilder lines = new StringBuilder();

    public PagesBenchmark(Server server, int facts, int customers, int loads) {
        this.server = server;
        this.facts = facts;
        this.customers = customers;
        this.loads = loads;
    }

    /// @return the section of the page
    public String run(String command)
            throws SQLException, IOException, InterruptedException, ExecutionException, TimeoutException {
        Server.Access access = server.fresh();
        long recorded = record(access);
        server.checkpoint();
        int port = freePort();
        Path folder = Files.createTempDirectory("kept-bench-pages-");
        Process ledger = serve(access, folder, port);
        try {
            String url = "http://127.0.0.1:" + port + "/";
            long since = System.nanoTime();
            await(url, ledger);
            System.err.printf(Locale.ROOT, "kept: views up after %.0f s%n", (System.nanoTime() - since) / 1e9);
            long first = System.nanoTime();
            get(url);
            System.err.printf(Locale.ROOT, "kept: first page after %.1f s%n", (System.nanoTime() - first) / 1e9);
            try (FirstPaint browser = FirstPaint.start().orElse(null)) {
                for (String page : PAGES) {
                    measure(url, page, browser);
                }
            }
        } finally {
            ledger.destroy();
            if (!ledger.waitFor(30, TimeUnit.SECONDS)) {
                ledger.destroyForcibly();
            }
        }
        return """
            ## Pages

            `%s` on %s; %s. One run: %,d facts about %,d customers, every page %d times over HTTP by one reader, after
            %d loads to warm up; nothing is recorded meanwhile.

            | Page | Server time, p50 / p95 | First paint, median / most | Weight with style and script |
            |---|---|---|---|
            %s
            Targets: server time p95 ≤ 50 ms, first paint ≤ 300 ms, weight ≤ 150 kB. The first paint is a browser's own
            measure on this machine, of %d loads; the search leads to the one thing of that id, which has no page of its own.
            """.formatted(
                command, Machine.describe(), server.describe(), recorded, customers, loads, WARM_UP, lines, PAINTS);
    }

    private long record(Server.Access access)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        int promises = facts * 20 / 41;
        Customers source = new Customers(promises, customers, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        LogDatabase database = LogDatabase.open(access.url(), access.user(), access.password(), 8);
        ViewDatabase.migrate(access.url(), access.user(), access.password());
        long recorded = 0;
        try (FactRecorder recorder = FactRecorder.open(
                database, new FactRecorder.Options(TENANT, "kept.local/" + TENANT, false), Instant::now)) {
            ArrayDeque<CompletableFuture<List<Answer>>> waiting = new ArrayDeque<>();
            List<RecordFacts.Item> items = new ArrayList<>();
            for (int promise = 0; promise < promises; promise++) {
                items.addAll(source.facts(promise));
                if (items.size() > RecordFacts.MAX_ITEMS - 3 || promise == promises - 1) {
                    recorded += items.size();
                    waiting.addLast(recorder.record(List.copyOf(items)));
                    items.clear();
                }
                if (waiting.size() > AHEAD) {
                    waiting.removeFirst().get(1, TimeUnit.MINUTES);
                }
            }
            for (CompletableFuture<List<Answer>> answers : waiting) {
                answers.get(1, TimeUnit.MINUTES);
            }
        } finally {
            database.close();
        }
        return recorded;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process serve(Server.Access access, Path folder, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "./kept",
                "serve",
                "--data",
                folder.toString(),
                "--port",
                Integer.toString(port),
                "--db-url",
                access.url(),
                "--db-user",
                access.user());
        builder.environment().put("KEPT_DB_PASSWORD", access.password());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("serve.log").toFile());
        builder.redirectInput(new File("/dev/null"));
        return builder.start();
    }

    /// Until the pages hold all that the log holds.
    private void await(String url, Process ledger) throws InterruptedException, IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            if (!ledger.isAlive()) {
                throw new IllegalStateException("the ledger ended with code " + ledger.exitValue());
            }
            try {
                HttpResponse<String> page = get(url + "whatif");
                if (page.statusCode() == 200 && !page.body().contains("lag behind the log")) {
                    return;
                }
            } catch (IOException _) {
                // it does not listen yet
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("the views are not up after " + LIMIT);
    }

    private void measure(String url, String page, @Nullable FirstPaint browser)
            throws IOException, InterruptedException {
        String address = url + (page.startsWith("./") ? page.substring(2) : page);
        for (int i = 0; i < WARM_UP; i++) {
            get(address);
        }
        long[] took = new long[loads];
        for (int i = 0; i < loads; i++) {
            long since = System.nanoTime();
            HttpResponse<String> answer = get(address);
            took[i] = System.nanoTime() - since;
            if (answer.statusCode() != 200 && answer.statusCode() != 303) {
                throw new IllegalStateException(address + " answered " + answer.statusCode());
            }
        }
        Arrays.sort(took);
        String line = String.format(
                Locale.ROOT,
                "| `%s` | %.1f / %.1f ms | %s | %,d kB |",
                page,
                took[loads / 2] / 1e6,
                took[Math.min(loads - 1, loads * 95 / 100)] / 1e6,
                browser == null ? "no browser" : painted(browser, address),
                weight(url, get(address)) / 1_000);
        System.err.println("kept: " + line);
        lines.append(line).append('\n');
    }

    private static String painted(FirstPaint browser, String address) throws IOException, InterruptedException {
        double[] millis = new double[PAINTS];
        for (int i = 0; i < PAINTS; i++) {
            millis[i] = browser.millis(address);
        }
        Arrays.sort(millis);
        return String.format(Locale.ROOT, "%.0f / %.0f ms", millis[PAINTS / 2], millis[PAINTS - 1]);
    }

    private long weight(String url, HttpResponse<String> page) throws IOException, InterruptedException {
        long bytes = page.body().getBytes(StandardCharsets.UTF_8).length;
        Matcher assets = ASSET.matcher(page.body());
        while (assets.find()) {
            bytes += get(url + assets.group(1).substring(1)).body().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofMinutes(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
