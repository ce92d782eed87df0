package dev.kept.app.wiring;

import dev.kept.app.support.LineSink;
import dev.kept.app.support.capture.PromiseDesk;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.audit.Bundles;
import dev.kept.projections.board.BoardQuery;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks a ledger that runs elsewhere, over its HTTP interface.
public final class RemoteLedger implements PromiseDesk {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int FIRST_OWN_FAULT = 500;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String url;
    private final String token;

    public RemoteLedger(String url, String token) {
        this.token = token;
        this.url = url.replaceFirst("/+$", "");
    }

    public JsonValue.JsonObject stats(String by, ReadAt at) {
        return get("/v1/stats?by=" + by + "&asOf=" + at.asOf() + "&knownAt=" + at.knownAt());
    }

    /// @param policy the id of one the ledger knows, or the JSON text of another
    public JsonValue.JsonObject score(CommitmentFilter filter, String policy, ReadAt at) {
        String customer = filter.customer();
        String promisor = filter.promisor();
        String path = customer == null
                ? "/v1/promisors/" + encoded(String.valueOf(promisor))
                : "/v1/customers/" + encoded(customer);
        String direction = filter.direction() == null ? "" : "&direction=" + filter.direction();
        String narrowed = customer != null && promisor != null ? "&promisor=" + encoded(promisor) : "";
        String reading = "asOf=" + at.asOf() + "&knownAt=" + at.knownAt() + direction + narrowed;
        return policy.startsWith("{")
                ? post(path + "/score?" + reading, policy)
                : get(path + "/score?" + reading + "&policy=" + encoded(policy));
    }

    public JsonValue.JsonObject board(BoardQuery query) {
        String promisor = query.promisor();
        return get("/v1/board?zone=" + encoded(query.zone().getId()) + "&direction=" + query.direction() + "&days="
                + query.days() + "&silentDays=" + query.silentDays() + "&limit=" + query.limit() + "&asOf="
                + query.at().asOf() + "&knownAt=" + query.at().knownAt()
                + (promisor == null ? "" : "&promisor=" + encoded(promisor)));
    }

    @Override
    public JsonValue.JsonObject understand(Words words) {
        JsonWriter body = new JsonWriter().beginObject();
        body.member("text", words.text());
        body.member("zone", words.zone());
        body.member("promisor", words.promisor());
        body.member("actor", words.actor());
        return post("/v1/commitments:parse", new String(body.endObject().toBytes(), StandardCharsets.UTF_8));
    }

    @Override
    public Outcome record(JsonValue.JsonObject line) {
        Reply reply = call("POST", "/v1/commitments", JsonWriter.bytes(line));
        return reply.isOk() ? new Outcome.Recorded() : new Outcome.Refused(reply.problem());
    }

    /// What the ledger answered to a request, be it yes or no.
    ///
    /// @param body without members where the answer has none
    public record Reply(int status, JsonValue.JsonObject body) {
        public boolean isOk() {
            return status < 300;
        }

        /// Why not, in words.
        public String problem() {
            List<String> words = new ArrayList<>();
            for (String member : List.of("field", "value", "detail", "fix")) {
                if (body.get(member) instanceof JsonValue.JsonText(String text)) {
                    words.add(text);
                }
            }
            return words.isEmpty() ? "the ledger answered " + status : String.join("; ", words);
        }
    }

