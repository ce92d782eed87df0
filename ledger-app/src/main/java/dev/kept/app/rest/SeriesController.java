package dev.kept.app.rest;

import dev.kept.api.commitment.Due;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.access.Caller;
import dev.kept.app.support.Ledger;
import dev.kept.domain.axon.Define;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.SeriesLine;
import dev.kept.domain.series.Series;
import dev.kept.domain.series.SeriesDefined;
import dev.kept.domain.series.SeriesDue;
import dev.kept.projections.series.SeriesViews.SeriesView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Defines series of promises and reads them. A series is never edited: each definition is a fact, and the occurrences
/// that were made of an earlier one stay.
@RestController
@RequestMapping("/v1/series")
class SeriesController {
    private static final int SHOWN = 5;
    private static final int MAX_PAGE = 200;

    private final Ledger ledger;

    SeriesController(Ledger ledger) {
        this.ledger = ledger;
    }

    @PutMapping("/{name}")
    ResponseEntity<byte[]> define(
            HttpServletRequest request,
            @PathVariable("name") String name,
            @RequestHeader(name = Preconditions.KEY_HEADER, required = false) @Nullable String header,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch)
            throws IOException, InterruptedException {
        byte[] body = Bodies.read(request);
        SeriesLine.Definition definition = switch (SeriesLine.read(body, name)) {
            case SeriesLine.Reading.Read(SeriesLine.Definition read) -> read;
            case SeriesLine.Reading.Unreadable(Refusal refusal) -> throw new ProblemException(Problem.of(refusal));
        };
        checkCalendar(definition.series());
        IdempotencyKey key = DefinitionAnswers.key(header, definition.key(), Caller.of(request), "series");
        return switch (ledger.define(definition, key, Preconditions.version(ifMatch))) {
            case Define.Decided.Defined<SeriesDefined>(var event, int version) -> defined(201, event, version);
            case Define.Decided.Unchanged<SeriesDefined>(var event, int version) -> defined(200, event, version);
            case Define.Decided.KeyTaken<SeriesDefined>(String factId) -> throw DefinitionAnswers.keyTaken(factId, key);
            case Define.Decided.OtherVersion<SeriesDefined>(int version) ->
                throw DefinitionAnswers.otherVersion("series", version, ifMatch);
        };
    }

    /// A series that nobody could make an occurrence of would fail in silence, months later.
    private void checkCalendar(Series series) {
        if (!(series.due() instanceof SeriesDue.Within(Due form))) {
            return;
        }
        String promisor = series.terms().promisor();
        Optional<String> calendar = DueResolver.calendar(
                form,
                Optional.of(new DueResolver.Owners(
                        series.terms().customer(), promisor == null ? ledger.tenant() : promisor)));
        ledger.awaitViews();
        if (calendar.isPresent() && ledger.calendars().find(calendar.get()).isEmpty()) {
            throw new ProblemException(new Problem(
                    422,
                    "DUE_UNRESOLVABLE",
                    "there is no business calendar of this name",
                    "due.calendar",
                    calendar.get(),
                    "define it first, with PUT /v1/calendars/" + calendar.get()));
        }
    }

    @GetMapping
    ResponseEntity<byte[]> list(@RequestParam(name = "after", defaultValue = "") String after) {
        ledger.awaitViews();
        List<SeriesView> page = ledger.series().list(after, MAX_PAGE);
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        for (SeriesView view : page) {
            out.beginObject();
            write(out, view);
            out.endObject();
        }
        out.endArray();
        out.member(
                "next",
                page.size() < MAX_PAGE
                        ? null
                        : "/v1/series?after="
                                + URLEncoder.encode(page.getLast().series().name(), StandardCharsets.UTF_8));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(out.endObject().toBytes());
    }

    @GetMapping("/{name}")
    ResponseEntity<byte[]> read(@PathVariable("name") String name) {
        ledger.awaitViews();
        SeriesView view = ledger.series()
                .find(name)
                .orElseThrow(() -> new ProblemException(new Problem(
                        404,
                        "UNKNOWN_SERIES",
                        "there is no series of this name",
                        "name",
                        name,
                        "define it with PUT, or look at /v1/series")));
        JsonWriter out = new JsonWriter().beginObject();
        write(out, view);
        return DefinitionAnswers.response(200, out, view.version());
    }

    private static void write(JsonWriter out, SeriesView view) {
        SeriesLine.write(out, view.series());
        out.member("version", Long.valueOf(view.version()));
        out.member("position", Long.valueOf(view.position()));
        out.member("factId", view.factId());
        LocalDate madeUntil = view.madeUntil();
        out.member("madeUntil", madeUntil == null ? null : madeUntil.toString());
        next(out, view.series(), view.definedAt(), madeUntil);
    }

    private static void next(JsonWriter out, Series series, Instant definedAt, @Nullable LocalDate madeUntil) {
        out.beginArray("next");
        for (Series.Occurrence occurrence : series.next(definedAt, madeUntil, SHOWN)) {
            out.beginObject()
                    .member("commitment", occurrence.commitment())
                    .member("day", occurrence.day().toString())
                    .member("makeAt", occurrence.makeAt().toString());
            if (!(series.due() instanceof SeriesDue.Within)) {
                out.member("due", DueResolver.plain(occurrence.due()).due().toString());
            }
            out.endObject();
        }
        out.endArray();
    }

    private ResponseEntity<byte[]> defined(int status, SeriesDefined event, int version) {
        ledger.awaitViews();
        JsonWriter out = new JsonWriter().beginObject();
        SeriesLine.write(out, event.series());
        out.member("version", Long.valueOf(version));
        out.member("factId", event.factId());
        out.member("acceptedAt", event.acceptedAt().toString());
        LocalDate madeUntil = ledger.series()
                .find(event.series().name())
                .map(SeriesView::madeUntil)
                .orElse(null);
        next(out, event.series(), event.acceptedAt(), madeUntil);
        return DefinitionAnswers.response(status, out, version);
    }
}
