package dev.kept.app.rest;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.domain.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which due dates are to be moved to where a calendar puts them now, and as what: a correction says that the calendar
/// was wrong, a renegotiation that the other side agreed.
///
/// @param version the version of the calendar that the caller has seen; null if it does not care
record RecalculationOrder(
        List<String> commitments,
        As as,
        @Nullable Integer version,
        Party by,
        Party askedBy,
        @Nullable String actor,
        @Nullable Evidence evidence,
        @Nullable String evidenceRef,
        @Nullable String reason) {
    private static final Set<String> NAMES =
            Set.of("commitments", "as", "version", "by", "askedBy", "actor", "evidence", "evidenceRef", "reason");
    private static final int MAX_TEXT = 4_096;

    enum As {
        CORRECTED,
        RENEGOTIATED
    }

    static RecalculationOrder read(JsonValue body, int max) {
        if (!(body instanceof JsonValue.JsonObject object)) {
            throw Bodies.malformed("the body is no object");
        }
        for (String name : object.members().keySet()) {
            if (!NAMES.contains(name)) {
                throw bad(name, name, "unknown field", "use one of: " + String.join(", ", new TreeSet<>(NAMES)));
            }
        }
        As as = choice(object, "as", As.class, null);
        Party by = choice(object, "by", Party.class, Party.PROMISOR);
        Party askedBy = choice(object, "askedBy", Party.class, Party.PROMISOR);
        String evidenceName = text(object, "evidence");
        Evidence evidence = evidenceName == null ? null : choice(object, "evidence", Evidence.class, null);
        String evidenceRef = text(object, "evidenceRef");
        if (as == As.RENEGOTIATED
                && by != Party.PROMISEE
                && evidenceRef == null
                && (evidence == null || evidence == Evidence.SELF)) {
            throw bad(
                    "evidenceRef",
                    null,
                    "a renegotiation needs the other side's consent",
                    "say where it lies (\"evidenceRef\": \"mail 4711\"), or send \"by\": \"promisee\"");
        }
        return new RecalculationOrder(
                commitments(object, max),
                as,
                version(object),
                by,
                askedBy,
                text(object, "actor"),
                evidence,
                evidenceRef,
                text(object, "reason"));
    }

    private static List<String> commitments(JsonValue.JsonObject object, int max) {
        Set<String> names = new LinkedHashSet<>();
        if (object.get("commitments") instanceof JsonValue.JsonArray(List<JsonValue> items)) {
            for (JsonValue item : items) {
                if (!(item instanceof JsonValue.JsonText(String name)) || name.isBlank()) {
                    throw bad("commitments", null, "no list of names", "write [\"answer-1\",\"answer-2\"]");
                }
                names.add(name);
            }
        }
        if (names.isEmpty() || names.size() > max) {
            throw bad(
                    "commitments",
                    Integer.toString(names.size()),
                    "1 to " + max + " commitments are moved at a time",
                    "list them, as GET shows them");
        }
        return new ArrayList<>(names);
    }

    private static @Nullable Integer version(JsonValue.JsonObject object) {
        return switch (object.get("version")) {
            case null -> null;
            case JsonValue.JsonNumber(String number) when number.matches("[0-9]{1,9}") -> Integer.valueOf(number);
            case JsonValue _ -> throw bad("version", null, "no version", "write the number that GET shows, like 3");
        };
    }

    private static @Nullable String text(JsonValue.JsonObject object, String name) {
        return switch (object.get(name)) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonText(String text) when !text.isBlank() && text.length() <= MAX_TEXT -> text;
            case JsonValue _ ->
                throw bad(name, null, "no text of 1 to " + MAX_TEXT + " characters", "write it in quotes");
        };
    }

    private static <E extends Enum<E>> E choice(
            JsonValue.JsonObject object, String name, Class<E> type, @Nullable E otherwise) {
        String text = text(object, name);
        if (text == null && otherwise != null) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(String.valueOf(text))) {
                return constant;
            }
        }
        List<String> all = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            all.add(constant.name().toLowerCase(Locale.ROOT));
        }
        throw bad(
                name, text, text == null ? "it is missing" : "unknown value", "use one of: " + String.join(", ", all));
    }

    private static ProblemException bad(String field, @Nullable String value, String why, String fix) {
        return new ProblemException(new Problem(422, "BAD_FIELD", field + ": " + why, field, value, fix));
    }
}