    /// @param body JSON, or null for none
    /// @throws LineSink.LedgerUnavailable if there is no answer, or it is the ledger's own fault
    public Reply call(String method, String path, byte @Nullable [] body) {
        HttpResponse<byte[]> response = exchange(request(path)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        if (response.statusCode() >= 500) {
            throw new LineSink.LedgerUnavailable(
                    url + " answered " + response.statusCode(), new IllegalStateException("no answer of use"));
        }
        boolean empty = response.body().length == 0;
        return new Reply(
                response.statusCode(),
                !empty && JsonReader.readTrusted(response.body()) instanceof JsonValue.JsonObject object
                        ? object
                        : new JsonValue.JsonObject(Map.of()));
    }

    /// @param policy the JSON text of the policy that is tried
    public JsonValue.JsonObject whatIf(String policy, String by, int rows, ReadAt at) {
        return post(
                "/v1/policies/kyw-1:whatif?by=" + by + "&rows=" + rows + "&asOf=" + at.asOf() + "&knownAt="
                        + at.knownAt(),
                policy);
    }

    /// A page of what became known between two times.
    ///
    /// @param customer null for all
    /// @param after the last commitment of the page before; null for the first page
    public JsonValue.JsonObject diff(
            @Nullable String customer, Instant asOf, Instant then, Instant now, @Nullable String after) {
        return get((customer == null ? "/v1/diff" : "/v1/customers/" + encoded(customer) + "/diff")
                + "?limit=1000&asOf=" + asOf + "&knownThen=" + then + "&knownNow=" + now
                + (after == null ? "" : "&after=" + encoded(after)));
    }

    /// Facts beyond this position as lines of an export; none at the log's end.
    public List<String> export(long after, int limit) {
        byte[] lines =
                bytes(HttpRequest.newBuilder(URI.create(url + "/v1/log/facts?after=" + after + "&limit=" + limit))
                        .timeout(LIMIT)
                        .build());
        return new String(lines, StandardCharsets.UTF_8).lines().toList();
    }

    /// Whatever is served at this address as it is.
    public byte[] file(String path) {
        return bytes(request(path).GET().build());
    }

    /// A JSON object that anybody may read.
    public JsonValue.JsonObject document(String path) {
        return get(path);
    }

    /// The receipt of a commitment; empty if the ledger knows no fact of it.
    public Optional<byte[]> receiptOfCommitment(String commitment) {
        return found("/v1/receipts?commitment=" + encoded(commitment));
    }

    /// The receipt of one fact; empty if the ledger does not know it.
    public Optional<byte[]> receiptOfFact(String factId) {
        return found("/v1/facts/" + encoded(factId) + "/receipt");
    }

    private Optional<byte[]> found(String path) {
        HttpRequest request = request(path).GET().build();
        HttpResponse<byte[]> answer = exchange(request);
        return answer.statusCode() == NOT_FOUND
                ? Optional.empty()
                : Optional.of(accepted(request, answer).body());
    }

    /// The beginning of a bundle.
    public byte[] bundle(@Nullable String customer) {
        return file("/v1/log/bundle" + (customer == null ? "" : "?customer=" + encoded(customer)));
    }

    public byte[] bundleLeaves(long from, long size) {
        return file("/v1/log/bundle/leaves?from=" + from + "&size=" + size);
    }

    public Bundles.Piece bundleFacts(@Nullable String customer, long size, Bundles.After after) {
        String path = "/v1/log/bundle/facts?size=" + size + "&version=" + after.version() + "&stream="
                + encoded(after.stream()) + (customer == null ? "" : "&customer=" + encoded(customer));
        HttpRequest request = request(path).GET().build();
        HttpResponse<byte[]> response = accepted(request, exchange(request));
        return new Bundles.Piece(
                response.body(),
                new Bundles.After(response.headers().firstValue("Kept-Stream").orElse(""), (int)
                        response.headers().firstValueAsLong("Kept-Version").orElse(-1)),
                (int) response.headers().firstValueAsLong("Kept-Facts").orElse(0));
    }

    /// The first open letters.
    public JsonValue.JsonObject letters() {
        String path = "/v1/dead-letters?limit=1000";
        return send(path, request(path).GET().build());
    }

    /// Sends a request and hands on whatever the ledger answers.
    ///
    /// @param body JSON; null for none
    public Reply call(String method, String path, @Nullable String body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        HttpResponse<byte[]> response = exchange(request.build());
        if (JsonReader.readTrusted(response.body()) instanceof JsonValue.JsonObject object) {
            return new Reply(response.statusCode(), object);
        }
        throw new LineSink.LedgerUnavailable(
                url + path + " answered with no JSON object", new IllegalStateException("no object"));
    }

    /// Asks for something to be done that needs no words.
    public JsonValue.JsonObject act(String path) {
        return send(
                path, request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /// Writes a backup of the ledger's database.
    public void backup(OutputStream to) throws IOException {
        HttpRequest request =
                request("/v1/backup").POST(HttpRequest.BodyPublishers.noBody()).build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw new LineSink.LedgerUnavailable(
                            request.uri() + " answered " + response.statusCode() + ": "
                                    + new String(in.readAllBytes(), StandardCharsets.UTF_8),
                            new IllegalStateException("status " + response.statusCode()));
                }
                in.transferTo(to);
            }
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new LineSink.LedgerUnavailable("interrupted while asking " + url, failure);
        }
    }

