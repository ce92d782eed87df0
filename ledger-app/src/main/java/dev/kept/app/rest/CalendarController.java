package dev.kept.app.rest;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Caller;
import dev.kept.domain.axon.DefineCalendar;
import dev.kept.domain.calendar.CalendarDefined;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.CalendarLine;
import dev.kept.projections.calendar.CalendarViews;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch)
            throws IOException {
        byte[] body = Bodies.read(request);
        CalendarLine.Definition definition = switch (CalendarLine.read(body, name)) {
            case CalendarLine.Reading.Read(CalendarLine.Definition read) -> read;
            case CalendarLine.Reading.Unreadable(Refusal refusal) -> throw new ProblemException(Problem.of(refusal));
        };
        String caller = Caller.of(request);
        Integer expected = Preconditions.version(ifMatch);
        IdempotencyKey given = key == null ? definition.key() : Preconditions.key(caller, key);
        return switch (defined(definition, given == null ? ownKey(caller) : given, expected)) {
            case DefineCalendar.Decided.Defined(var event, int version) -> defined(201, event, version);
            case DefineCalendar.Decided.Unchanged(var event, int version) -> defined(200, event, version);
            case DefineCalendar.Decided.KeyTaken(String factId) ->
                throw new ProblemException(new Problem(
                        409,
                        "CONFLICTING_DUPLICATE",
                        "this key was used before for another content: fact " + factId,
                        "id",
                        given == null ? null : given.id(),
                        "send a new id for a new definition"));
            case DefineCalendar.Decided.OtherVersion(int version) ->
                throw new ProblemException(new Problem(
                        409,
                        "VERSION_CONFLICT",
                        version < 0 ? "there is no such calendar yet" : "the calendar has version " + version,
                        HttpHeaders.IF_MATCH,
                        ifMatch,
                        "read it again, and send it with If-Match: \"" + version + "\" if it is still right"));
        };
    }

    @GetMapping
    ResponseEntity<byte[]> list() {
        ledger.awaitViews();
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        for (CalendarViews.CalendarView view : ledger.calendars().list()) {
            out.beginObject();
            write(out, view);
            out.endObject();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(Documents.value(out.endArray())));
    }

    @GetMapping("/{name}")
    ResponseEntity<byte[]> read(@PathVariable("name") String name) {
        ledger.awaitViews();
        Optional<CalendarViews.CalendarView> view = ledger.calendars().find(name);
        if (view.isEmpty()) {
            throw new ProblemException(new Problem(
                    404,
                    "UNKNOWN_CALENDAR",
                    "there is no calendar of this name",
                    "name",
                    name,
                    "define it with PUT, or look at /v1/calendars"));
        }
        JsonWriter out = new JsonWriter().beginObject();
        write(out, view.get());
        return response(200, out, view.get().version());
    }

    /// Without a key, sending the same definition again changes nothing, which is all that a key would do.
    private static IdempotencyKey ownKey(String caller) {
        return new IdempotencyKey(caller, "calendar-" + UUID.randomUUID());
    }

    private DefineCalendar.Decided defined(
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
        }
    }

    private static void write(JsonWriter out, CalendarViews.CalendarView view) {
        CalendarLine.Definition definition = view.definition();
        CalendarLine.write(out, definition.name(), definition.calendar(), definition.regions());
        out.member("version", Long.valueOf(view.version()));
        out.member("position", Long.valueOf(view.position()));
    }

    private static ResponseEntity<byte[]> defined(int status, CalendarDefined event, int version) {
        JsonWriter out = new JsonWriter().beginObject();
        CalendarLine.write(out, event.name(), event.calendar(), event.regions());
        out.member("version", Long.valueOf(version));
        out.member("factId", event.factId());
        out.member("acceptedAt", event.acceptedAt().toString());
        return response(status, out, version);
    }

    private static ResponseEntity<byte[]> response(int status, JsonWriter out, int version) {
        return ResponseEntity.status(status)
                .eTag("\"" + version + "\"")
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(Documents.value(out)));
    }
}
