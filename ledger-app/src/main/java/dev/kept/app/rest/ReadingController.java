package dev.kept.app.rest;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.CalendarLine;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.series.SeriesDefined;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/// Reads commitments, customers and figures, as of any time and as known at any time.
@RestController
@RequestMapping("/v1")
class ReadingController {
    private static final int DEFAULT_LIMIT = 100;

    private final Ledger ledger;

    ReadingController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/commitments/{id}")
    ResponseEntity<byte[]> commitment(
            @PathVariable("id") String id,
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
        ReadAt at = at(asOf, knownAt);
        ledger.awaitViews();
        CommitmentView view = ledger.commitments()
                .find(id, at)
                .orElseThrow(
                        () -> unknown("UNKNOWN_COMMITMENT", "commitment", id, "no fact of it is known as of then"));
        JsonWriter out = new JsonWriter().beginObject();
        Documents.times(out, at);
        Documents.commitment(out, view);
        out.beginArray("facts");
        List<StoredFact> facts = ledger.commitments().facts(id).stream()
                .filter(fact -> fact.at().getEpochSecond() <= at.asOfSeconds()
                        && fact.rec().getEpochSecond() <= at.knownAtSeconds())
                .toList();
        facts.forEach(fact -> out.value(document(fact)));
        String tag = "\"" + view.facts() + "\"";
        boolean now = asOf == null && knownAt == null;
        if (now && tag.equals(ifNoneMatch) && !view.standing().outcome().equals(Outcome.OPEN)) {
            return ResponseEntity.status(304).eTag(tag).build();
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
        if (now) {
            response.eTag(tag);
        }
        return response.body(JsonWriter.bytes(Documents.value(out.endArray())));
    }

    private JsonValue document(StoredFact fact) {
        return Documents.fact(
                FoldedCommitment.event(ledger.tenant(), fact), fact.position(), fact.version(), fact.acceptedAt());
    }

    @GetMapping("/commitments")
    ResponseEntity<byte[]> commitments(
            @RequestParam(name = "customer", required = false) @Nullable String customer,
            @RequestParam(name = "promisor", required = false) @Nullable String promisor,
            @RequestParam(name = "kind", required = false) @Nullable String kind,
            @RequestParam(name = "direction", required = false) @Nullable String direction,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "flag", required = false) @Nullable String flag,
            @RequestParam(name = "dueBefore", required = false) @Nullable String dueBefore,
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable String limit) {
        ReadAt at = at(asOf, knownAt);
        Instant due = dueBefore == null
                ? null
                : ReadTimes.instant("dueBefore", dueBefore, ledger.clock().instant());
        boolean overdue = "overdue".equalsIgnoreCase(state);
        CommitmentFilter filter = new CommitmentFilter(
                customer,
                promisor,
                kind,
                choice("direction", direction, Direction.class),
                overdue ? Outcome.OPEN : choice("state", state, Outcome.class),
                overdue ? Flag.OVERDUE : choice("flag", flag, Flag.class),
                due == null ? null : Long.valueOf(due.getEpochSecond()));
        ledger.awaitViews();
        CommitmentViews.Page page = ledger.commitments().list(filter, at, cursor(cursor), limit(limit));
        JsonWriter out = new JsonWriter().beginObject();
        Documents.times(out, at);
        out.beginArray("items");
        for (CommitmentView view : page.items()) {
            out.beginObject();
            Documents.commitment(out, view);
            out.endObject();
        }
        out.endArray();
        CommitmentViews.Cursor next = page.next();
        if (next != null) {
            out.member(
                    "next",
                    UriComponentsBuilder.fromPath("/v1/commitments")
                            .queryParamIfPresent("customer", Optional.ofNullable(customer))
                            .queryParamIfPresent("promisor", Optional.ofNullable(promisor))
                            .queryParamIfPresent("kind", Optional.ofNullable(kind))
                            .queryParamIfPresent("direction", Optional.ofNullable(direction))
                            .queryParamIfPresent("state", Optional.ofNullable(state))
                            .queryParamIfPresent("flag", Optional.ofNullable(flag))
                            .queryParamIfPresent("dueBefore", Optional.ofNullable(dueBefore))
                            .queryParam("asOf", at.asOf().toString())
                            .queryParam("knownAt", at.knownAt().toString())
                            .queryParam("limit", limit(limit))
                            .queryParam("cursor", text(next))
                            .encode()
                            .toUriString());
        }
        return json(Documents.value(out));
    }

