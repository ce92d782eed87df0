package dev.kept.domain.line;

import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.RefusalCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The fields a fact line may have, by type of fact. A near miss of a known name is refused: it is a typo whose meaning
/// would be lost.
final class FieldNames {
    private static final Set<String> ENVELOPE = Set.of(
            "type",
            "commitment",
            "at",
            "recordedAt",
            "by",
            "actor",
            "evidence",
            "evidenceRef",
            "source",
            "id",
            "correlationId",
            "causationId");
    private static final Map<FactType, Set<String>> CONTENT = content();
    private static final Set<String> KNOWN = Stream.concat(
                    ENVELOPE.stream(), CONTENT.values().stream().flatMap(Set::stream))
            .collect(Collectors.toUnmodifiableSet());
    /// What would make another fact of it: kept beside a type that has no such field, it would be misread.
    private static final Set<String> DECISIVE =
            Set.of("newDue", "fraction", "askedBy", "confirmedUnnoticed", "finding", "target", "with", "strike");
    private static final Set<String> PATCHABLE = Set.of(
            "type",
            "at",
            "by",
            "evidence",
            "evidenceRef",
            "customer",
            "direction",
            "promisor",
            "kind",
            "statement",
            "due",
            "newDue",
            "tier",
            "amount",
            "currency",
            "fraction",
            "quantity",
            "unit",
            "askedBy",
            "finding",
            "confirmedUnnoticed");
    private static final int LONG = 6;

    private FieldNames() {}

    private static Map<FactType, Set<String>> content() {
        Map<FactType, Set<String>> content = new EnumMap<>(FactType.class);
        for (FactType type : FactType.values()) {
            content.put(
                    type,
                    switch (type) {
                        case MADE ->
                            Set.of(
                                    "customer",
                                    "direction",
                                    "promisor",
                                    "kind",
                                    "statement",
                                    "due",
                                    "tier",
                                    "amount",
                                    "currency",
                                    "quantity",
                                    "unit",
                                    "parent",
                                    "series",
                                    "attributes");
                        case MET, NOTICED -> Set.of();
                        case PARTLY_MET -> Set.of("fraction", "quantity", "unit");
                        case MISSED -> Set.of("cause");
                        case EXTENSION_REQUESTED -> Set.of("due", "newDue");
                        case RENEGOTIATED -> Set.of("due", "newDue", "askedBy");
                        case WITHDRAWN, RELEASED, VOIDED -> Set.of("reason");
                        case DISCLOSED -> Set.of("told", "confirmedUnnoticed");
                        case MADE_GOOD -> Set.of("remedy", "value", "currency");
                        case DISPUTED -> Set.of("claim");
                        case RESOLVED -> Set.of("finding", "reason");
                        case CONFIRMED -> Set.of("target", "reason");
                        case CORRECTED -> Set.of("target", "with", "strike", "reason");
                    });
        }
        return content;
    }

    static Set<String> known() {
        return KNOWN;
    }

    /// Whether facts of any type have a field of this name.
    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    /// Whether facts of this type have a field of this name.
    static boolean isOf(FactType type, String name) {
        return ENVELOPE.contains(name)
                || Objects.requireNonNull(CONTENT.get(type)).contains(name);
    }

    static boolean isDecisive(String name) {
        return DECISIVE.contains(name);
    }

    static List<String> typesWith(String name) {
        return Arrays.stream(FactType.values())
                .filter(type -> isOf(type, name))
                .map(FactType::wireName)
                .toList();
    }

    static void refuseTypos(Fields fields) {
        for (String name : fields.members().keySet()) {
            if (!KNOWN.contains(name)) {
                for (String known : KNOWN) {
                    if (isNear(name, known)) {
                        throw fields.fault(
                                RefusalCode.UNKNOWN_FIELD,
                                name,
                                "unknown field " + name,
                                "write \"" + known + "\" if that is meant, or give it a name less alike");
                    }
                }
            }
        }
    }

    static void refuseUnknownInPatch(Fields with) {
        for (String name : with.members().keySet()) {
            if (!PATCHABLE.contains(name)) {
                throw with.fault(
                        RefusalCode.BAD_CORRECTION,
                        name,
                        "the field " + name + " cannot be corrected",
                        "correct one of: "
                                + String.join(", ", PATCHABLE.stream().sorted().toList()));
            }
            if (!with.has(name)) {
                throw with.fault(
                        RefusalCode.BAD_CORRECTION,
                        name,
                        "a correction replaces a value, and null is none",
                        "leave the field out to keep it as it is; to take a fact back, send \"strike\": true");
            }
        }
        if (with.members().isEmpty()) {
            throw new LineFault(
                    RefusalCode.BAD_CORRECTION,
                    "with",
                    "{}",
                    "the correction changes nothing",
                    "give the fields to replace, like {\"at\":\"2026-11-30T17:00:00Z\"}");
        }
    }

    /// Two letters swapped, or only the case, underscores or hyphens differ; in longer names also one letter added,
    /// lost or changed after the first. Short names are too close to honest words for that: a told to a cold.
    static boolean isNear(String name, String known) {
        if (name.replace("_", "").replace("-", "").equalsIgnoreCase(known)) {
            return true;
        }
        int start = 0;
        int shorter = Math.min(name.length(), known.length());
        while (start < shorter && name.charAt(start) == known.charAt(start)) {
            start++;
        }
        String restOfName = name.substring(start);
        String restOfKnown = known.substring(start);
        if (start == 0 || isSwapped(restOfName, restOfKnown)) {
            return start > 0;
        }
        return known.length() >= LONG
                && switch (restOfName.length() - restOfKnown.length()) {
                    case 0 -> restOfName.substring(1).equals(restOfKnown.substring(1));
                    case 1 -> restOfName.substring(1).equals(restOfKnown);
                    case -1 -> restOfKnown.substring(1).equals(restOfName);
                    default -> false;
                };
    }

    private static boolean isSwapped(String one, String other) {
        return one.length() > 1
                && one.length() == other.length()
                && one.charAt(0) == other.charAt(1)
                && one.charAt(1) == other.charAt(0)
                && one.substring(2).equals(other.substring(2));
    }
}
