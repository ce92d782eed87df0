package dev.kept.app.wiring;

import dev.kept.app.support.LineSink;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks a ledger that runs elsewhere, over its HTTP interface.
public final class RemoteLedger {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;

    public RemoteLedger(String url) {
        this.url = url.replaceFirst("/+$", "");
    }

    public JsonValue.JsonObject stats(String by, ReadAt at) {
        return get("/v1/stats?by=" + by + "&asOf=" + at.asOf() + "&knownAt=" + at.knownAt());
    }

    public JsonValue.JsonObject score(CommitmentFilter filter, String policy, ReadAt at) {
        String customer = filter.customer();
        String promisor = filter.promisor();
        String path = customer == null
                ? "/v1/promisors/" + encoded(String.valueOf(promisor))
                : "/v1/customers/" + encoded(customer);
        String direction = filter.direction() == null ? "" : "&direction=" + filter.direction();
        String narrowed = customer != null && promisor != null ? "&promisor=" + encoded(promisor) : "";
        return get(path + "/score?policy=" + encoded(policy) + direction + narrowed + "&asOf=" + at.asOf() + "&knownAt="
                + at.knownAt());
    }

    /// The first open letters.
    public JsonValue.JsonObject letters(String token) {
        return send(request("/v1/dead-letters?limit=1000", token).GET().build());
    }

    public JsonValue.JsonObject post(String path, String token) {
        return send(
                request(path, token).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).header("Authorization", "Bearer " + token);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonValue.JsonObject get(String path) {
        return send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).build());
    }

    private JsonValue.JsonObject send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200
                    && JsonReader.readTrusted(response.body()) instanceof JsonValue.JsonObject object) {
                return object;
            }
            throw new LineSink.LedgerUnavailable(
                    request.uri() + " answered " + response.statusCode() + ": "
                            + new String(response.body(), StandardCharsets.UTF_8),
                    new IllegalStateException("status " + response.statusCode()));
        } catch (IOException failure) {
            throw new LineSink.LedgerUnavailable("no ledger answers at " + url + ": " + failure.getMessage(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new LineSink.LedgerUnavailable("interrupted while asking " + url, failure);
        }
    }
}
