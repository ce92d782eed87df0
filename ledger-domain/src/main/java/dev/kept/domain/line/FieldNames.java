package dev.kept.domain.line;

import dev.kept.domain.commitment.RefusalCode;
import java.util.Set;

/// The fields a fact line may have. A near miss of a known name is refused: it is a typo whose meaning would be lost.
final class FieldNames {
    private static final Set<String> KNOWN = Set.of(
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
            "causationId",
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
            "quantity",
            "unit",
            "parent",
            "series",
            "attributes",
            "fraction",
            "cause",
            "askedBy",
            "reason",
            "told",
            "confirmedUnnoticed",
            "remedy",
            "value",
            "claim",
            "finding",
            "target",
            "with",
            "strike");
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
    private static final int MIN_LENGTH = 4;

    private FieldNames() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name);
    }

    static void refuseTypos(Set<String> names) {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                for (String known : KNOWN) {
                    if (isNear(name, known)) {
                        throw new LineFault(
                                RefusalCode.UNKNOWN_FIELD,
                                name,
                                null,
                                "unknown field " + name,
                                "write \"" + known + "\" if that is meant, or put it into \"attributes\"");
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

    /// One letter added, lost or changed, two letters swapped, or only the case or underscores differ.
    static boolean isNear(String name, String known) {
        if (name.replace("_", "").replace("-", "").equalsIgnoreCase(known)) {
            return true;
        }
        if (known.length() < MIN_LENGTH || Math.abs(name.length() - known.length()) > 1) {
            return false;
        }
        int start = 0;
        int shorter = Math.min(name.length(), known.length());
        while (start < shorter && name.charAt(start) == known.charAt(start)) {
            start++;
        }
        String restOfName = name.substring(start);
        String restOfKnown = known.substring(start);
        if (restOfName.length() == restOfKnown.length()) {
            boolean changed = restOfName.substring(1).equals(restOfKnown.substring(1));
            boolean swapped = restOfName.length() > 1
                    && restOfName.charAt(0) == restOfKnown.charAt(1)
                    && restOfName.charAt(1) == restOfKnown.charAt(0)
                    && restOfName.substring(2).equals(restOfKnown.substring(2));
            return changed || swapped;
        }
        return restOfName.length() > restOfKnown.length()
                ? restOfName.substring(1).equals(restOfKnown)
                : restOfKnown.substring(1).equals(restOfName);
    }
}
