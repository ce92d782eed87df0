package dev.kept.domain.commitment;

/// Why a command is not recorded. The names are published: callers branch on them.
public enum RefusalCode {
    /// The line is no JSON object, or breaks a limit of the reader.
    MALFORMED,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    BAD_FIELD,
    BAD_TIME,
    BAD_ZONE,
    BAD_AMOUNT,
    BAD_QUANTITY,
    DUE_UNRESOLVABLE,
    DUE_BEFORE_MADE,
    /// The same key was used for another content.
    CONFLICTING_DUPLICATE,
    /// Another fact came first: the commitment has another version than the caller expected.
    VERSION_CONFLICT,
    UNKNOWN_COMMITMENT,
    ALREADY_MADE,
    VOIDED,
    UNKNOWN_FACT,
    BAD_CORRECTION,
    NOT_ENTITLED,
    REASON_REQUIRED,
    SELF_APPROVAL,
    IN_THE_FUTURE
}
