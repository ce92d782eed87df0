package dev.kept.app.rest;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Patch;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.LineHash;
import dev.kept.app.support.Recording;
import dev.kept.app.support.access.Caller;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.calendar.CalendarUses;
import dev.kept.projections.calendar.CalendarUses.Outdated;
import dev.kept.projections.calendar.CalendarViews.CalendarView;
import dev.kept.store.recording.Answer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows the open promises whose due date a calendar would put elsewhere today, and moves those that it is told to,
/// each by a fact of its own. Nothing else ever moves a due date.
@RestController
@RequestMapping("/v1/calendars/{name}/recalculation")
class RecalculationController {
    private static final int MAX_PAGE = 1_000;

    private static final Problem PASSED = new Problem(
            409,
            "DUE_PASSED",
            "the due date has passed: a new one that is agreed on now admits the miss and moves nothing",
            "as",
            "renegotiated",
            "correct it if the calendar was wrong, or record a renegotiated fact to admit the miss");

    private final Ledger ledger;

    RecalculationController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @PathVariable("name") String name,
            @RequestParam(name = "after", defaultValue = "") String after,
            @RequestParam(name = "limit", defaultValue = "100") int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    "limit is 1 to " + MAX_PAGE,
                    "limit",
                    Integer.toString(limit),
                    "ask for at most " + MAX_PAGE + " at a time and follow next"));
        }
        CalendarView view = CalendarController.view(ledger, name);
        CalendarUses.Page page = ledger.calendarUses().outdated(name, after, limit, ledger.calendars());
        JsonWriter out = new JsonWriter()
                .beginObject()
                .member("calendar", name)
                .member("version", Long.valueOf(view.version()))
                .beginArray("items");
        for (Outdated outdated : page.items()) {
            out.beginObject();
            write(out, outdated);
            out.endObject();
        }
        out.endArray();
        String next = page.next();
        out.member(
                "next",
                next == null
                        ? null
                        : "/v1/calendars/" + encoded(name) + "/recalculation?limit=" + limit + "&after="
                                + encoded(next));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(out.endObject().toBytes());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void write(JsonWriter out, Outdated outdated) {
        out.member("commitment", outdated.commitment())
                .member("customer", outdated.customer())
                .member("factId", outdated.inForce().factId())
                .member("since", outdated.inForce().since().toString())
                .member("due", outdated.inForce().due().due().toString())
                .member(
                        "version",
                        Long.valueOf(
                                Objects.requireNonNull(outdated.inForce().due().calendar())
                                        .version()))
                .member("newDue", outdated.again().due().toString());
    }

    @PostMapping
    ResponseEntity<byte[]> recalculate(HttpServletRequest request, @PathVariable("name") String name)
            throws IOException {
        RecalculationOrder order = RecalculationOrder.read(Bodies.json(Bodies.read(request)), MAX_PAGE);
        CalendarView view = CalendarController.view(ledger, name);
        if (order.version() != null && order.version() != view.version()) {
            throw DefinitionAnswers.otherVersion("calendar", view.version(), String.valueOf(order.version()));
        }
        Map<String, Outdated> found = ledger.calendarUses().outdated(name, order.commitments(), ledger.calendars());
        List<RecordFacts.Item> items = new ArrayList<>();
        Set<String> passed = new HashSet<>();
        for (String commitment : order.commitments()) {
            Outdated outdated = found.get(commitment);
            if (outdated != null && isPassed(order, outdated)) {
                passed.add(commitment);
            } else if (outdated != null) {
                items.add(new RecordFacts.Item(command(order, outdated, Caller.of(request)), Entrance.INTERACTIVE));
            }
        }
        List<Answer> answers = items.isEmpty() ? List.of() : Recording.answers(ledger, items);
        Map<String, Answer> byCommitment = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            byCommitment.put(items.get(i).command().claim().commitment().value(), answers.get(i));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(results(order, found, byCommitment, passed));
    }

    /// A new date that is agreed on once the old one has passed moves nothing: it admits the miss.
    private boolean isPassed(RecalculationOrder order, Outdated outdated) {
        return order.as() == RecalculationOrder.As.RENEGOTIATED
                && outdated.inForce().due().due().isBefore(ledger.clock().instant());
    }

    private static CommitmentCommand command(RecalculationOrder order, Outdated outdated, String caller) {
        int version = Objects.requireNonNull(outdated.again().calendar()).version();
        String calendar = Objects.requireNonNull(outdated.again().calendar()).name();
        String why = "version " + version + " of calendar " + calendar;
        String id = "recalculated-" + version + "-"
                + LineHash.of((calendar + "\n" + outdated.commitment() + "\n"
                                + outdated.inForce().factId())
                        .getBytes(StandardCharsets.UTF_8));
        Claim claim = new Claim(
                new CommitmentId(outdated.commitment()),
                null,
                null,
                order.by(),
                order.actor() == null ? caller : order.actor(),
                order.evidence(),
                order.evidenceRef() == null && order.as() == RecalculationOrder.As.CORRECTED
                        ? why
                        : order.evidenceRef(),
                new IdempotencyKey(caller, id),
                null,
                null,
                Map.of());
        return switch (order.as()) {
            case CORRECTED ->
                new CommitmentCommand.CorrectFact(
                        claim,
                        new FactTarget.ById(outdated.inForce().factId()),
                        patch(outdated),
                        order.reason() == null ? "resolved again by " + why : order.reason());
            case RENEGOTIATED ->
                new CommitmentCommand.Renegotiate(
                        claim,
                        new Due.At(outdated.again().due()),
                        order.by() == Party.PROMISEE ? Party.PROMISEE : order.askedBy());
        };
    }

    private static Patch patch(Outdated outdated) {
        boolean first = outdated.inForce().field().equals("due");
        return new Patch(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                first ? outdated.form() : null,
                first ? null : outdated.form(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static byte[] results(
            RecalculationOrder order, Map<String, Outdated> found, Map<String, Answer> answers, Set<String> passed) {
        JsonWriter out = new JsonWriter().beginObject().beginArray("results");
        for (String commitment : order.commitments()) {
            out.beginObject().member("commitment", commitment);
            Outdated outdated = found.get(commitment);
            switch (answers.get(commitment)) {
                case null -> {
                    if (passed.contains(commitment)) {
                        out.member("status", "refused").member("problem", PASSED.json());
                    } else {
                        out.member("status", "unchanged");
                    }
                }
                case Answer.Recorded(var event, var _, var _, var _) ->
                    out.member("status", "recorded")
                            .member("factId", event.envelope().factId())
                            .member("type", event.type().wireName())
                            .member("newDue", due(outdated));
                case Answer.Duplicate(var first, var _, var _) ->
                    out.member("status", "duplicate")
                            .member("factId", first.envelope().factId());
                case Answer.Refused(Refusal refusal) ->
                    out.member("status", "refused")
                            .member("problem", Problem.of(refusal).json());
            }
            out.endObject();
        }
        return out.endArray().endObject().toBytes();
    }

    private static @Nullable String due(@Nullable Outdated outdated) {
        return outdated == null ? null : outdated.again().due().toString();
    }
}
