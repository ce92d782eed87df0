package dev.kept.app.support.ics;

import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/// Zones by the names that Windows and Outlook give them, each with the place that the Unicode CLDR gives for it
/// (`windowsZones.xml`, territory 001).
final class WindowsZones {
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("UTC", "UTC"),
            Map.entry("GMT Standard Time", "Europe/London"),
            Map.entry("Greenwich Standard Time", "Atlantic/Reykjavik"),
            Map.entry("Morocco Standard Time", "Africa/Casablanca"),
            Map.entry("W. Europe Standard Time", "Europe/Berlin"),
            Map.entry("Central Europe Standard Time", "Europe/Budapest"),
            Map.entry("Central European Standard Time", "Europe/Warsaw"),
            Map.entry("Romance Standard Time", "Europe/Paris"),
            Map.entry("E. Europe Standard Time", "Europe/Chisinau"),
            Map.entry("FLE Standard Time", "Europe/Kiev"),
            Map.entry("GTB Standard Time", "Europe/Bucharest"),
            Map.entry("Turkey Standard Time", "Europe/Istanbul"),
            Map.entry("Russian Standard Time", "Europe/Moscow"),
            Map.entry("Israel Standard Time", "Asia/Jerusalem"),
            Map.entry("Egypt Standard Time", "Africa/Cairo"),
            Map.entry("South Africa Standard Time", "Africa/Johannesburg"),
            Map.entry("Arabian Standard Time", "Asia/Dubai"),
            Map.entry("Arab Standard Time", "Asia/Riyadh"),
            Map.entry("India Standard Time", "Asia/Calcutta"),
            Map.entry("Nepal Standard Time", "Asia/Katmandu"),
            Map.entry("SE Asia Standard Time", "Asia/Bangkok"),
            Map.entry("China Standard Time", "Asia/Shanghai"),
            Map.entry("Singapore Standard Time", "Asia/Singapore"),
            Map.entry("W. Australia Standard Time", "Australia/Perth"),
            Map.entry("Tokyo Standard Time", "Asia/Tokyo"),
            Map.entry("Korea Standard Time", "Asia/Seoul"),
            Map.entry("Cen. Australia Standard Time", "Australia/Adelaide"),
            Map.entry("AUS Central Standard Time", "Australia/Darwin"),
            Map.entry("AUS Eastern Standard Time", "Australia/Sydney"),
            Map.entry("E. Australia Standard Time", "Australia/Brisbane"),
            Map.entry("Tasmania Standard Time", "Australia/Hobart"),
            Map.entry("Lord Howe Standard Time", "Australia/Lord_Howe"),
            Map.entry("New Zealand Standard Time", "Pacific/Auckland"),
            Map.entry("Samoa Standard Time", "Pacific/Apia"),
            Map.entry("E. South America Standard Time", "America/Sao_Paulo"),
            Map.entry("Argentina Standard Time", "America/Buenos_Aires"),
            Map.entry("Newfoundland Standard Time", "America/St_Johns"),
            Map.entry("Atlantic Standard Time", "America/Halifax"),
            Map.entry("Eastern Standard Time", "America/New_York"),
            Map.entry("Central Standard Time", "America/Chicago"),
            Map.entry("Mountain Standard Time", "America/Denver"),
            Map.entry("US Mountain Standard Time", "America/Phoenix"),
            Map.entry("Pacific Standard Time", "America/Los_Angeles"),
            Map.entry("Alaskan Standard Time", "America/Anchorage"),
            Map.entry("Hawaiian Standard Time", "Pacific/Honolulu"));

    private WindowsZones() {}

    static Optional<ZoneId> of(String name) {
        return Optional.ofNullable(PLACES.get(name)).map(ZoneId::of);
    }
}
