package dev.kept.app.dashboard;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The time zone in which a page shows and reads times: UTC unless the address names another.
final class Zones {
    static final String PARAMETER = "zone";

    private static final String UTC = "UTC";
    private static final Asked NONE = new Asked(null, ZoneOffset.UTC);

    /// What the request being answered asks for.
    static final ScopedValue<Asked> ASKED = ScopedValue.newInstance();

    /// A choice of zones for the form; any other may be typed.
    static final List<String> OFFERED = List.of(
            UTC,
            "Europe/Berlin",
            "Europe/London",
            "Europe/Istanbul",
            "America/New_York",
            "America/Los_Angeles",
            "America/Sao_Paulo",
            "Asia/Kolkata",
            "Asia/Tokyo",
            "Australia/Sydney");

    private Zones() {}

    /// @param text as the address has it; null if it names none
    /// @param zone null if the text names no zone
    record Asked(@Nullable String text, @Nullable ZoneId zone) {}

    static Asked read(@Nullable String text) {
        if (text == null || text.isBlank() || text.strip().equals(UTC)) {
            return NONE;
        }
        try {
            return new Asked(text.strip(), ZoneId.of(text.strip()));
        } catch (DateTimeException _) {
            return new Asked(text, null);
        }
    }

    static ZoneId shown() {
        ZoneId zone = asked().zone();
        return zone == null ? ZoneOffset.UTC : zone;
    }

    /// As it is printed beside times.
    static String name() {
        String parameter = parameter();
        return parameter == null ? UTC : parameter;
    }

    /// As addresses say it; null for UTC, which needs no saying.
    static @Nullable String parameter() {
        return asked().zone() == null ? null : asked().text();
    }

    /// @throws BadParameter if the address names a zone that there is not
    static void check() {
        Asked asked = asked();
        if (asked.zone() == null) {
            throw new BadParameter(
                    PARAMETER, String.valueOf(asked.text()), "name a time zone like UTC or Europe/Berlin");
        }
    }

    private static Asked asked() {
        return ASKED.isBound() ? ASKED.get() : NONE;
    }
}
