package dev.kept.domain.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.ResolvedDue;
import dev.kept.domain.due.DueResolver;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CalendarDueTest {
    private static final Instant MADE = Instant.parse("2026-11-23T09:00:00Z");
    private static final Optional<DueResolver.Owners> OWNERS = Optional.of(new DueResolver.Owners("ACME", "anna"));

    private static BusinessCalendar open(String hours) {
        return new BusinessCalendar(
                ZoneId.of("Europe/Berlin"), Map.of(DayOfWeek.MONDAY, List.of(OpenHours.parse(hours))), new TreeMap<>());
    }

    private static final Calendars CALENDARS = name -> switch (name) {
        case "support-eu" -> Optional.of(new Calendars.Version(name, 3, open("09:00-17:00")));
        case "customer:ACME" -> Optional.of(new Calendars.Version(name, 0, open("09:00-15:00")));
        case "promisor:anna" -> Optional.of(new Calendars.Version(name, 1, open("09:00-13:00")));
        default -> Optional.empty();
    };

    private static DueResolver.Resolution resolve(Due form, Optional<DueResolver.Owners> owners) {
        return DueResolver.resolve(form, new DueResolver.Basis(MADE, owners, CALENDARS));
    }

    @Test
    void pinsTheVersionsItWasResolvedBy() {
        Due form = new Due.OpenTime(Duration.ofHours(2), new Due.CalendarOf.Named("support-eu"));
        assertThat(resolve(form, OWNERS)).isInstanceOfSatisfying(DueResolver.Resolution.Resolved.class, resolved -> {
            assertThat(resolved.due().form()).isEqualTo(form);
            assertThat(resolved.due().due()).isEqualTo("2026-11-23T11:00:00Z");
            assertThat(resolved.due().calendar()).isEqualTo(new ResolvedDue.Calendar("support-eu", 3));
            assertThat(resolved.due().timeZoneData()).matches("20\\d\\d[a-z]+");
        });
    }

    @Test
    void countsByTheCustomersOrThePromisorsHours() {
        Due customers = new Due.BusinessDays(0, new Due.CalendarOf.Customer());
        Due promisors = new Due.BusinessDays(0, new Due.CalendarOf.Promisor());
        assertThat(resolve(customers, OWNERS))
                .isInstanceOfSatisfying(
                        DueResolver.Resolution.Resolved.class,
                        resolved -> assertThat(resolved.due().due()).isEqualTo("2026-11-23T14:00:00Z"));
        assertThat(resolve(promisors, OWNERS))
                .isInstanceOfSatisfying(
                        DueResolver.Resolution.Resolved.class,
                        resolved -> assertThat(resolved.due().due()).isEqualTo("2026-11-23T12:00:00Z"));
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(resolve(new Due.BusinessDays(1, new Due.CalendarOf.Named("nowhere")), OWNERS))
                .isEqualTo(new DueResolver.Resolution.NoCalendar("nowhere"));
        assertThat(resolve(new Due.BusinessDays(1, new Due.CalendarOf.Customer()), Optional.empty()))
                .isEqualTo(new DueResolver.Resolution.NoOwner());
        assertThat(resolve(new Due.OpenTime(Duration.ofHours(20_000), new Due.CalendarOf.Named("support-eu")), OWNERS))
                .isEqualTo(new DueResolver.Resolution.NeverOpen("support-eu"));
    }

    @Test
    void neverDependsOnTheMachinesZone() {
        Due form = new Due.OpenTime(Duration.ofHours(9), new Due.CalendarOf.Named("support-eu"));
        TimeZone before = TimeZone.getDefault();
        DueResolver.Resolution here = resolve(form, OWNERS);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertThat(resolve(form, OWNERS)).isEqualTo(here);
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
