package dev.kept.app.dashboard;

import dev.kept.app.support.access.Visitor;
import dev.kept.domain.commitment.Refusal;
import dev.kept.projections.commitment.CommitmentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The form that records one fact, filled in as far as it was, with what is wrong beside the field.
///
/// @param about the promise; null for a new one, and for whoever may not read it
/// @param target the fact that is corrected, in words; null where none is chosen
/// @param targets the facts that could be corrected, where none is chosen yet
/// @param problems what is wrong with no field in particular
/// @param key makes sending the form twice record one fact
/// @param version of the commitment that the form was made for
/// @param quick a promise in one's own words; null but for a new promise
/// @param done what was recorded just now; null for a form that was not sent yet
record RecordPage(
        Frame frame,
        String title,
        @Nullable String help,
        String type,
        @Nullable About about,
        @Nullable String commitment,
        @Nullable String target,
        @Nullable String targetId,
        List<Target> targets,
        List<Input> inputs,
        List<Problem> problems,
        @Nullable String closed,
        String key,
        @Nullable String version,
        @Nullable String done,
        @Nullable QuickEntry quick) {

    /// What a person sees of the promise while they fill in the form.
    record About(
            String href,
            String label,
            Mark outcome,
            @Nullable Moment due,
            PromiseRow.@Nullable Named customer) {
        static About of(CommitmentView view, PageTime time) {
            String statement = view.statement();
            String kind = view.standing().kind();
            return new About(
                    Address.commitment(view.commitment()).href(time),
                    statement != null ? statement : kind != null ? kind : view.commitment(),
                    Mark.ofOutcome(view.standing()),
                    Moment.ofSeconds(view.standing().due()),
                    PromiseRow.customer(view.standing(), time));
        }
    }

    /// A fact to choose, in words.
    record Target(String words, String href) {}

    /// What is wrong: the ledger's own words.
    record Problem(String field, @Nullable String value, String message, String fix) {
        static Problem of(Refusal refusal) {
            return new Problem(refusal.field(), refusal.value(), refusal.message(), refusal.fix());
        }
    }

    /// One field as it stands.
    record Input(
            String id,
            FactForm.Field field,
            String kind,
            String value,
            boolean locked,
            @Nullable Problem problem) {}

    static List<Input> inputs(FactForm form, Map<String, String> filled, List<Problem> problems, Visitor visitor) {
        List<Input> inputs = new ArrayList<>();
        for (FactForm.Field field : form.fields()) {
            boolean locked = field.name().equals("actor") && visitor.kind() == Visitor.Kind.PERSON;
            inputs.add(new Input(
                    "field-" + field.name().replace('.', '-'),
                    field,
                    field.kind().name().toLowerCase(Locale.ROOT),
                    filled.getOrDefault(field.name(), ""),
                    locked,
                    problems.stream()
                            .filter(problem -> isOf(problem.field(), field.name()))
                            .findFirst()
                            .orElse(null)));
        }
        return inputs;
    }

    /// Problems that no field of the form is to blame for.
    static List<Problem> general(FactForm form, List<Problem> problems) {
        return problems.stream()
                .filter(problem -> form.fields().stream().noneMatch(field -> isOf(problem.field(), field.name())))
                .toList();
    }

    /// A due date is one field of the form, and refused by its members.
    private static boolean isOf(String refused, String field) {
        if (refused.endsWith(".zone")) {
            return field.equals(FactForm.ZONE);
        }
        return refused.equals(field) || refused.startsWith(field + ".") && !field.equals("with");
    }
}
