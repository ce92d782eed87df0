package dev.kept.domain.capture;

import dev.kept.api.commitment.Due;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Words that say when something is due, and nothing else.
///
/// A day alone is due at its end there; a day with a time at that instant, by the later offset where clocks are set
/// back;
/// `between` is a window. `in` and `within` count from now: hours and minutes to the second, days, weeks and months to
/// the
/// end of the day, working hours and days by the customer's calendar.
final class DuePhrase {
    private static final int MAX_COUNT = 5_000;

    private final Words words;
    private final Instant now;
    private final Place place;
    private final DayPhrase days;

    /// @param words in lower case
    DuePhrase(List<String> words, Instant now, Place place) {
        this.words = new Words(words);
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.place = place;
        this.days = new DayPhrase(this.words, now.atZone(place.zone()));
    }

    /// What the words say.
    sealed interface Result {
        /// No due date.
        record No() implements Result {}

        record Found(Due due) implements Result {}

        /// A due date that could be one of several.
        record Question(String problem, List<String> choices, String fix) implements Result {}
    }

    Result read() {
        Due due = phrase();
        if (due == null || !words.isAtEnd()) {
            return new Result.No();
        }
        // A question counts only if all the words belong to the due date.
        Result.Question question = words.question();
        return question == null ? ahead(due) : question;
    }

    private Result ahead(Due due) {
        Instant end = switch (due) {
            case Due.At(Instant instant) -> instant;
            case Due.EndOfDay(var on, var zone) ->
                on.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
            case Due.AtLocal(var at, var zone) -> instant(at, zone);
            case Due.Window(Instant _, Instant to) -> to;
            case Due.LocalWindow(var _, var to, var zone) -> to.atZone(zone).toInstant();
            case Due.OpenTime _, Due.BusinessDays _ -> Instant.MAX;
        };
        return end.isAfter(now)
                ? new Result.Found(due)
                : new Result.Question(
                        "this has passed: it was " + end.atZone(place.zone()).toLocalDateTime(),
                        List.of(),
                        "name a time that lies ahead");
    }

    private @Nullable Due phrase() {
        if (words.eatOne("between", "from")) {
            return window(null);
        }
        if (words.peek("within") || words.peek("in")) {
            words.take();
            words.eatAll("the", "next");
            return count();
        }
        if (words.eatOne("before")) {
            return before();
        }
        boolean led = words.eatOne("by", "until", "till", "on", "at", "due");
        return day(led);
    }

    private @Nullable Due day(boolean led) {
        if (words.eatOne("cob") || words.eatAll("close", "of", "business")) {
            return closing();
        }
        LocalDate day = days.day(led);
        if (day != null) {
            if (words.eatOne("between", "from")) {
                return window(day);
            }
            boolean sure = words.eatOne("at", "by", "before");
            if (words.isAtEnd() && !sure) {
                return new Due.EndOfDay(day, place.zone());
            }
            if (words.eatAll("end", "of", "day") || words.eatOne("eod")) {
                return new Due.EndOfDay(day, place.zone());
            }
            LocalTime time = TimePhrase.time(words, sure);
            return time == null ? null : at(day, time);
        }
        LocalTime time = TimePhrase.time(words, led);
        if (time == null) {
            return null;
        }
        words.eatOne("on");
        if (words.isAtEnd()) {
            return today(time);
        }
        LocalDate then = days.day(true);
        return then == null ? null : at(then, time);
    }

    /// As it is meant: by the clocks of the place, whatever their zone's rules come to.
    private Due at(LocalDate day, LocalTime time) {
        return new Due.AtLocal(day.atTime(time), place.zone());
    }

    private static Instant instant(LocalDateTime at, ZoneId zone) {
        return at.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private Due today(LocalTime time) {
        Due due = at(days.today(), time);
        if (!instant(days.today().atTime(time), place.zone()).isAfter(now)) {
            words.ask(
                    time + " has passed today",
                    List.of("by " + days.today().plusDays(1) + " " + time),
                    "say which day is meant");
        }
        return due;
    }

    /// Both ends belong to it.
    private @Nullable Due window(@Nullable LocalDate given) {
        LocalTime from = TimePhrase.time(words, true);
        if (from == null || !words.eatOne("and", "to", "until", "-")) {
            return null;
        }
        LocalTime to = TimePhrase.time(words, true);
        if (to == null) {
            return null;
        }
        LocalDate day = given;
        if (day == null) {
            words.eatOne("on");
            day = words.isAtEnd() ? days.today() : days.day(true);
        }
        if (day == null) {
            return null;
        }
        if (!from.isBefore(to)) {
            words.ask(
                    "the window ends at " + to + " before it begins at " + from,
                    List.of(),
                    "give the times of one day by the clock of 24 hours, like between 09:00 and 11:00");
        }
        LocalDateTime begin = day.atTime(from);
        return new Due.LocalWindow(begin, day.atTime(to), place.zone());
    }

    private @Nullable Due before() {
        LocalDate day = days.day(true);
        LocalTime time = day == null || !words.isAtEnd() ? TimePhrase.time(words, true) : null;
        if (day != null && time == null && words.isAtEnd()) {
            words.ask(
                    "it is not clear whether that day itself is still in time",
                    List.of("by " + day.minusDays(1), "by " + day),
                    "say by and the last day");
            return until(day);
        }
        if (time == null) {
            return null;
        }
        if (day != null) {
            return at(day, time);
        }
        words.eatOne("on");
        if (words.isAtEnd()) {
            return today(time);
        }
        LocalDate then = days.day(true);
        return then == null ? null : at(then, time);
    }

    private @Nullable Due count() {
        Integer number = words.number();
        if (number == null || number > MAX_COUNT) {
            return null;
        }
        boolean business = words.eatOne("business", "working", "work", "open");
        if (words.eatOne("minutes", "minute", "mins", "min")) {
            return business ? openTime(Duration.ofMinutes(number)) : after(Duration.ofMinutes(number));
        }
        if (words.eatOne("hours", "hour", "h")) {
            return business ? openTime(Duration.ofHours(number)) : after(Duration.ofHours(number));
        }
        if (words.eatOne("days", "day")) {
            return business
                    ? new Due.BusinessDays(number, calendar())
                    : until(days.today().plusDays(number));
        }
        if (business) {
            return null;
        }
        if (words.eatOne("weeks", "week")) {
            return until(days.today().plusWeeks(number));
        }
        return words.eatOne("months", "month") ? until(days.today().plusMonths(number)) : null;
    }

    private @Nullable Due openTime(Duration time) {
        return time.isZero() ? null : new Due.OpenTime(time, calendar());
    }

    private @Nullable Due after(Duration time) {
        return time.isZero() ? null : new Due.At(now.plus(time));
    }

    private Due until(LocalDate day) {
        return new Due.EndOfDay(day, place.zone());
    }

    private Due closing() {
        return new Due.BusinessDays(0, calendar());
    }

    private Due.CalendarOf calendar() {
        Due.CalendarOf calendar = place.calendar();
        if (calendar == null) {
            words.ask(
                    "there is no business calendar to count by",
                    List.of(),
                    "define the customer's, named customer: and the customer's name, or one named default"
                            + " (PUT /v1/calendars/default); or say it in days and hours that always count");
            return new Due.CalendarOf.Customer();
        }
        return calendar;
    }
}
