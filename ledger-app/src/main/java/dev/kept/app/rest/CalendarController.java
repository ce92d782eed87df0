package dev.kept.app.rest;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.access.Caller;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ics.IcsClosures;
import dev.kept.app.support.ics.IcsFault;
import dev.kept.domain.axon.Define;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.calendar.Closure;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.CalendarLine;
import dev.kept.projections.calendar.CalendarViews.CalendarView;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Defines business calendars and reads them. A calendar is never edited: each definition is a fact, and the due dates
/// that were resolved by an earlier one stay.
@RestController
@RequestMapping("/v1/calendars")
class CalendarController {
    private final Ledger ledger;

    CalendarController(Ledger ledger) {
        this.ledger = ledger;
    }

    @PutMapping("/{name}")
    ResponseEntity<byte[]> define(
            HttpServletRequest request,
            @PathVariable("name") String name,
            @RequestHeader(name = Preconditions.KEY_HEADER, required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch)
            throws IOException {
        byte[] body = Bodies.read(request);
        CalendarLine.Definition definition = switch (CalendarLine.read(body, name)) {
            case CalendarLine.Reading.Read(CalendarLine.Definition read) -> read;
            case CalendarLine.Reading.Unreadable(Refusal refusal) -> throw new ProblemException(Problem.of(refusal));
        };
        return defined(request, definition, key, ifMatch, null);
    }

    /// Takes the events of a calendar file off the hours of a calendar that is there.
    @PostMapping("/{name}:import")
    ResponseEntity<byte[]> close(
            HttpServletRequest request,
            @PathVariable("name") String name,
            @RequestHeader(name = Preconditions.KEY_HEADER, required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch)
            throws IOException {
        byte[] body = Bodies.read(request);
        CalendarView view = view(name);
        int year = ledger.clock().instant().atOffset(ZoneOffset.UTC).getYear();
        List<Closure> closures;
        try {
            closures = IcsClosures.read(
                    body,
                    view.definition().calendar().zone(),
                    year - Ledger.CALENDAR_YEARS,
                    year + Ledger.CALENDAR_YEARS);
        } catch (IcsFault fault) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_CALENDAR",
                    "line " + fault.line() + ": " + fault.getMessage(),
                    fault.field(),
                    fault.value(),
                    fault.fix()));
        }
        CalendarLine.Definition closed = new CalendarLine.Definition(
                name, view.definition().calendar(), closures, view.definition().regions(), null, null);
        // What the closures are taken off must still be what was read.
        return defined(request, closed, key, ifMatch == null ? "\"" + view.version() + "\"" : ifMatch, closures);
    }

    private ResponseEntity<byte[]> defined(
            HttpServletRequest request,
            CalendarLine.Definition definition,
            @Nullable String header,
            @Nullable String ifMatch,
            @Nullable List<Closure> imported) {
        IdempotencyKey key = DefinitionAnswers.key(header, definition.key(), Caller.of(request), "calendar");
        return switch (defined(definition, key, Preconditions.version(ifMatch))) {
            case Define.Decided.Defined<CalendarDefined>(var event, int version) ->
                defined(201, event, version, imported);
            case Define.Decided.Unchanged<CalendarDefined>(var event, int version) ->
                defined(200, event, version, imported);
            case Define.Decided.KeyTaken<CalendarDefined>(String factId) ->
                throw DefinitionAnswers.keyTaken(factId, key);
            case Define.Decided.OtherVersion<CalendarDefined>(int version) ->
                throw DefinitionAnswers.otherVersion("calendar", version, ifMatch);
        };
    }

    @GetMapping
    ResponseEntity<byte[]> list() {
        ledger.awaitViews();
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        for (CalendarView view : ledger.calendars().list()) {
            out.beginObject();
            write(out, view);
            out.endObject();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(out.endArray().endObject().toBytes());
    }

    @GetMapping("/{name}")
    ResponseEntity<byte[]> read(@PathVariable("name") String name) {
        CalendarView view = view(name);
        JsonWriter out = new JsonWriter().beginObject();
        write(out, view);
        return DefinitionAnswers.response(200, out, view.version());
    }

    private CalendarView view(String name) {
        return view(ledger, name);
    }

    static CalendarView view(Ledger ledger, String name) {
        ledger.awaitViews();
        return ledger.calendars()
                .find(name)
                .orElseThrow(() -> new ProblemException(new Problem(
                        404,
                        "UNKNOWN_CALENDAR",
                        "there is no calendar of this name",
                        "name",
                        name,
                        "define it with PUT, or look at /v1/calendars")));
    }

    private Define.Decided<CalendarDefined> defined(
            CalendarLine.Definition definition, IdempotencyKey key, @Nullable Integer expected) {
        try {
            return ledger.define(definition, key, expected);
        } catch (Ledger.UnknownRegion unknown) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    "no public holidays are known for this region",
                    "holidays",
                    unknown.region(),
                    "name a country or a part of it as in ISO 3166, like DE, DE-BE or US-NY, or list the days"));
        } catch (Ledger.TooManyDays tooMany) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    String.valueOf(tooMany.getMessage()),
                    "days",
                    null,
                    "define the calendar anew without its old days"));
        }
    }

    private static void write(JsonWriter out, CalendarView view) {
        CalendarLine.Definition definition = view.definition();
        CalendarLine.write(out, definition.name(), definition.calendar(), definition.regions());
        out.member("version", Long.valueOf(view.version()));
        out.member("position", Long.valueOf(view.position()));
    }

    private static ResponseEntity<byte[]> defined(
            int status, CalendarDefined event, int version, @Nullable List<Closure> imported) {
        JsonWriter out = new JsonWriter().beginObject();
        CalendarLine.write(out, event.name(), event.calendar(), event.regions());
        out.member("version", Long.valueOf(version));
        out.member("factId", event.factId());
        out.member("acceptedAt", event.acceptedAt().toString());
        out.member("closures", imported == null ? null : Long.valueOf(imported.size()));
        return DefinitionAnswers.response(status, out, version);
    }
}
