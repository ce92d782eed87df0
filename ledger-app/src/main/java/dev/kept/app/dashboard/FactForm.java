package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The form of one type of fact: which fields it has, in words.
///
/// @param title what recording it does
/// @param help what it means, where that is easily mistaken
record FactForm(FactType type, String title, @Nullable String help, List<Field> fields) {
    /// The field that says where the times of a form are; at first, where the page is read.
    static final String ZONE = "timezone";

    /// How a field is filled in.
    enum Kind {
        TEXT,
        LONG,
        /// A date and time.
        TIME,
        /// A date, or a date and time.
        DUE,
        CHOICE,
        CHECK
    }

    /// @param name as in the fact line; a dot stands for a member of a member
    record Field(
            String name,
            String label,
            Kind kind,
            boolean required,
            @Nullable String hint,
            List<Choice> choices) {
        static Field of(String name, String label, Kind kind) {
            return new Field(name, label, kind, false, null, List.of());
        }

        Field must() {
            return new Field(name, label, kind, true, hint, choices);
        }

        Field hint(String words) {
            return new Field(name, label, kind, required, words, choices);
        }

        Field among(List<Choice> all) {
            return new Field(name, label, Kind.CHOICE, required, hint, all);
        }
    }

    /// One option of a field.
    record Choice(String value, String words) {}

    private static final String DUE_HINT = "a date, which is its end, or a date and time, like 2026-11-30 17:00";
    private static final Choice NOT_SAID = new Choice("", "not said");

    /// @param targets the facts that a correction or a confirmation may speak of
    static FactForm of(FactType type, List<Choice> targets, List<Field> corrections) {
        List<Field> fields = new ArrayList<>(content(type, targets, corrections));
        fields.addAll(envelope(type));
        return new FactForm(type, title(type), help(type), List.copyOf(fields));
    }

    private static List<Field> content(FactType type, List<Choice> targets, List<Field> corrections) {
        Field reason = Field.of("reason", "Reason", Kind.LONG);
        return switch (type) {
            case MADE -> terms();
            case MET, NOTICED -> List.of();
            case PARTLY_MET ->
                List.of(
                        Field.of("fraction", "Share delivered so far", Kind.TEXT)
                                .hint("like 0.6; or give a quantity"),
                        Field.of("quantity", "Quantity delivered so far", Kind.TEXT),
                        Field.of("unit", "Unit", Kind.TEXT));
            case MISSED ->
                List.of(Field.of("cause", "Cause", Kind.CHOICE).among(choices(MissCause.values(), FactForm::lower)));
            case EXTENSION_REQUESTED -> newDue();
            case RENEGOTIATED -> {
                List<Field> fields = new ArrayList<>(newDue());
                fields.add(Field.of("askedBy", "Who asked for it", Kind.CHOICE)
                        .among(choices(new Party[] {Party.PROMISOR, Party.PROMISEE}, Words::of)));
                yield fields;
            }
            case WITHDRAWN, RELEASED -> List.of(reason);
            case DISCLOSED ->
                List.of(
                        Field.of("told", "What was told", Kind.LONG),
                        Field.of("confirmedUnnoticed", "The other side confirms that it had not noticed", Kind.CHECK));
            case MADE_GOOD ->
                List.of(
                        Field.of("remedy", "Remedy", Kind.LONG),
                        Field.of("value", "Its value", Kind.TEXT).hint("like 25.00"),
                        Field.of("currency", "Currency", Kind.TEXT).hint("like EUR"));
            case DISPUTED -> List.of(Field.of("claim", "Claim", Kind.LONG));
            case RESOLVED ->
                List.of(
                        Field.of("finding", "Finding", Kind.CHOICE)
                                .among(List.of(
                                        new Choice("", "choose"),
                                        new Choice("UPHELD", "upheld: the claim is right"),
                                        new Choice("REJECTED", "rejected: the claim is wrong")))
                                .must(),
                        reason.must());
            case CONFIRMED ->
                List.of(
                        Field.of("target", "Fact that is confirmed", Kind.CHOICE)
                                .among(targets)
                                .must(),
                        reason);
            case CORRECTED -> {
                List<Field> fields = new ArrayList<>();
                fields.add(Field.of("target", "Fact that is wrong", Kind.CHOICE)
                        .among(targets)
                        .must());
                fields.add(Field.of("strike", "Strike it out: it should not have been recorded at all", Kind.CHECK));
                fields.addAll(corrections);
                fields.add(reason.must());
                yield fields;
            }
            case VOIDED -> List.of(reason.must());
        };
    }

