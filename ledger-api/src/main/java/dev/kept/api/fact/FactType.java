package dev.kept.api.fact;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The sixteen types of fact, with the name each has in fact lines, CloudEvents and the offline score format.
public enum FactType {
    MADE("made", "made"),
    MET("met", "met"),
    PARTLY_MET("partly_met", "partial"),
    MISSED("missed", "missed"),
    EXTENSION_REQUESTED("extension_requested", "extensionRequested"),
    RENEGOTIATED("renegotiated", "renegotiated"),
    WITHDRAWN("withdrawn", "withdrawn"),
    RELEASED("released", "released"),
    DISCLOSED("disclosed", "disclosed"),
    NOTICED("noticed", "noticed"),
    MADE_GOOD("made_good", "madeGood"),
    DISPUTED("disputed", "disputed"),
    RESOLVED("resolved", "resolved"),
    CONFIRMED("confirmed", "confirmed"),
    CORRECTED("corrected", "corrected"),
    VOIDED("voided", "voided");

    private static final Map<String, FactType> BY_WIRE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(FactType::wireName, Function.identity()));
    private static final Map<String, FactType> BY_SCORE_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(FactType::scoreName, Function.identity()));

    private final String wireName;
    private final String scoreName;

    FactType(String wireName, String scoreName) {
        this.wireName = wireName;
        this.scoreName = scoreName;
    }

    /// The name in fact lines and in the CloudEvents type, such as `partly_met`.
    public String wireName() {
        return wireName;
    }

    /// The name in the score specification and its vectors, such as `partial`.
    public String scoreName() {
        return scoreName;
    }

    public static Optional<FactType> ofWireName(String name) {
        return Optional.ofNullable(BY_WIRE_NAME.get(name));
    }

    public static Optional<FactType> ofScoreName(String name) {
        return Optional.ofNullable(BY_SCORE_NAME.get(name));
    }
}
