package dev.kept.domain.scoring;

/// Mistakes one could make in the score, planted in [ReferenceModel], and what notices each: a property by its id, or
/// the published figures.
enum Fault {
    OLDEST_CORRECTION_WINS("P07"),
    CORRECTED_FACT_MOVES_TO_THE_CORRECTION("P05"),
    STRUCK_CORRECTION_STILL_ACTS("P06"),
    BACKDATING_BELIEVED("G09"),
    FIRST_TO_ARRIVE_IS_THE_PROMISE("P01"),
    CONFIRMATION_IGNORED("figures"),
    ANCHORED_AT_SETTLEMENT("figures"),
    REPAIR_WITHOUT_CAP("G04"),
    PRAISE_NEEDS_NO_WITNESS("G02"),
    BLAME_NEEDS_A_WITNESS("G03"),
    EXTENSIONS_ARE_FREE("G05b"),
    RENEGOTIATED_AFTER_DUE_COUNTS("U03"),
    TELLING_LATE_COSTS("P11"),
    UPHELD_DISPUTE_KEEPS_THE_DELIVERY("U01"),
    RECORDED_ONCE_KEPT_COUNTS("G08"),
    MERGE_KEEPS_ONE_SIDE_OF_A_DAY("P02"),
    NO_DAYS_OF_GRACE("figures"),
    SILENCE_NEVER_COUNTS("G06"),
    PROMISES_OF_A_DAY_ARE_INDEPENDENT("G10"),
    DECAY_ROUNDED_AT_READING("P14"),
    TRIVIA_UNCAPPED("G02"),
    LOWER_END_BELIEVES_CLAIMS("figures"),
    REASONS_ROUNDED_ONE_BY_ONE("P03"),
    KNOWN_AT_IGNORED("P16"),
    RESERVE_ROUNDED_TOWARDS_ZERO("figures"),
    STREAK_IGNORES_EXTENSIONS("figures");

    private final String noticedBy;

    Fault(String noticedBy) {
        this.noticedBy = noticedBy;
    }

    String noticedBy() {
        return noticedBy;
    }
}
