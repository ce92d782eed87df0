package dev.kept.app.rest;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.fact.FactType;
import dev.kept.app.support.Caller;
import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.LineHash;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import dev.kept.store.recording.Answer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Records facts. A body is read as the bytes it is; the same key and content give the first answer again.
@RestController
@RequestMapping("/v1")
class RecordingController {
    private static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private final Ledger ledger;

    RecordingController(Ledger ledger) {
        this.ledger = ledger;
    }

    @PostMapping("/commitments")
    ResponseEntity<byte[]> make(
            HttpServletRequest request,
            @RequestHeader(name = Preconditions.KEY_HEADER, required = false) @Nullable String key)
            throws IOException {
        JsonValue body = withType(Bodies.json(Bodies.read(request)), FactType.MADE);
        return one(body, null, key, request, null);
    }

    @PostMapping("/commitments/{id}/facts")
    ResponseEntity<byte[]> report(
            HttpServletRequest request,
            @PathVariable("id") String commitment,
            @RequestHeader(name = Preconditions.KEY_HEADER, required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch)
            throws IOException {
        return one(Bodies.json(Bodies.read(request)), commitment, key, request, Preconditions.version(ifMatch));
    }

    private ResponseEntity<byte[]> one(
            JsonValue body,
            @Nullable String commitment,
            @Nullable String key,
            HttpServletRequest request,
            @Nullable Integer expectedVersion) {
        String caller = Caller.of(request);
        LineContext context = new LineContext(
                commitment,
                key == null ? null : Preconditions.key(caller, key),
                caller,
                LineHash.of(JsonWriter.bytes(body)));
        CommitmentCommand command = switch (FactLineReader.read(body, context)) {
            case FactLineReader.Reading.Read(CommitmentCommand read) -> read;
            case FactLineReader.Reading.Unreadable(Refusal refusal) -> throw new ProblemException(Problem.of(refusal));
        };
        Answer answer = answers(List.of(new RecordFacts.Item(command, Entrance.INTERACTIVE, expectedVersion)))
                .getFirst();
        return switch (answer) {
            case Answer.Recorded(var event, long position, int version, var acceptedAt) ->
                ResponseEntity.status(201)
                        .header(
                                HttpHeaders.LOCATION,
                                "/v1/facts/" + event.envelope().factId())
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JsonWriter.bytes(Documents.fact(event, position, version, acceptedAt)));
            case Answer.Duplicate(var first, long position, int version) ->
                ResponseEntity.ok()
                        .header(REPLAYED_HEADER, "true")
                        .header(
                                HttpHeaders.LOCATION,
                                "/v1/facts/" + first.envelope().factId())
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(JsonWriter.bytes(Documents.fact(
                                first, position, version, first.envelope().acceptedAt())));
            case Answer.Refused(Refusal refusal) -> throw new ProblemException(Problem.of(refusal));
        };
    }

    /// Without a type, a body sent to `/commitments` makes a promise.
    private static JsonValue withType(JsonValue body, FactType type) {
        if (body instanceof JsonValue.JsonObject(Map<String, JsonValue> members) && !members.containsKey("type")) {
            Map<String, JsonValue> typed = new LinkedHashMap<>();
            typed.put("type", new JsonValue.JsonText(type.wireName()));
            typed.putAll(members);
            return new JsonValue.JsonObject(typed);
        }
        return body;
    }

    /// Up to 1,000 facts; each is answered by itself, in order.
    ///
    /// @param entrance `import` for dated history, which may bring `recordedAt` and come before its promise
    @PostMapping("/facts:batch")
    ResponseEntity<byte[]> batch(
            HttpServletRequest request, @RequestParam(name = "entrance", required = false) @Nullable String entrance)
            throws IOException {
        Entrance way = entrance(entrance);
        String source = way == Entrance.IMPORT ? "import" : Caller.of(request);
        List<FactLineReader.Reading> readings = readings(request, source);
        List<RecordFacts.Item> items = new ArrayList<>(readings.size());
        for (FactLineReader.Reading reading : readings) {
            if (reading instanceof FactLineReader.Reading.Read(CommitmentCommand command)) {
                items.add(new RecordFacts.Item(command, way));
            }
        }
        List<Answer> answers = items.isEmpty() ? List.of() : answers(items);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(results(readings, answers)));
    }

    private static Entrance entrance(@Nullable String name) {
        return switch (name) {
            case null -> Entrance.INTERACTIVE;
            case "interactive" -> Entrance.INTERACTIVE;
            case "import" -> Entrance.IMPORT;
            default ->
                throw new ProblemException(new Problem(
                        422, "BAD_FIELD", "unknown entrance", "entrance", name, "use interactive or import"));
        };
    }

    private static List<FactLineReader.Reading> readings(HttpServletRequest request, String source) throws IOException {
        byte[] body = Bodies.read(request);
        List<FactLineReader.Reading> readings = new ArrayList<>();
        String type = String.valueOf(request.getContentType());
        if (type.startsWith("application/x-ndjson") || type.startsWith("application/jsonl")) {
            for (byte[] line : Bodies.lines(body)) {
                readings.add(FactLineReader.read(line, new LineContext(null, null, source, LineHash.of(line))));
            }
        } else if (Bodies.json(body) instanceof JsonValue.JsonArray(List<JsonValue> lines)) {
            for (JsonValue line : lines) {
                String id = LineHash.of(JsonWriter.bytes(line));
                readings.add(FactLineReader.read(line, new LineContext(null, null, source, id)));
            }
        } else {
            throw Bodies.malformed("the body is no array of facts");
        }
        if (readings.isEmpty() || readings.size() > RecordFacts.MAX_ITEMS) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    "a batch has 1 to " + RecordFacts.MAX_ITEMS + " facts, this one " + readings.size(),
                    "(body)",
                    null,
                    "split it"));
        }
        return readings;
    }

    private static JsonValue results(List<FactLineReader.Reading> readings, List<Answer> answers) {
        int recorded = 0;
        int duplicate = 0;
        int refused = 0;
        List<JsonValue> results = new ArrayList<>(readings.size());
        int next = 0;
        for (FactLineReader.Reading reading : readings) {
            Answer answer = switch (reading) {
                case FactLineReader.Reading.Read _ -> answers.get(next++);
                case FactLineReader.Reading.Unreadable(Refusal refusal) -> new Answer.Refused(refusal);
            };
            switch (answer) {
                case Answer.Recorded(var event, long position, int version, var acceptedAt) -> {
                    recorded++;
                    results.add(result("recorded", "fact", Documents.fact(event, position, version, acceptedAt)));
                }
                case Answer.Duplicate(var first, long position, int version) -> {
                    duplicate++;
                    results.add(result(
                            "duplicate",
                            "fact",
                            Documents.fact(
                                    first, position, version, first.envelope().acceptedAt())));
                }
                case Answer.Refused(Refusal refusal) -> {
                    refused++;
                    results.add(result("refused", "problem", Problem.of(refusal).json()));
                }
            }
        }
        JsonWriter out = new JsonWriter()
                .beginObject()
                .member("recorded", Long.valueOf(recorded))
                .member("duplicate", Long.valueOf(duplicate))
                .member("refused", Long.valueOf(refused))
                .beginArray("results");
        results.forEach(out::value);
        return Documents.value(out.endArray());
    }

    private static JsonValue result(String status, String name, JsonValue document) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("status", new JsonValue.JsonText(status));
        members.put(name, document);
        return new JsonValue.JsonObject(members);
    }

    private List<Answer> answers(List<RecordFacts.Item> items) {
        return RecordedAnswers.of(ledger, items);
    }
}
