package dev.kept.app.dashboard;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Direction;
import dev.kept.domain.commitment.Events;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a fact says beside who, when and how well proven, taken from its line member by member, so that nothing it
/// says is left out, whatever its line holds. Trace ids stand in the line alone.
final class FactContent {
    private static final Set<String> SHOWN_ELSEWHERE = Set.of(
            "type",
            "commitment",
            "at",
            "by",
            "actor",
            "evidence",
            "evidenceRef",
            "recordedAt",
            "source",
            "id",
            "correlationId",
            "causationId",
            "currency",
            "target",
            "with",
            "strike");
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("customer", "Customer"),
            Map.entry("direction", "Direction"),
            Map.entry("promisor", "Promisor"),
            Map.entry("kind", "Kind"),
            Map.entry("statement", "Statement"),
            Map.entry("due", "Due"),
            Map.entry("newDue", "New due"),
            Map.entry("tier", "Importance"),
            Map.entry("amount", "Amount"),
            Map.entry("currency", "Currency"),
            Map.entry("quantity", "Quantity"),
            Map.entry("unit", "Unit"),
            Map.entry("fraction", "Share delivered"),
            Map.entry("parent", "Part of"),
            Map.entry("series", "Series"),
            Map.entry("cause", "Cause"),
            Map.entry("askedBy", "Asked for by"),
            Map.entry("told", "What was told"),
            Map.entry("confirmedUnnoticed", "Confirmed as unnoticed"),
            Map.entry("remedy", "Remedy"),
            Map.entry("value", "Value"),
            Map.entry("claim", "Claim"),
            Map.entry("finding", "Finding"),
            Map.entry("reason", "Reason"),
            Map.entry("at", "Happened"),
            Map.entry("by", "Said by"),
            Map.entry("evidence", "Evidence"),
            Map.entry("evidenceRef", "Evidence reference"),
            Map.entry("type", "Type"));

    private FactContent() {}

    record Detail(String label, String value) {
        private static final int LONG = 36;

        public boolean isLong() {
            return value.length() > LONG;
        }
    }

    /// @param before null where the field was empty
    record Change(String label, @Nullable String before, String after) {}

    /// The fact line as its source would send it.
    static String line(CommitmentEvent event) {
        return new String(FactLineWriter.line(Events.command(event)), StandardCharsets.UTF_8);
    }

    static List<Detail> details(CommitmentEvent event) {
        List<Detail> details = new ArrayList<>();
        Map<String, JsonValue> members = members(event);
        members.forEach((name, value) -> {
            if (name.equals("attributes") && value instanceof JsonValue.JsonObject(var attributes)) {
                attributes.forEach((attribute, text) -> details.add(new Detail(attribute, text(text))));
            } else if (!SHOWN_ELSEWHERE.contains(name)) {
                details.add(new Detail(label(name), text(name, value, members)));
            }
        });
        ResolvedDue due = due(event);
        if (due != null && !(due.form() instanceof Due.At)) {
            details.add(new Detail("Due resolved to", Moment.of(due.due()).text()));
        }
        return details;
    }

    /// Those of these fields that the fact says.
    static List<Detail> details(CommitmentEvent event, Set<String> names) {
        List<Detail> details = new ArrayList<>();
        Map<String, JsonValue> members = members(event);
        members.forEach((name, value) -> {
            if (names.contains(name)) {
                details.add(new Detail(label(name), text(name, value, members)));
            }
        });
        return details;
    }

    /// What a correction puts in place of what its target says, field by field.
    static List<Change> changes(CommitmentEvent target, CommitmentEvent.FactCorrected correction) {
        Replacement with = correction.with();
        if (with == null || !(members(correction).get("with") instanceof JsonValue.JsonObject(var fields))) {
            return List.of();
        }
        Map<String, JsonValue> before = members(target);
        List<Change> changes = new ArrayList<>();
        fields.forEach((name, value) -> {
            JsonValue old = before.get(name);
            changes.add(new Change(
                    label(name), old == null ? null : text(name, old, Map.of()), text(name, value, Map.of())));
        });
        return changes;
    }

    /// What a fact says, by the names of its fields, as the pages write it.
    static Map<String, String> said(CommitmentEvent event) {
        Map<String, JsonValue> members = members(event);
        Map<String, String> said = new LinkedHashMap<>();
        members.forEach((name, value) -> said.put(name, text(name, value, Map.of())));
        return said;
    }

    private static @Nullable ResolvedDue due(CommitmentEvent event) {
        return switch (event) {
            case CommitmentEvent.CommitmentMade made -> made.terms().due();
            case CommitmentEvent.ExtensionRequested extension -> extension.due();
            case CommitmentEvent.CommitmentRenegotiated renegotiated -> renegotiated.newDue();
            case CommitmentEvent.CommitmentMet _,
                    CommitmentEvent.CommitmentPartlyMet _,
                    CommitmentEvent.CommitmentMissed _,
                    CommitmentEvent.CommitmentWithdrawn _,
                    CommitmentEvent.CommitmentReleased _,
                    CommitmentEvent.ProblemDisclosed _,
                    CommitmentEvent.ProblemNoticed _,
                    CommitmentEvent.RemedyGiven _,
                    CommitmentEvent.CommitmentDisputed _,
                    CommitmentEvent.DisputeResolved _,
                    CommitmentEvent.FactConfirmed _,
                    CommitmentEvent.FactCorrected _,
                    CommitmentEvent.CommitmentVoided _ -> null;
        };
    }

    private static Map<String, JsonValue> members(CommitmentEvent event) {
        JsonValue line = JsonReader.readTrusted(FactLineWriter.line(Events.command(event)));
        if (line instanceof JsonValue.JsonObject(var members)) {
            return members;
        }
        throw new IllegalStateException("a fact line is an object, got " + line.kind());
    }

    private static String label(String name) {
        return LABELS.getOrDefault(name, name);
    }

    /// Times read like those elsewhere on the page, amounts with their currency, constants as words.
    private static String text(String name, JsonValue value, Map<String, JsonValue> members) {
        String text = text(value);
        return switch (name) {
            case "at", "due", "newDue" -> value instanceof JsonValue.JsonText ? moment(text) : text;
            case "amount", "value" ->
                members.get("currency") instanceof JsonValue.JsonText(String currency) ? text + " " + currency : text;
            case "direction" -> Words.of(Direction.valueOf(text));
            case "finding" -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }

    private static String moment(String iso) {
        return Moment.of(Instant.parse(iso)).text();
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonValue.JsonText(String text) -> text;
            case JsonValue.JsonNumber(String text) -> text;
            case JsonValue.JsonBoolean(boolean yes) -> yes ? "yes" : "no";
            case JsonValue.JsonObject(var members) ->
                members.entrySet().stream()
                        .map(member -> member.getKey() + " " + text(member.getValue()))
                        .collect(Collectors.joining(", "));
            case JsonValue.JsonArray _, JsonValue.JsonNull _ -> JsonWriter.text(value);
        };
    }
}
