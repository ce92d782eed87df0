package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Visitor;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.StoredFact;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A form with what stands in its fields, and what it is about.
///
/// @param commitment null for a new promise, whose reference is a field
/// @param version of the commitment when the form was made
record FilledForm(
        Reading reading,
        Visitor visitor,
        FactForm form,
        @Nullable String commitment,
        @Nullable CommitmentView view,
        @Nullable CommitmentEvent target,
        Map<String, String> values,
        String key,
        @Nullable Integer version,
        @Nullable String recorded) {
    private static final int MAX_KEY = 100;

    /// As it is first shown: an address may fill in some fields.
    static FilledForm fresh(Ledger ledger, HttpServletRequest request) {
        FilledForm form = sent(ledger, request);
        Map<String, String> values = new LinkedHashMap<>(form.values);
        FactType type = form.form.type();
        values.putIfAbsent("by", FactForm.usualParty(type).name());
        values.putIfAbsent(FactForm.ZONE, Zones.name());
        if (type == FactType.MADE) {
            values.putIfAbsent("commitment", "p-" + UUID.randomUUID().toString().substring(0, 13));
        }
        return form.with(values, UUID.randomUUID().toString(), form.current());
    }

    /// As it came back.
    static FilledForm sent(Ledger ledger, HttpServletRequest request) {
        Reading reading = Reading.ofLog(ledger, PageTime.Asked.NOW);
        Visitor visitor = Visitor.of(request);
        FactType type = RecordPages.type(request.getParameter("type"));
        String commitment = type == FactType.MADE ? null : request.getParameter("commitment");
        if (type != FactType.MADE && (commitment == null || commitment.isBlank())) {
            throw new BadParameter("commitment", "missing", "name the promise, like ?commitment=order-10248&type=met");
        }
        List<StoredFact> stored = commitment != null && Ids.isPossible(commitment)
                ? ledger.commitments().facts(commitment)
                : List.of();
        FoldedCommitment folded = stored.isEmpty() ? null : FoldedCommitment.of(ledger.tenant(), stored);
        List<CommitmentEvent> events = folded == null ? List.of() : folded.events();
        String targetId = request.getParameter("target");
        CommitmentEvent target = events.stream()
                .filter(event -> event.envelope().factId().equals(targetId))
                .findFirst()
                .orElse(null);
        FactForm form = FactForm.of(
                type,
                events.stream()
                        .filter(FilledForm::isReport)
                        .map(FilledForm::choice)
                        .toList(),
                target == null || type != FactType.CORRECTED ? List.of() : CorrectionForm.of(target));
        Map<String, String> values = new LinkedHashMap<>();
        for (FactForm.Field field : form.fields()) {
            String value = request.getParameter(field.name());
            if (value != null) {
                values.put(field.name(), value);
            }
        }
        if (visitor.kind() == Visitor.Kind.PERSON) {
            values.put("actor", visitor.subject());
        }
        Optional<CommitmentView> view = folded == null
                ? Optional.empty()
                : folded.at(reading.at().asOfSeconds(), reading.at().knownAtSeconds());
        return new FilledForm(
                reading,
                visitor,
                form,
                commitment,
                view.orElse(null),
                target,
                values,
                key(request.getParameter("key")),
                version(request.getParameter("version")),
                request.getParameter("recorded"));
    }

    private static boolean isReport(CommitmentEvent event) {
        return event.type() != FactType.CORRECTED && event.type() != FactType.CONFIRMED;
    }

    private static FactForm.Choice choice(CommitmentEvent event) {
        return new FactForm.Choice(
                event.envelope().factId(),
                Words.of(event) + ", " + Moment.of(event.envelope().at()).text());
    }

    private static String key(@Nullable String given) {
        return given == null || !given.matches("[A-Za-z0-9-]{8," + MAX_KEY + "}")
                ? UUID.randomUUID().toString()
                : given;
    }

    private static @Nullable Integer version(@Nullable String given) {
        return given == null || !given.matches("[0-9]{1,9}") ? null : Integer.valueOf(given);
    }

    private @Nullable Integer current() {
        return view == null ? null : view.facts();
    }

    private FilledForm with(Map<String, String> filled, String formKey, @Nullable Integer seen) {
        return new FilledForm(reading, visitor, form, commitment, view, target, filled, formKey, seen, recorded);
    }

    /// The same with a new key: sent again, it records one more fact.
    FilledForm renewed() {
        return with(values, UUID.randomUUID().toString(), current());
    }

    /// The same for the commitment as it is now.
    FilledForm caughtUp() {
        return with(values, key, current());
    }

    /// The same with these fields filled in.
    FilledForm filledWith(Map<String, String> fields) {
        Map<String, String> filled = new LinkedHashMap<>(values);
        filled.putAll(fields);
        return with(filled, key, version);
    }

    PageTime time() {
        return reading.time();
    }

    boolean mayRead() {
        return visitor.may(Role.READER) || visitor.may(Role.AUDITOR) || visitor.may(Role.ADMIN);
    }

    /// @param quick null but for a new promise
    RecordPage page(List<RecordPage.Problem> problems, @Nullable QuickEntry quick) {
        boolean correction = form.type() == FactType.CORRECTED && target != null;
        List<RecordPage.Target> targets = form.type() == FactType.CORRECTED && target == null ? targets() : List.of();
        return new RecordPage(
                reading.frame(FactForm.title(form.type()), self()),
                FactForm.title(form.type()),
                form.help(),
                form.type().wireName(),
                view == null || !mayRead() ? null : RecordPage.About.of(view, time()),
                commitment,
                correction && target != null ? choice(target).words() : null,
                correction && target != null ? target.envelope().factId() : null,
                targets,
                RecordPage.inputs(form, values, problems, visitor).stream()
                        .filter(input -> !correction || !input.field().name().equals("target"))
                        .toList(),
                RecordPage.general(form, problems),
                Acts.closed(time(), visitor),
                key,
                version == null ? null : version.toString(),
                recorded == null ? null : "Recorded as fact " + recorded + ".",
                quick);
    }

    private List<RecordPage.Target> targets() {
        return form.fields().stream()
                .filter(field -> field.name().equals("target"))
                .flatMap(field -> field.choices().stream())
                .map(choice -> new RecordPage.Target(
                        choice.words(), self().with("target", choice.value()).href(time())))
                .toList();
    }

    private Address self() {
        return Address.of("record")
                .with("commitment", commitment)
                .with("type", form.type().wireName());
    }
}
