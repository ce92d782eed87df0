package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.Recording;
import dev.kept.app.support.access.Caller;
import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Visitor;
import dev.kept.app.support.capture.Captures;
import dev.kept.app.support.capture.Marks;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.line.LineContext;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.OverCapacity;
import dev.kept.store.recording.RecordingFailed;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/// Records facts from a page. A form that is refused comes back as it was filled in; sent twice, it records once.
@Controller
class RecordPages {
    /// Where another fact, recorded meanwhile, may change what the person wants.
    private static final Set<FactType> MINDFUL = Set.of(
            FactType.RENEGOTIATED,
            FactType.RELEASED,
            FactType.WITHDRAWN,
            FactType.RESOLVED,
            FactType.CORRECTED,
            FactType.VOIDED);

    private final Ledger ledger;
    private final Captures captures;

    RecordPages(Ledger ledger) {
        this.ledger = ledger;
        this.captures = new Captures(ledger, new Marks());
    }

    @GetMapping("/record")
    ModelAndView form(HttpServletRequest request) {
        FilledForm filled = FilledForm.fresh(ledger, request);
        String text = request.getParameter("text");
        if (filled.form().type() != FactType.MADE || text == null || text.isBlank()) {
            return page(filled, List.of(), HttpStatus.OK);
        }
        ledger.awaitViews();
        QuickEntry quick = QuickEntry.read(
                captures, text, filled.values().get("promisor"), filled.values().get("actor"));
        return page(filled.filledWith(quick.fields()), List.of(), HttpStatus.OK, quick);
    }

    @PostMapping("/record")
    ModelAndView record(HttpServletRequest request) {
        FilledForm filled = FilledForm.sent(ledger, request);
        IdempotencyKey key = new IdempotencyKey(Caller.of(request), "page-" + filled.key());
        String zone = filled.values().getOrDefault(FactForm.ZONE, "");
        if (FormLine.zone(zone).isEmpty()) {
            return page(
                    filled,
                    List.of(new RecordPage.Problem(
                            FactForm.ZONE,
                            zone,
                            "There is no such time zone.",
                            "Write a name such as Europe/Berlin or UTC.")),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
        Integer version = MINDFUL.contains(filled.form().type()) ? filled.version() : null;
        try {
            return switch (Recording.record(
                    ledger,
                    filled.visitor(),
                    FormLine.of(filled.form(), filled.values()),
                    new LineContext(filled.commitment(), key, key.source(), key.id()),
                    version)) {
                case Answer.Recorded recorded -> done(filled, recorded.event());
                case Answer.Duplicate duplicate -> done(filled, duplicate.first());
                case Answer.Refused(var refusal) -> {
                    boolean used = refusal.code() == RefusalCode.CONFLICTING_DUPLICATE;
                    boolean overtaken = refusal.code() == RefusalCode.VERSION_CONFLICT;
                    yield page(
                            used ? filled.renewed() : overtaken ? filled.caughtUp() : filled,
                            List.of(
                                    used
                                            ? new RecordPage.Problem(
                                                    "form",
                                                    null,
                                                    "This form has recorded another fact already.",
                                                    "Send it again if you want to record a second one.")
                                            : overtaken
                                                    ? new RecordPage.Problem(
                                                            "form",
                                                            null,
                                                            "Something was recorded about this promise while you filled"
                                                                    + " in the form.",
                                                            "Look at the promise, and send this again if it is still"
                                                                    + " right.")
                                                    : RecordPage.Problem.of(refusal)),
                            HttpStatus.UNPROCESSABLE_CONTENT);
                }
            };
        } catch (Recording.NoAnswer | RecordingFailed | OverCapacity failure) {
            return page(
                    filled,
                    List.of(new RecordPage.Problem(
                            "form",
                            null,
                            failure instanceof OverCapacity
                                    ? "The ledger has too much to do just now; nothing was recorded."
                                    : "The ledger cannot say whether this was recorded.",
                            "Send it again: it is recorded once, whatever happened.")),
                    HttpStatus.SERVICE_UNAVAILABLE);
        }
    }

    /// The gate did not let the form in: what was filled in is not lost by that.
    @PostMapping("/record-again")
    ModelAndView again(HttpServletRequest request) {
        Visitor visitor = Visitor.of(request);
        RecordPage.Problem problem = visitor.isGuest()
                ? new RecordPage.Problem(
                        "form",
                        null,
                        "You are not signed in any more; nothing was recorded.",
                        "Sign in in another tab, then send this again.")
                : visitor.may(Role.RECORDER)
                        ? new RecordPage.Problem(
                                "form",
                                null,
                                "The form was made for another session; nothing was recorded.",
                                "Look through it and send it again.")
                        : new RecordPage.Problem(
                                "form", null, "Your roles do not let you record.", "An administrator gives them.");
        return page(
                FilledForm.sent(ledger, request),
                List.of(problem),
                visitor.isGuest() ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN);
    }

    private ModelAndView done(FilledForm filled, CommitmentEvent event) {
        String commitment = event.envelope().commitment().value();
        String factId = event.envelope().factId();
        Address next = filled.mayRead()
                ? Address.commitment(commitment).with("recorded", factId)
                : Address.of("record")
                        .with("commitment", commitment)
                        .with("type", filled.form().type().wireName())
                        .with("recorded", factId);
        return Pages.see(next.href(filled.time()) + "#recorded");
    }

    private static ModelAndView page(FilledForm filled, List<RecordPage.Problem> problems, HttpStatusCode status) {
        return page(filled, problems, status, filled.form().type() == FactType.MADE ? QuickEntry.NONE : null);
    }

    private static ModelAndView page(
            FilledForm filled, List<RecordPage.Problem> problems, HttpStatusCode status, @Nullable QuickEntry quick) {
        ModelAndView view = new ModelAndView("dashboard/record", "page", filled.page(problems, quick));
        view.setStatus(status);
        return view;
    }

    /// Reads a type of fact from an address.
    static FactType type(@Nullable String name) {
        return FactType.ofWireName(name == null ? FactType.MADE.wireName() : name)
                .orElseThrow(() -> new BadParameter("type", String.valueOf(name), "name a type of fact, like met"));
    }
}
