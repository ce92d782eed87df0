package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.Warnings;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.watch.Warning;
import dev.kept.store.StoredFact;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The live stream: every accepted fact and every warning as server-sent events, resumable by `Last-Event-ID`.
///
/// An event's id is the next position of the log and the last warning's number, so that whoever comes back with it
/// misses nothing and gets nothing twice.
@RestController
class StreamController {
    private static final int MAX_STREAMS = 200;
    private static final int PAGE = 500;
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long SILENCE_NANOS = Duration.ofSeconds(15).toNanos();
    private static final Pattern ID = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?");

    private final Ledger ledger;
    private final Semaphore streams = new Semaphore(MAX_STREAMS);
    private volatile boolean closing;

    StreamController(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @param after where to begin, as the id of an event or the next position alone; without it and without
    /// `Last-Event-ID`: now
    @GetMapping("/v1/stream")
    void stream(
            HttpServletResponse response,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(name = "after", required = false) @Nullable String after)
            throws InterruptedException {
        String from = lastEventId == null ? after : lastEventId;
        Place place = from == null ? now() : parse(from);
        if (!streams.tryAcquire()) {
            throw new ProblemException(new Problem(
                    503,
                    "OVER_CAPACITY",
                    MAX_STREAMS + " streams are open",
                    null,
                    null,
                    "close one, or come back after a moment"));
        }
        try {
            response.setContentType("text/event-stream");
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.setHeader("Cache-Control", "no-store");
            follow(place, response.getOutputStream());
        } catch (IOException _) {
            // whoever listened has gone; nothing is lost, the next one says where to begin
        } finally {
            streams.release();
        }
    }

    /// @param next the next position of the log
    /// @param seq the last warning
    private record Place(long next, long seq) {
        @Override
        public String toString() {
            return next + "-" + seq;
        }
    }

    private Place now() {
        return new Place(ledger.log().head().size(), ledger.watch().lastSeq());
    }

    /// A position alone begins at the warnings of now.
    private Place parse(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    "no event has this id",
                    "Last-Event-ID",
                    id,
                    "send the id of the last event, like 4711-12, or none to begin now"));
        }
        String seq = matcher.group(2);
        return new Place(
                Long.parseLong(matcher.group(1)), seq == null ? ledger.watch().lastSeq() : Long.parseLong(seq));
    }

    private void follow(Place from, OutputStream out) throws IOException, InterruptedException {
        Place place = from;
        long spoken = System.nanoTime();
        // Says at once that it is there, and where it begins.
        out.write(("id: " + place + "\nretry: 2000\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        while (!closing) {
            List<StoredFact> facts = ledger.log().opened(ledger.log().follow(place.next() - 1, PAGE));
            for (StoredFact fact : facts) {
                place = new Place(fact.position() + 1, place.seq());
                if (fact.isOfCommitment()) {
                    write(out, "fact", place, document(fact));
                }
            }
            List<Warning> warnings = ledger.watch().after(place.seq(), PAGE);
            for (Warning warning : warnings) {
                place = new Place(place.next(), warning.seq());
                JsonWriter document = new JsonWriter().beginObject();
                Warnings.write(document, warning);
                write(out, "warning", place, Documents.value(document));
            }
            if (!facts.isEmpty() || !warnings.isEmpty()) {
                out.flush();
                spoken = System.nanoTime();
            } else if (System.nanoTime() - spoken > SILENCE_NANOS) {
                out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                spoken = System.nanoTime();
            }
            if (facts.size() < PAGE && warnings.size() < PAGE) {
                ledger.log().awaitBeyond(place.next() - 1, WAIT);
            }
        }
    }

    private JsonValue document(StoredFact fact) {
        return Documents.fact(
                FoldedCommitment.event(ledger.tenant(), fact), fact.position(), fact.version(), fact.acceptedAt());
    }

    private static void write(OutputStream out, String event, Place place, JsonValue document) throws IOException {
        out.write(("event: " + event + "\nid: " + place + "\ndata: " + JsonWriter.text(document) + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    @PreDestroy
    void close() {
        closing = true;
    }
}
