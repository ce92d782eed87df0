package dev.kept.projections.board;

import dev.kept.api.fact.Direction;
import dev.kept.projections.commitment.ReadAt;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// What is asked of the board.
///
/// @param at the reading it is for
/// @param zone where days begin and end
/// @param promisor whose promises; null for everybody's
/// @param direction by whom they are: the board is about what we promised unless told otherwise
/// @param days how many days after today to look ahead; 0 is today alone
/// @param silentDays after how many days without a kept promise and an individual touch a customer is silent
/// @param limit the most items of each list; the counts go on
public record BoardQuery(
        ReadAt at, ZoneId zone, @Nullable String promisor, Direction direction, int days, int silentDays, int limit) {
    public static final int DEFAULT_DAYS = 7;
    public static final int DEFAULT_SILENT_DAYS = 60;
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_DAYS = 366;
    public static final int MAX_SILENT_DAYS = 3_660;
    public static final int MAX_LIMIT = 500;

    public BoardQuery {
        check("days", days, 0, MAX_DAYS);
        check("silentDays", silentDays, 1, MAX_SILENT_DAYS);
        check("limit", limit, 1, MAX_LIMIT);
    }

    /// Everything of ours, a week ahead.
    public static BoardQuery of(ReadAt at, ZoneId zone) {
        return new BoardQuery(at, zone, null, Direction.BY_US, DEFAULT_DAYS, DEFAULT_SILENT_DAYS, DEFAULT_LIMIT);
    }

    public BoardQuery ofPromisor(@Nullable String name) {
        return new BoardQuery(at, zone, name, direction, days, silentDays, limit);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + min + " to " + max);
        }
    }

    public LocalDate today() {
        return at.asOf().atZone(zone).toLocalDate();
    }

    long now() {
        return at.asOfSeconds();
    }

    /// The first second of the day after today.
    long tomorrow() {
        return startOf(today().plusDays(1));
    }

    /// The first second that is no longer looked at.
    long horizon() {
        return startOf(today().plusDays(days + 1L));
    }

    /// Whoever was not heard of since is silent.
    long silentBy() {
        return now() - silentDays * 86_400L;
    }

    private long startOf(LocalDate day) {
        return day.atStartOfDay(zone).toEpochSecond();
    }
}
