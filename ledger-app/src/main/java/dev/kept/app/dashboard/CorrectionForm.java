package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.app.dashboard.FactForm.Field;
import dev.kept.app.dashboard.FactForm.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The fields of a correction: those of the fact that it corrects, each with what stands recorded.
final class CorrectionForm {
    private static final Set<String> NOT_REPLACED = Set.of("commitment");

    private CorrectionForm() {}

    static List<Field> of(CommitmentEvent target) {
        Map<String, String> said = FactContent.said(target);
        List<Field> fields = new ArrayList<>();
        for (Field field : own(target.type())) {
            if (!NOT_REPLACED.contains(field.name())) {
                fields.add(replacing(field, said));
            }
        }
        return List.copyOf(fields);
    }

    private static Field replacing(Field field, Map<String, String> said) {
        String now = said.get(field.name());
        String hint = now == null ? "nothing is recorded" : "recorded: " + now;
        return new Field("with." + field.name(), field.label(), field.kind(), false, hint, field.choices());
    }

    private static List<Field> own(FactType type) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("at", "When it happened", Kind.TIME));
        switch (type) {
            case MADE -> fields.addAll(FactForm.terms());
            case PARTLY_MET -> {
                fields.add(Field.of("fraction", "Share delivered so far", Kind.TEXT));
                fields.add(Field.of("quantity", "Quantity delivered so far", Kind.TEXT));
                fields.add(Field.of("unit", "Unit", Kind.TEXT));
            }
            case EXTENSION_REQUESTED, RENEGOTIATED -> fields.add(Field.of("newDue", "New due date", Kind.DUE));
            case RESOLVED ->
                fields.add(Field.of("finding", "Finding", Kind.CHOICE)
                        .among(FactForm.choices(
                                Finding.values(), one -> one.name().toLowerCase(Locale.ROOT))));
            case DISCLOSED ->
                fields.add(
                        Field.of("confirmedUnnoticed", "The other side confirms that it had not noticed", Kind.CHECK));
            case MET, MISSED, WITHDRAWN, RELEASED, NOTICED, MADE_GOOD, DISPUTED, CONFIRMED, CORRECTED, VOIDED -> {}
        }
        fields.add(Field.of("by", "Who said so", Kind.CHOICE).among(FactForm.choices(Party.values(), Words::of)));
        return fields;
    }
}
