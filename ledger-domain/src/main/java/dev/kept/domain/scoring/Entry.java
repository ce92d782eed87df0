package dev.kept.domain.scoring;

/// One line of a commitment's account: what it adds to the day bucket `(pending, weightClass, day)`.
///
/// @param day days since 1970-01-01 (UTC)
/// @param pending counts only once the day and the days of grace have passed in silence
/// @param n 1 for the line that counts the promise, else 0
/// @param w weight in thousandths of a standard promise
/// @param c credit in millionths
/// @param p proven credit in millionths, never above `c`
/// @param broken 1 if this line breaks a streak
/// @param early 1 if less than a third of the promised span was used
/// @param ext 1 for an extension
/// @param code the reason in words, such as `KEPT_LATE+DISCLOSED`
public record Entry(
        int day,
        boolean pending,
        WeightClass weightClass,
        int n,
        long w,
        long c,
        long p,
        int broken,
        int early,
        int ext,
        String code) {

    /// `S` counts in full; `T`, trivial or unwitnessed praise, only up to a cap in all.
    public enum WeightClass {
        S,
        T
    }

    /// Whether this line counts when it is read on the day `asOfDay`.
    boolean countsOn(int asOfDay, Policy policy) {
        return !pending || (long) day + policy.overdueGraceDays() < asOfDay;
    }
}
