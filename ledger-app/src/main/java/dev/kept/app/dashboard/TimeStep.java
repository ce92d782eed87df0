package dev.kept.app.dashboard;

import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A button of the time bar: the same page a day, a week or a month earlier or later.
///
/// @param href null where that would be later than now, or before all time
record TimeStep(String word, @Nullable String href) {
    private static final List<Step> STEPS = List.of(
            new Step("month", Period.ofMonths(1)),
            new Step("week", Period.ofWeeks(1)),
            new Step("day", Period.ofDays(1)));

    private record Step(String word, Period length) {}

    static List<TimeStep> around(Address self, PageTime time) {
        Instant asOf = time.at().asOf();
        ZonedDateTime shown = asOf.atZone(Zones.shown());
        List<TimeStep> steps = new ArrayList<>();
        STEPS.forEach(step -> steps.add(
                to("a " + step.word + " earlier", shown.minus(step.length).toInstant(), self, time)));
        STEPS.reversed()
                .forEach(step -> steps.add(
                        to("a " + step.word + " later", shown.plus(step.length).toInstant(), self, time)));
        return steps;
    }

    /// What is known goes along where it was bound to the same time.
    private static TimeStep to(String word, Instant asOf, Address self, PageTime time) {
        boolean asShown = time.asOf() != null && time.asOf().equals(time.knownAt());
        return new TimeStep(
                word,
                asOf.isAfter(time.now()) || asOf.isBefore(Instant.EPOCH)
                        ? null
                        : self.href(new PageTime(asOf, asShown ? asOf : time.knownAt(), time.now())));
    }
}
