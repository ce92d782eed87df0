package dev.kept.app.wiring;

import dev.kept.app.access.OidcOptions;
import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.embedded.TestDatabase;
import dev.kept.embedded.TestFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole ledger on a database of its own, and a client that talks to it as anybody would.
final class RunningLedger implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final LedgerServer server;
    private final LedgerServer.Options options;

    private RunningLedger(LedgerServer.Options options) {
        this.server = LedgerServer.start(options, Clock.systemUTC());
        this.options = options;
    }

    static RunningLedger start(boolean fourEyes, boolean tokenForAll) throws IOException {
        return start(fourEyes, tokenForAll, null);
    }

    static RunningLedger start(KafkaOptions kafka) throws IOException {
        return start(false, false, kafka);
    }

    static RunningLedger start(OidcOptions oidc) throws IOException {
        return start(false, false, null, oidc);
    }

    private static RunningLedger start(boolean fourEyes, boolean tokenForAll, @Nullable KafkaOptions kafka)
            throws IOException {
        return start(fourEyes, tokenForAll, kafka, null);
    }

    private static RunningLedger start(
            boolean fourEyes, boolean tokenForAll, @Nullable KafkaOptions kafka, @Nullable OidcOptions oidc)
            throws IOException {
        TestDatabase.Access database = TestDatabase.fresh();
        Path folder = TestFolder.create("ledger");
        LedgerOptions ledger =
                new LedgerOptions(folder, database.jdbcUrl(), database.user(), database.password(), "us", fourEyes);
        return new RunningLedger(new LedgerServer.Options(
                ledger, "127.0.0.1", 0, tokenForAll, kafka, WebhookOptions.DEFAULT, List.of(), oidc));
    }

    /// The same ledger after it was stopped and started again.
    RunningLedger restarted() {
        close();
        return new RunningLedger(options);
    }

    record Answer(int status, HttpResponse<byte[]> response) {
        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonValue.JsonObject json() {
            return (JsonValue.JsonObject) JsonReader.readTrusted(response.body());
        }

        String field(String name) {
            return switch (json().get(name)) {
                case JsonValue.JsonText(String value) -> value;
                case JsonValue.JsonNumber(String value) -> value;
                case null, default -> "";
            };
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    String token() throws IOException {
        return Files.readString(folder().resolve("token")).strip();
    }

    String url() {
        return server.url();
    }

    Path folder() {
        return options.ledger().data();
    }

    LedgerServer server() {
        return server;
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers)
                .header("Authorization", "Bearer " + token())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(server.url() + path)).timeout(LIMIT);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder;
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), response);
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
