package dev.kept.app.dashboard;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.app.support.Ledger;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.line.LineContext;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.recording.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/// The pages over a real ledger on a database of its own, behind a real server, with a clock that the test sets.
final class Site implements AutoCloseable {
    static final String TENANT = "ours";

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final TestClock clock;
    private final OpenLedger open;
    private final ConfigurableApplicationContext application;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger lines = new AtomicInteger();

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Dashboard.class)
    static class Application {}

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

    private Site(TestClock clock, OpenLedger open, UnaryOperator<Ledger> change) {
        this.clock = clock;
        this.open = open;
        this.application = new SpringApplicationBuilder(Application.class)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean(Ledger.class, () -> change.apply(open.ledger())))
                .properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off")
                .run();
    }

    static Site at(String now) {
        return at(now, UnaryOperator.identity());
    }

    /// @param change what the pages are given in place of the ledger
    static Site at(String now, UnaryOperator<Ledger> change) {
        TestDatabase.Access database = TestDatabase.fresh();
        TestClock clock = new TestClock(Instant.parse(now));
        OpenLedger open = OpenLedger.open(
                new LedgerOptions(
                        Path.of("unused"), database.jdbcUrl(), database.user(), database.password(), TENANT, false),
                clock);
        return new Site(clock, open, change);
    }

    Ledger ledger() {
        return open.ledger();
    }

    void setNow(String now) {
        clock.now = Instant.parse(now);
    }

    /// Records fact lines as they would be imported; each must be a new fact.
    List<Answer.Recorded> record(String... jsonLines) {
        return record(Entrance.IMPORT, List.of(jsonLines));
    }

    List<Answer.Recorded> record(Entrance entrance, List<String> jsonLines) {
        List<Answer.Recorded> recorded = new ArrayList<>();
        for (int from = 0; from < jsonLines.size(); from += RecordFacts.MAX_ITEMS) {
            List<RecordFacts.Item> items =
                    jsonLines.subList(from, Math.min(jsonLines.size(), from + RecordFacts.MAX_ITEMS)).stream()
                            .map(line -> new RecordFacts.Item(command(line), entrance))
                            .toList();
            for (Answer answer : ledger().record(items).orTimeout(60, TimeUnit.SECONDS).join()) {
                if (!(answer instanceof Answer.Recorded fact)) {
                    throw new IllegalStateException("expected a new fact, got " + answer);
                }
                recorded.add(fact);
            }
        }
        if (!ledger().awaitViews(ANSWER_LIMIT)) {
            throw new IllegalStateException("the views do not keep up");
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

    /// @param address relative, as the links of the pages are
    Page get(String address) {
        int port = ((WebServerApplicationContext) application).getWebServer().getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + "/").resolve(address);
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(ANSWER_LIMIT)
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
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
        application.close();
        open.close();
    }
}
