package dev.kept.app.wiring;

import dev.kept.app.support.LineSink;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes fact lines into a ledger that runs elsewhere, over its HTTP interface.
public final class HttpSink implements LineSink {
    private static final int MAX_BODY = 240 * 1024;
    private static final int MAX_TRIES = 30;
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI address;
    private final String token;

    public HttpSink(String url, String token) {
        this.address = URI.create(url.replaceFirst("/+$", "") + "/v1/facts:batch?entrance=import");
        this.token = token;
    }

    @Override
    public List<LineAnswer> record(List<SourceLine> lines) {
        List<LineAnswer> answers = new ArrayList<>(lines.size());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int inBody = 0;
        for (SourceLine line : lines) {
            byte[] keyed = keyed(line);
            if (keyed.length > MAX_BODY) {
                answers.addAll(send(body, inBody));
                inBody = 0;
                answers.add(new LineAnswer.Refused(new Refusal(
                        RefusalCode.MALFORMED,
                        "(line)",
                        null,
                        "the line has " + keyed.length + " bytes, more than " + MAX_BODY,
                        "shorten its texts")));
                continue;
            }
            if (body.size() + keyed.length + 1 > MAX_BODY) {
                answers.addAll(send(body, inBody));
                inBody = 0;
            }
            body.writeBytes(keyed);
            body.write('\n');
            inBody++;
        }
        answers.addAll(send(body, inBody));
        return answers;
    }

    /// The line with its key in it: what the far side would make up must not depend on how it is sent.
    private static byte[] keyed(SourceLine line) {
        try {
            if (JsonReader.read(line.json()) instanceof JsonValue.JsonObject(Map<String, JsonValue> members)) {
                Map<String, JsonValue> keyed = new LinkedHashMap<>(members);
                keyed.putIfAbsent("source", new JsonValue.JsonText(line.defaultSource()));
                keyed.putIfAbsent("id", new JsonValue.JsonText(line.defaultId()));
                return JsonWriter.bytes(new JsonValue.JsonObject(keyed));
            }
        } catch (JsonException _) {
            // The far side refuses it and says why.
        }
        return oneLine(line.json());
    }

    private static byte[] oneLine(byte[] json) {
        byte[] copy = json.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == '\n' || copy[i] == '\r') {
                copy[i] = ' ';
            }
        }
        return copy;
    }

    private List<LineAnswer> send(ByteArrayOutputStream body, int expected) {
        if (expected == 0) {
            return List.of();
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        body.reset();
        String lastFault = "";
        for (int tries = 1; tries <= MAX_TRIES; tries++) {
            try {
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                int status = response.statusCode();
                if (status == 200) {
                    return answers(response.body(), expected);
                }
                if (status != 429 && status != 503) {
                    throw new LedgerUnavailable(
                            address + " answered " + status + ": "
                                    + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8),
                            new IllegalStateException("status " + status));
                }
                lastFault = "status " + status;
                Thread.sleep(RETRY_WAIT);
            } catch (IOException failure) {
                lastFault = String.valueOf(failure.getMessage());
                pause();
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new LedgerUnavailable("interrupted while sending", failure);
            }
        }
        throw new LedgerUnavailable(
                address + " did not answer in " + MAX_TRIES + " tries: " + lastFault, new IOException(lastFault));
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_WAIT);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while waiting for the ledger", failure);
        }
    }

    private static List<LineAnswer> answers(byte[] body, int expected) {
        if (!(JsonReader.readTrusted(body) instanceof JsonValue.JsonObject object)
                || !(object.get("results") instanceof JsonValue.JsonArray(List<JsonValue> results))
                || results.size() != expected) {
            throw new IllegalStateException("expected " + expected + " results from the ledger");
        }
        return results.stream().map(HttpSink::answer).toList();
    }

    private static LineAnswer answer(JsonValue result) {
        if (result instanceof JsonValue.JsonObject object
                && object.get("status") instanceof JsonValue.JsonText(String status)) {
            if (object.get("fact") instanceof JsonValue.JsonObject fact) {
                String factId = text(fact, "factId");
                return status.equals("recorded")
                        ? new LineAnswer.Accepted(factId, number(fact, "position"))
                        : new LineAnswer.Duplicate(factId);
            }
            if (object.get("problem") instanceof JsonValue.JsonObject problem) {
                return new LineAnswer.Refused(new Refusal(
                        RefusalCode.valueOf(text(problem, "code")),
                        text(problem, "field"),
                        problem.get("value") instanceof JsonValue.JsonText(String value) ? value : null,
                        text(problem, "detail"),
                        text(problem, "fix")));
            }
        }
        throw new IllegalStateException("expected a result of the ledger, got " + JsonWriter.text(result));
    }

    private static String text(JsonValue.JsonObject object, String name) {
        return object.get(name) instanceof JsonValue.JsonText(String value) ? value : "";
    }

    private static long number(JsonValue.JsonObject object, String name) {
        return object.get(name) instanceof JsonValue.JsonNumber(String value) ? Long.parseLong(value) : -1;
    }
}