    /// Asks for the erasure of a person, or confirms it.
    ///
    /// @return what came of it, or the problem
    public JsonValue.JsonObject erase(String person, String by, boolean confirm) {
        String path = "/v1/persons/" + encoded(person) + "/erasure" + (confirm ? ":confirm" : "");
        byte[] body =
                new JsonWriter().beginObject().member("by", by).endObject().toBytes();
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = exchange(request);
        if (response.statusCode() / 100 != 5
                && JsonReader.readTrusted(response.body()) instanceof JsonValue.JsonObject object) {
            return object;
        }
        throw refused(request, response);
    }

    /// The links that were ever given out for a customer.
    public JsonValue.JsonObject sharedLinks(String customer) {
        String path = "/v1/customers/" + encoded(customer) + "/shared-links";
        return send(path, request(path).GET().build());
    }

    /// Gives a link out.
    ///
    /// @param days null for one that lives until it is revoked
    public JsonValue.JsonObject share(String customer, @Nullable Integer days) {
        return act("/v1/customers/" + encoded(customer) + "/shared-links" + (days == null ? "" : "?days=" + days));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).header("Authorization", "Bearer " + token);
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonValue.JsonObject get(String path) {
        return send(
                path,
                HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT).build());
    }

    private JsonValue.JsonObject post(String path, String body) {
        return send(
                path,
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private JsonValue.JsonObject send(String path, HttpRequest request) {
        if (JsonReader.readTrusted(bytes(request)) instanceof JsonValue.JsonObject object) {
            return object;
        }
        throw new LineSink.LedgerUnavailable(
                url + path + " answered with no JSON object", new IllegalStateException("no object"));
    }

    private byte[] bytes(HttpRequest request) {
        return accepted(request, exchange(request)).body();
    }

    private static HttpResponse<byte[]> accepted(HttpRequest request, HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) {
            return response;
        }
        throw refused(request, response);
    }

    /// The ledger answers, and says no; asking again would change nothing.
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(JsonValue.JsonObject problem) {
            super(in(problem, "", "detail", "")
                    + in(problem, " [", "field", in(problem, " = ", "value", "") + "]")
                    + in(problem, "; ", "fix", ""));
        }

        private static String in(JsonValue.JsonObject problem, String before, String name, String after) {
            return problem.get(name) instanceof JsonValue.JsonText(String text) ? before + text + after : "";
        }
    }

    private static RuntimeException refused(HttpRequest request, HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.statusCode() < FIRST_OWN_FAULT
                && response.statusCode() != TOO_MANY
                && type.startsWith("application/problem+json")
                && JsonReader.readTrusted(response.body()) instanceof JsonValue.JsonObject problem) {
            return new Refused(problem);
        }
        return new LineSink.LedgerUnavailable(
                request.uri() + " answered " + response.statusCode() + ": "
                        + new String(response.body(), StandardCharsets.UTF_8),
                new IllegalStateException("status " + response.statusCode()));
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new LineSink.LedgerUnavailable("no ledger answers at " + url + ": " + failure.getMessage(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new LineSink.LedgerUnavailable("interrupted while asking " + url, failure);
        }
    }
}