    @GetMapping("/customers")
    ResponseEntity<byte[]> customers(
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt) {
        ReadAt at = at(asOf, knownAt);
        ledger.awaitViews();
        ReliabilityViews.Stats stats =
                ledger.reliability().stats(CommitmentFilter.ALL, ReliabilityViews.By.CUSTOMER, at);
        JsonWriter out = new JsonWriter().beginObject();
        Documents.times(out, at);
        out.beginArray("items");
        for (ReliabilityViews.Row row : stats.rows()) {
            out.beginObject().member("customer", row.key());
            Documents.counts(out, row.counts());
            out.endObject();
        }
        return json(Documents.value(out.endArray()));
    }

    @GetMapping("/customers/{id}")
    ResponseEntity<byte[]> customer(
            @PathVariable("id") String id,
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt) {
        ReadAt at = at(asOf, knownAt);
        ledger.awaitViews();
        ReliabilityViews.Stats stats =
                ledger.reliability().stats(CommitmentFilter.ofCustomer(id), ReliabilityViews.By.PROMISOR, at);
        if (stats.totals().made() + stats.totals().voided() == 0) {
            throw unknown("UNKNOWN_CUSTOMER", "customer", id, "no promise to or by it is known as of then");
        }
        JsonWriter out = new JsonWriter().beginObject();
        Documents.times(out, at);
        out.member("customer", id);
        Documents.counts(out, stats.totals());
        out.beginArray("promisors");
        for (ReliabilityViews.Row row : stats.rows()) {
            out.beginObject().member("promisor", row.key());
            Documents.counts(out, row.counts());
            out.endObject();
        }
        return json(Documents.value(out.endArray()));
    }

    @GetMapping("/stats")
    ResponseEntity<byte[]> stats(
            @RequestParam(name = "by", required = false) @Nullable String by,
            @RequestParam(name = "asOf", required = false) @Nullable String asOf,
            @RequestParam(name = "knownAt", required = false) @Nullable String knownAt) {
        ReadAt at = at(asOf, knownAt);
        ReliabilityViews.By dimension = choice("by", by, ReliabilityViews.By.class);
        ledger.awaitViews();
        return json(Documents.stats(ledger.reliability().stats(CommitmentFilter.ALL, dimension, at), dimension, at));
    }

    @GetMapping("/facts/{id}")
    ResponseEntity<byte[]> fact(@PathVariable("id") String id) {
        StoredFact fact =
                ledger.log().byFactId(id).orElseThrow(() -> unknown("UNKNOWN_FACT", "fact", id, "no fact has this id"));
        return json(
                switch (fact.name()) {
                    case CalendarDefined.EVENT_NAME ->
                        Documents.calendar(
                                CalendarLine.stored(FoldedCommitment.stored(ledger.tenant(), fact)), fact.position());
                    case SeriesDefined.EVENT_NAME ->
                        Documents.series(
                                SeriesLine.stored(FoldedCommitment.stored(ledger.tenant(), fact)), fact.position());
                    default -> fact.isOfCommitment() ? document(fact) : Documents.ofLedger(fact);
                });
    }

    private ReadAt at(@Nullable String asOf, @Nullable String knownAt) {
        return ReadTimes.parse(asOf, knownAt, ledger.clock().instant());
    }

    private static ResponseEntity<byte[]> json(JsonValue document) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JsonWriter.bytes(document));
    }

    private static ProblemException unknown(String code, String field, String value, String detail) {
        return new ProblemException(new Problem(404, code, detail, field, value, "check the id"));
    }

    private static <E extends Enum<E>> @Nullable E choice(String name, @Nullable String value, Class<E> type) {
        if (value == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        String all = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new ProblemException(new Problem(422, "BAD_FIELD", "unknown " + name, name, value, "use one of: " + all));
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= CommitmentViews.MAX_LIMIT) {
                return number;
            }
        }
        throw new ProblemException(
                new Problem(422, "BAD_FIELD", "limit is no number from 1 to 1000", "limit", limit, "write limit=100"));
    }

    private static String text(CommitmentViews.Cursor cursor) {
        String plain = cursor.firstAt() + " " + cursor.commitment();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static CommitmentViews.@Nullable Cursor cursor(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            return new CommitmentViews.Cursor(
                    Long.parseLong(plain.substring(0, Math.max(space, 0))), plain.substring(space + 1));
        } catch (IllegalArgumentException _) {
            throw new ProblemException(new Problem(
                    422, "BAD_FIELD", "this cursor was not given out", "cursor", text, "follow the next address"));
        }
    }
}
