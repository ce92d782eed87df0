package dev.kept.app.support;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Public holidays of a country or a part of it, named as in ISO 3166: `DE`, `DE-BE`, `US-NY`.
final class PublicHolidays {
    private PublicHolidays() {}

    /// The days of those years.
    ///
    /// @return nothing if no such country or part is known
    static Optional<SortedSet<LocalDate>> of(String region, int fromYear, int toYear) {
        String[] parts = region.toLowerCase(Locale.ROOT).split("-", -1);
        if (!HolidayManager.getSupportedCalendarCodes().contains(parts[0].toUpperCase(Locale.ROOT))) {
            return Optional.empty();
        }
        HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(parts[0]));
        String[] within = Arrays.copyOfRange(parts, 1, parts.length);
        if (!has(manager.getCalendarHierarchy(), within)) {
            return Optional.empty();
        }
        SortedSet<LocalDate> days = new TreeSet<>();
        for (int year = fromYear; year <= toYear; year++) {
            for (Holiday holiday : manager.getHolidays(Year.of(year), HolidayType.PUBLIC_HOLIDAY, within)) {
                days.add(holiday.getDate());
            }
        }
        return Optional.of(days);
    }

    private static boolean has(CalendarHierarchy country, String[] within) {
        CalendarHierarchy place = country;
        for (String part : within) {
            place = place.getChildren().get(part);
            if (place == null) {
                return false;
            }
        }
        return true;
    }
}
