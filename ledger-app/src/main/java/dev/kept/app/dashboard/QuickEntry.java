package dev.kept.app.dashboard;

import dev.kept.app.support.capture.Captures;
import dev.kept.domain.capture.Captured;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A promise in a person's own words, on the form for a new one: what was understood, or what has to be asked.
///
/// @param text as it was written
/// @param understood in one line; null where nothing was
/// @param notes what the person should know before recording it
/// @param alike known customers, where the one that is named is not known
/// @param fields what the form is filled in with
record QuickEntry(
        String text,
        @Nullable String understood,
        @Nullable Question question,
        List<String> notes,
        List<Alike> alike,
        Map<String, String> fields) {
    static final QuickEntry NONE = new QuickEntry("", null, null, List.of(), List.of(), Map.of());

    /// What is not clear.
    ///
    /// @param choices words that are clear, for the ones that are not
    record Question(@Nullable String value, String problem, List<String> choices, String fix) {}

    /// A known customer whose name is alike.
    ///
    /// @param href understands the same promise to them
    record Alike(String name, String href) {}

    static QuickEntry read(Captures captures, String text, @Nullable String promisor, @Nullable String actor) {
        ZoneId zone = Zones.parameter() == null ? null : Zones.shown();
        return switch (captures.read(new Captures.Request(text, zone, promisor, actor))) {
            case Captures.Answer.Question(Captured.Unclear unclear) -> asked(text, unclear);
            case Captures.Answer.Ready(Captures.Understanding understanding) -> understood(text, understanding);
        };
    }

    private static QuickEntry asked(String text, Captured.Unclear unclear) {
        return new QuickEntry(
                text,
                null,
                new Question(unclear.value(), unclear.problem(), unclear.choices(), unclear.fix()),
                List.of(),
                List.of(),
                Map.of());
    }

    private static QuickEntry understood(String text, Captures.Understanding read) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("customer", read.customer());
        fields.put("statement", read.statement());
        fields.put("due", due(read));
        if (read.assigned()) {
            fields.put("promisor", read.promisor());
        }
        if (read.line().get("commitment") instanceof JsonText(String name)) {
            fields.put("commitment", name);
        }
        FormLine.zone(read.zone().getId()).ifPresent(zone -> fields.put(FactForm.ZONE, zone.getId()));
        String colon = text.substring(text.indexOf(':'));
        return new QuickEntry(
                text,
                read.customer() + ": " + read.statement() + ", due "
                        + Moment.of(read.due().due()).text(),
                null,
                notes(read),
                read.near().stream()
                        .map(name -> new Alike(name, href(name + colon)))
                        .toList(),
                fields);
    }

    /// As the form reads it back to the same instant.
    private static String due(Captures.Understanding read) {
        String zone = read.zone().getId();
        Instant due = read.due().due();
        if (read.line().get("due") instanceof JsonObject given
                && given.get("on") instanceof JsonText(String day)
                && new JsonText(zone).equals(given.get("zone"))
                && FormLine.zone(zone).isPresent()) {
            return day;
        }
        LocalDateTime local = LocalDateTime.ofInstant(due, read.zone());
        boolean same = FormLine.zone(zone).isPresent()
                && local.atZone(read.zone())
                        .withLaterOffsetAtOverlap()
                        .toInstant()
                        .equals(due);
        return same ? local.toString().replace('T', ' ') : due.toString();
    }

    private static List<String> notes(Captures.Understanding read) {
        List<String> notes = new ArrayList<>();
        if (!read.known()) {
            notes.add(
                    read.near().isEmpty()
                            ? "Nothing is known of " + read.customer() + " yet: it will be a new customer."
                            : "Nothing is known of " + read.customer()
                                    + " yet, but of names that are alike. Is one of them meant?");
        }
        Instant from = read.due().from();
        if (from != null) {
            notes.add("It was understood as a window that opens at "
                    + Moment.of(from).text() + ". This form records its end alone; ./kept promise records both.");
        } else if (read.line().get("due") instanceof JsonObject given && given.get("within") != null) {
            notes.add(
                    "The due date was counted by the open hours of a calendar. This form records the time it comes to.");
        }
        notes.add("\u201c" + read.phrase() + "\u201d was understood in the zone "
                + read.zone().getId() + ", that of "
                + switch (read.zoneOf()) {
                    case CUSTOMER -> "the customer's calendar.";
                    case ASKED -> "this page.";
                    case LEDGER -> "the ledger.";
                });
        return notes;
    }

    private static String href(String text) {
        return Address.of("record")
                .with("type", "made")
                .with("text", text)
                .with(Zones.PARAMETER, Zones.parameter())
                .hrefNow();
    }
}
