package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.intake.Sources;
import dev.kept.app.support.intake.Sources.Retried;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.audit.Proofs;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.intake.Tally;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows what came in by topics, and tries dead letters again.
@RestController
class SourcesController {
    private static final MediaType METRICS = MediaType.parseMediaType("text/plain; version=0.0.4; charset=utf-8");
    private static final Map<String, ToLongFunction<Tally>> ENDS = Map.of(
            "applied", Tally::applied,
            "duplicate", Tally::duplicate,
            "refused", Tally::refused,
            "dead", Tally::dead,
            "silent", Tally::silent);

    private final Sources sources;
    private final Ledger ledger;
    private final Proofs proofs;

    SourcesController(Sources sources, Ledger ledger, Proofs proofs) {
        this.sources = sources;
        this.ledger = ledger;
        this.proofs = proofs;
    }

    @GetMapping("/v1/sources")
    ResponseEntity<byte[]> sources() {
        List<Account> accounts = sources.accounts();
        JsonWriter out = new JsonWriter().beginObject();
        sources.health().ifPresent(health -> {
            out.member("kafka", health.kafka());
            out.member("paused", health.paused());
        });
        out.beginArray("items");
        Sources.bySource(accounts).forEach((topic, tally) -> {
            out.beginObject().member("source", topic);
            tally(out, tally);
            out.beginArray("partitions");
            accounts.stream()
                    .filter(account -> account.partition().topic().equals(topic))
                    .forEach(account -> {
                        out.beginObject()
                                .member("consumer", account.partition().consumer())
                                .member(
                                        "partition",
                                        Long.valueOf(account.partition().partition()))
                                .member("nextOffset", Long.valueOf(account.nextOffset()));
                        tally(out, account.tally());
                        out.endObject();
                    });
            out.endArray().endObject();
        });
        out.endArray().beginObject("published");
        sources.published().forEach((name, position) -> out.member(name, position));
        return json(out.endObject().endObject());
    }

    private static void tally(JsonWriter out, Tally tally) {
        out.member("consumed", Long.valueOf(tally.consumed()));
        out.member("applied", Long.valueOf(tally.applied()));
        out.member("duplicate", Long.valueOf(tally.duplicate()));
        out.member("refused", Long.valueOf(tally.refused()));
        out.member("dead", Long.valueOf(tally.dead()));
        out.member("silent", Long.valueOf(tally.silent()));
        out.member("balanced", Boolean.valueOf(tally.isBalanced()));
    }

    /// The books in the text format of Prometheus.
    @GetMapping("/metrics")
    ResponseEntity<String> metrics() {
        StringBuilder out = new StringBuilder();
        Map<String, Tally> books = Sources.bySource(sources.accounts());
        out.append("# HELP kept_intake_consumed_records Records taken from the source.\n");
        out.append("# TYPE kept_intake_consumed_records counter\n");
        books.forEach((source, tally) -> out.append("kept_intake_consumed_records{source=\"")
                .append(label(source))
                .append("\"} ")
                .append(tally.consumed())
                .append('\n'));
        out.append("# HELP kept_intake_records What became of the records; adds up to those consumed.\n");
        out.append("# TYPE kept_intake_records gauge\n");
        books.forEach((source, tally) -> ENDS.keySet().stream()
                .sorted()
                .forEach(end -> out.append("kept_intake_records{source=\"")
                        .append(label(source))
                        .append("\",end=\"")
                        .append(end)
                        .append("\"} ")
                        .append(ENDS.getOrDefault(end, _ -> 0).applyAsLong(tally))
                        .append('\n')));
        out.append("# HELP kept_published_position The last position that was published.\n");
        out.append("# TYPE kept_published_position gauge\n");
        sources.published()
                .forEach((name, position) -> out.append("kept_published_position{feed=\"")
                        .append(label(name))
                        .append("\"} ")
                        .append(position.longValue())
                        .append('\n'));
        sources.health().ifPresent(health -> {
            out.append("# HELP kept_kafka_up Whether the broker takes connections.\n");
            out.append("# TYPE kept_kafka_up gauge\n");
            out.append("kept_kafka_up ").append(health.up() ? 1 : 0).append('\n');
            out.append("# HELP kept_intake_paused Whether a source is not read at the moment.\n");
            out.append("# TYPE kept_intake_paused gauge\n");
            out.append("kept_intake_paused ")
                    .append(health.paused() == null ? 0 : 1)
                    .append('\n');
        });
        ProofMetrics.write(out, proofs.health(ledger.log().head().size()));
        return ResponseEntity.ok().contentType(METRICS).body(out.toString());
    }