    static List<Field> terms() {
        return List.of(
                Field.of("customer", "Customer", Kind.TEXT).must(),
                Field.of("statement", "What is promised", Kind.LONG),
                Field.of("due", "Due", Kind.DUE).must().hint(DUE_HINT),
                Field.of("direction", "Who promises", Kind.CHOICE).among(choices(Direction.values(), Words::of)),
                Field.of("promisor", "Promisor", Kind.TEXT)
                        .hint("a person, a team, a supplier; empty for us as a whole"),
                Field.of("kind", "Kind", Kind.TEXT).hint("like quote, delivery, call-back"),
                Field.of("tier", "Importance", Kind.CHOICE).among(choices(Tier.values(), FactForm::lower)),
                Field.of("amount", "Amount", Kind.TEXT).hint("like 440.00, where money tells the importance"),
                Field.of("currency", "Currency", Kind.TEXT).hint("like EUR"),
                Field.of("commitment", "Your reference", Kind.TEXT).must().hint("names this promise for ever"));
    }

    private static List<Field> newDue() {
        return List.of(Field.of("newDue", "New due date", Kind.DUE).must().hint(DUE_HINT));
    }

    private static List<Field> envelope(FactType type) {
        boolean reasoned = type == FactType.CORRECTED || type == FactType.RESOLVED || type == FactType.VOIDED;
        Field actor = Field.of("actor", "Who records it", Kind.TEXT);
        Field evidence = Field.of("evidence", "Evidence", Kind.CHOICE).among(choices(Evidence.values(), Words::of));
        return List.of(
                Field.of("at", "When it happened", Kind.TIME).hint("like 2026-11-30 17:00; empty for now"),
                Field.of(ZONE, "Time zone of the times in this form", Kind.TEXT).hint("like Europe/Berlin"),
                Field.of("by", "Who says so", Kind.CHOICE).among(choices(Party.values(), Words::of)),
                reasoned ? actor.must() : actor,
                reasoned ? evidence.must() : evidence,
                Field.of("evidenceRef", "Where the evidence is", Kind.TEXT).hint("a link, a number, a quotation"));
    }

    static <E extends Enum<E>> List<Choice> choices(E[] constants, Function<E, String> words) {
        List<Choice> choices = new ArrayList<>();
        choices.add(NOT_SAID);
        Arrays.stream(constants).forEach(one -> choices.add(new Choice(one.name(), words.apply(one))));
        return choices;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String title(FactType type) {
        return switch (type) {
            case MADE -> "New promise";
            case MET -> "Met";
            case PARTLY_MET -> "Partly met";
            case MISSED -> "Missed";
            case EXTENSION_REQUESTED -> "Ask for more time";
            case RENEGOTIATED -> "Renegotiate";
            case WITHDRAWN -> "Withdraw";
            case RELEASED -> "Release";
            case DISCLOSED -> "Disclose a problem";
            case NOTICED -> "They noticed";
            case MADE_GOOD -> "Make good";
            case DISPUTED -> "Dispute";
            case RESOLVED -> "Resolve the dispute";
            case CONFIRMED -> "Confirm a fact";
            case CORRECTED -> "Correct a fact";
            case VOIDED -> "Void";
        };
    }

    private static @Nullable String help(FactType type) {
        return switch (type) {
            case RENEGOTIATED ->
                "Both sides have agreed on a new due date: the other side says so, or its consent is the evidence"
                        + " (confirmed). Without that, it is recorded as a request for more time.";
            case WITHDRAWN -> "The promise is taken back. By the promisor that counts as a miss with warning.";
            case RELEASED ->
                "The promisee lets the promisor off. Only the promisee can say so, or an operator who gives"
                        + " name and evidence.";
            case DISCLOSED ->
                "We told the other side before, or after, it noticed; the order is what honesty is" + " measured by.";
            case MADE_GOOD -> "The promise was broken and is being repaired. A wrong record is corrected instead.";
            case CORRECTED ->
                "An earlier fact was recorded wrongly. Both stay readable. A broken promise that is being"
                        + " repaired is made good instead.";
            case VOIDED -> "The promise never existed: it was recorded by mistake.";
            default -> null;
        };
    }

    /// Who usually says this.
    static Party usualParty(FactType type) {
        return switch (type) {
            case RELEASED, DISPUTED, CONFIRMED, NOTICED -> Party.PROMISEE;
            default -> Party.PROMISOR;
        };
    }
}
