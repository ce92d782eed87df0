package dev.kept.projections.watch;

import java.time.Instant;
import java.time.ZoneOffset;

/// When something is to be said of an open promise.
///
/// @param leadPpm how long before the due date it is at risk, as a share of the time it was given, in millionths
/// @param graceDays how many whole days in UTC after the day it was due it may still be reported as kept, before
///     silence is recorded as a miss; as long as in the scoring policy, the score is the same with and without a watch
public record WatchPolicy(int leadPpm, int graceDays) {
    public static final WatchPolicy DEFAULT = new WatchPolicy(200_000, 1);

    private static final int WHOLE = 1_000_000;
    private static final int MAX_GRACE_DAYS = 365;

    public WatchPolicy {
        if (leadPpm < 0 || leadPpm > WHOLE) {
            throw new IllegalArgumentException("the lead is a share of 0 to 1,000,000 millionths, not " + leadPpm);
        }
        if (graceDays < 0 || graceDays > MAX_GRACE_DAYS) {
            throw new IllegalArgumentException("the grace is 0 to " + MAX_GRACE_DAYS + " days, not " + graceDays);
        }
    }

    /// @param madeAt UTC epoch seconds, like all of the following
    public long atRiskAt(long madeAt, long due) {
        long span = Math.max(0, due - madeAt);
        return due - span / WHOLE * leadPpm - span % WHOLE * leadPpm / WHOLE;
    }

    long missedAt(long due) {
        return Instant.ofEpochSecond(due)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .plusDays(graceDays + 1L)
                .atStartOfDay()
                .toEpochSecond(ZoneOffset.UTC);
    }
}