    static String label(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @GetMapping("/v1/dead-letters")
    ResponseEntity<byte[]> letters(
            @RequestParam(name = "state", defaultValue = "open") String state,
            @RequestParam(name = "after", defaultValue = "0") long after,
            @RequestParam(name = "limit", defaultValue = "100") int limit) {
        if (limit < 1 || limit > 1_000 || !state.equals("open") && !state.equals("all")) {
            throw new ProblemException(new Problem(
                    422, "BAD_FIELD", "limit is 1 to 1000, state is open or all", null, null, "leave them out"));
        }
        List<DeadLetter> letters = sources.letters(state.equals("open"), after, limit);
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        letters.forEach(letter -> letter(out, letter));
        out.endArray();
        if (letters.size() == limit) {
            out.member(
                    "next",
                    "/v1/dead-letters?state=" + state + "&after="
                            + letters.getLast().id() + "&limit=" + limit);
        }
        return json(out.endObject());
    }

    @GetMapping("/v1/dead-letters/{id}")
    ResponseEntity<byte[]> letter(@PathVariable("id") long id) {
        JsonWriter out = new JsonWriter();
        letter(out, known(id));
        return json(out);
    }

    @PostMapping("/v1/dead-letters/{id}/retry")
    ResponseEntity<byte[]> retry(@PathVariable("id") long id) {
        DeadLetter letter = known(id);
        String topic = letter.record().topic();
        if (!sources.reads(topic)) {
            throw new ProblemException(new Problem(
                    409,
                    "TOPIC_NOT_READ",
                    "this ledger does not know how the records of the letter's topic are read",
                    "topic",
                    topic,
                    "start it with --kafka and --kafka-in " + topic + ", with its mapping if it has one"));
        }
        return retried(sources.retry(letter.id()));
    }

    @PostMapping("/v1/dead-letters/{id}/discard")
    ResponseEntity<byte[]> discard(@PathVariable("id") long id) {
        boolean was = sources.discard(known(id).id());
        return json(new JsonWriter()
                .beginObject()
                .member("discarded", Boolean.valueOf(was))
                .endObject());
    }

    @PostMapping("/v1/dead-letters/retry")
    ResponseEntity<byte[]> retryAll() {
        return retried(sources.retryAll());
    }

    private DeadLetter known(long id) {
        return sources.letter(id)
                .orElseThrow(() -> new ProblemException(new Problem(
                        404,
                        "UNKNOWN_LETTER",
                        "no dead letter has this number",
                        "id",
                        Long.toString(id),
                        "see /v1/dead-letters")));
    }

    private static ResponseEntity<byte[]> retried(Retried retried) {
        return json(new JsonWriter()
                .beginObject()
                .member("tried", Long.valueOf(retried.tried()))
                .member("settled", Long.valueOf(retried.settled()))
                .endObject());
    }

    private static void letter(JsonWriter out, DeadLetter letter) {
        DeadLetter.Record record = letter.record();
        byte[] key = record.key();
        out.beginObject()
                .member("id", Long.valueOf(letter.id()))
                .member("standing", letter.standing().name())
                .member("source", letter.source())
                .member("reason", letter.reason())
                .member("cause", letter.cause())
                .member("commitment", letter.commitment())
                .member("topic", record.topic())
                .member("partition", Long.valueOf(record.partition()))
                .member("offset", Long.valueOf(record.offset()))
                .member("attempts", Long.valueOf(letter.attempts()))
                .member("receivedAt", letter.receivedAt().toString())
                .member("triedAt", letter.triedAt().toString())
                .member(
                        "resolution",
                        letter.resolution() == null ? null : letter.resolution().toLowerCase(Locale.ROOT))
                .member("key", key == null ? null : new String(key, StandardCharsets.UTF_8));
        out.beginArray("headers");
        record.headers().forEach(header -> {
            byte[] value = header.value();
            out.beginObject()
                    .member("name", header.name())
                    .member("value", value == null ? null : new String(value, StandardCharsets.UTF_8))
                    .endObject();
        });
        out.endArray();
        out.member("body", Base64.getEncoder().encodeToString(record.body()));
        out.endObject();
    }

    private static ResponseEntity<byte[]> json(JsonWriter out) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(out.toBytes());
    }
}
