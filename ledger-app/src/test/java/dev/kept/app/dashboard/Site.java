package dev.kept.app.dashboard;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.app.access.OidcOptions;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.LedgerServer;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.line.LineContext;
import dev.kept.embedded.TestDatabase;
import dev.kept.embedded.TestFolder;
import dev.kept.store.recording.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/// The pages over a real ledger on a database of its own, behind a real server, with a clock that the test sets.
final class Site implements AutoCloseable {
    static final String TENANT = "ours";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final TestDatabase.Access database;
    private final TestClock clock;
    private final LedgerServer server;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger lines = new AtomicInteger();

    private static final class TestClock implements InstantSource {
        private volatile Instant now;

        private TestClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    /// What the server answered.
    record Page(int status, HttpHeaders headers, String text, Document document) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String select(String css) {
            return document.select(css).text();
        }

        List<String> each(String css) {
            return document.select(css).eachText();
        }

        /// Where the one link with these words leads.
        String href(String words) {
            var links = document.select("a").stream()
                    .filter(link -> link.text().equals(words))
                    .map(link -> link.attr("href"))
                    .distinct()
                    .toList();
            if (links.size() != 1) {
                throw new IllegalStateException("expected one link named " + words + ", got " + links);
            }
            return links.getFirst();
        }
    }

    private Site(TestDatabase.Access database, TestClock clock, Path folder, LedgerServer server) {
        this.database = database;
        this.folder = folder;
        this.clock = clock;
        this.server = server;
    }

    static Site at(String now) {
        return at(now, null, false);
    }

    /// @param oidc null for a ledger that asks no identity provider
    static Site at(String now, @Nullable OidcOptions oidc, boolean fourEyes) {
        TestDatabase.Access database = TestDatabase.fresh();
        TestClock clock = new TestClock(Instant.parse(now));
        Path folder = TestFolder.create("pages");
        LedgerOptions options =
                new LedgerOptions(folder, database.jdbcUrl(), database.user(), database.password(), TENANT, fourEyes);
        LedgerServer server = LedgerServer.start(
                new LedgerServer.Options(options, "127.0.0.1", 0, false, null, WebhookOptions.DEFAULT, List.of(), oidc),
                clock);
        return new Site(database, clock, folder, server);
    }

    /// The database under the ledger, as its superuser.
    TestDatabase.Access database() {
        return database;
    }

    Ledger ledger() {
        return server.ledger();
    }

    void setNow(String now) {
        clock.now = Instant.parse(now);
    }

    /// Records fact lines as they would be imported; each must be a new fact.
    List<Answer.Recorded> record(String... jsonLines) {
        return record(Entrance.IMPORT, List.of(jsonLines));
    }

    /// Records and waits until the views hold it.
    List<Answer.Recorded> record(Entrance entrance, List<String> jsonLines) {
        List<Answer.Recorded> recorded = send(entrance, jsonLines);
        if (!ledger().awaitViews(ANSWER_LIMIT)) {
            throw new IllegalStateException("the views do not keep up");
        }
        return recorded;
    }

    void recordWithoutViews(String jsonLine) {
        send(Entrance.IMPORT, List.of(jsonLine));
    }

    /// Records what a simulator says, in its order, and waits until the views hold it.
    void record(Entrance entrance, Stream<CommitmentCommand> commands) {
        List<RecordFacts.Item> items =
                commands.map(command -> new RecordFacts.Item(command, entrance)).toList();
        for (int from = 0; from < items.size(); from += RecordFacts.MAX_ITEMS) {
            ledger().record(items.subList(from, Math.min(items.size(), from + RecordFacts.MAX_ITEMS)))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        }
        if (!ledger().awaitViews(ANSWER_LIMIT)) {
            throw new IllegalStateException("the views do not keep up");
        }
    }

    private List<Answer.Recorded> send(Entrance entrance, List<String> jsonLines) {
        List<Answer.Recorded> recorded = new ArrayList<>();
        for (int from = 0; from < jsonLines.size(); from += RecordFacts.MAX_ITEMS) {
            List<RecordFacts.Item> items =
                    jsonLines.subList(from, Math.min(jsonLines.size(), from + RecordFacts.MAX_ITEMS)).stream()
                            .map(line -> new RecordFacts.Item(command(line), entrance))
                            .toList();
            for (Answer answer :
                    ledger().record(items).orTimeout(60, TimeUnit.SECONDS).join()) {
                if (!(answer instanceof Answer.Recorded fact)) {
                    throw new IllegalStateException("expected a new fact, got " + answer);
                }
                recorded.add(fact);
            }
        }
        return recorded;
    }

    private CommitmentCommand command(String line) {
        LineContext context = new LineContext(null, null, "test", "line-" + lines.incrementAndGet());
        return switch (FactLineReader.read(line.getBytes(StandardCharsets.UTF_8), context)) {
            case Reading.Read(var command) -> command;
            case Reading.Unreadable(var refusal) -> throw new IllegalStateException(line + ": " + refusal);
        };
    }

    String url() {
        return server.url();
    }

    /// @param address relative, as the links of the pages are
    Page get(String address) {
        return get(address, "");
    }

    /// The page once what it waits for is done.
    Page settled(String address) {
        long end = System.nanoTime() + ANSWER_LIMIT.toNanos();
        Page page = get(address);
        while (!page.document().select("[data-wait]").isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(address + " still waits after " + ANSWER_LIMIT);
            }
            page = get(address);
        }
        return page;
    }

    /// @param cookie what the browser sends along; empty for nothing
    Page get(String address, String cookie) {
        HttpRequest.Builder request = request(address);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return send(request.build());
    }

    /// A request for a page, to be completed and sent.
    HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(server.url() + "/").resolve(address))
                .timeout(ANSWER_LIMIT)
                .header("Accept", "text/html");
    }

    String signInLink() {
        return server.signInLink();
    }

    String token() {
        try {
            return Files.readString(folder.resolve("token")).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Page send(HttpRequest request) {
        URI uri = request.uri();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Page(answer.statusCode(), answer.headers(), answer.body(), Jsoup.parse(answer.body()));
        } catch (IOException failure) {
            throw new IllegalStateException(uri + " did not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(uri + " did not answer", interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
