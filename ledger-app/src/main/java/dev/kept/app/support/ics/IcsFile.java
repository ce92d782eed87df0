package dev.kept.app.support.ics;

import com.github.mangstadt.vinnie.VObjectProperty;
import com.github.mangstadt.vinnie.io.Context;
import com.github.mangstadt.vinnie.io.SyntaxRules;
import com.github.mangstadt.vinnie.io.VObjectDataListener;
import com.github.mangstadt.vinnie.io.VObjectReader;
import com.github.mangstadt.vinnie.io.Warning;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The events of a calendar file and the zones it names.
///
/// @param zones `X-LIC-LOCATION` of each `VTIMEZONE`, by its `TZID`
record IcsFile(List<Event> events, Map<String, String> zones) {
    private static final int MAX_EVENTS = 5_000;

    /// One property of an event.
    record Line(int number, String name, Map<String, String> parameters, String value) {
        @Nullable String parameter(String parameter) {
            return parameters.get(parameter);
        }

        IcsFault fault(String message, String fix) {
            return new IcsFault(number, name, value, message, fix);
        }
    }

    /// One `VEVENT`.
    record Event(int line, List<Line> lines) {
        @Nullable Line only(String name) {
            List<Line> found = all(name);
            if (found.size() > 1) {
                throw found.get(1).fault(name + " comes twice in one event", "leave one of them out");
            }
            return found.isEmpty() ? null : found.getFirst();
        }

        List<Line> all(String name) {
            return lines.stream().filter(line -> line.name.equals(name)).toList();
        }
    }

    /// @throws IcsFault if it is not whole
    static IcsFile read(byte[] utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new IcsFault(1, "(file)", null, "the file is no UTF-8", "save it as UTF-8");
        }
        Listener listener = new Listener();
        try (VObjectReader reader = new VObjectReader(
                new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text), SyntaxRules.iCalendar())) {
            reader.parse(listener);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return listener.file();
    }

    private static final class Listener implements VObjectDataListener {
        private final List<Event> events = new ArrayList<>();
        private final Map<String, String> zones = new HashMap<>();
        private final List<String> open = new ArrayList<>();
        private @Nullable Event event;
        private @Nullable String tzid;
        private @Nullable String location;
        private int calendars;
        private int line;

        @Override
        public void onComponentBegin(String name, Context context) {
            line = context.getLineNumber();
            if (open.isEmpty() != name.equals("VCALENDAR")) {
                throw new IcsFault(
                        line,
                        "BEGIN",
                        name,
                        open.isEmpty() ? "this is no calendar" : "a calendar inside of another component",
                        "a calendar file begins with BEGIN:VCALENDAR and ends with END:VCALENDAR");
            }
            open.add(name);
            switch (name) {
                case "VCALENDAR" -> calendars++;
                case "VEVENT" -> {
                    if (event != null) {
                        throw new IcsFault(
                                line,
                                "BEGIN",
                                name,
                                "an event inside of another one: END:VEVENT is missing",
                                "send the file as the calendar program exported it");
                    }
                    if (events.size() == MAX_EVENTS) {
                        throw new IcsFault(
                                line,
                                "VEVENT",
                                null,
                                "more than " + MAX_EVENTS + " events",
                                "split the file, and leave events out that are past");
                    }
                    event = new Event(line, new ArrayList<>());
                }
                case "VTIMEZONE" -> {
                    tzid = null;
                    location = null;
                }
                default -> {}
            }
        }

        @Override
        public void onComponentEnd(String name, Context context) {
            line = context.getLineNumber();
            open.removeLast();
            if (name.equals("VEVENT")) {
                events.add(Objects.requireNonNull(event));
                event = null;
            } else if (name.equals("VTIMEZONE") && tzid != null && location != null) {
                zones.put(tzid, location);
            }
        }

        @Override
        public void onProperty(VObjectProperty property, Context context) {
            line = context.getLineNumber();
            String name = property.getName().toUpperCase(Locale.ROOT);
            String within = open.isEmpty() ? "" : open.getLast();
            Event current = event;
            if (within.equals("VEVENT") && current != null) {
                Map<String, String> parameters = new HashMap<>();
                property.getParameters().getMap().forEach((key, values) -> {
                    if (key != null && !values.isEmpty()) {
                        parameters.put(key, values.getFirst());
                    }
                });
                current.lines.add(new Line(line, name, parameters, property.getValue()));
            } else if (within.equals("VTIMEZONE") && name.equals("TZID")) {
                tzid = property.getValue();
            } else if (within.equals("VTIMEZONE") && name.equals("X-LIC-LOCATION")) {
                location = property.getValue();
            } else if (within.equals("VCALENDAR")
                    && name.equals("CALSCALE")
                    && !property.getValue().equalsIgnoreCase("GREGORIAN")) {
                throw new IcsFault(
                        line,
                        name,
                        property.getValue(),
                        "no Gregorian calendar",
                        "export it in the Gregorian calendar");
            }
        }

        @Override
        public void onVersion(String value, Context context) {
            line = context.getLineNumber();
            if (!value.equals("2.0")) {
                throw new IcsFault(line, "VERSION", value, "no iCalendar of RFC 5545", "export it as iCalendar 2.0");
            }
        }

        @Override
        public void onWarning(
                Warning warning, @Nullable VObjectProperty property, @Nullable Exception cause, Context context) {
            throw new IcsFault(
                    context.getLineNumber(),
                    property == null ? "(line)" : property.getName(),
                    context.getUnfoldedLine(),
                    switch (warning) {
                        case MALFORMED_LINE -> "the line has no colon";
                        case UNMATCHED_END -> "this END has no BEGIN";
                        default -> warning.getMessage();
                    },
                    "send the file as the calendar program exported it");
        }

        IcsFile file() {
            if (calendars == 0) {
                throw new IcsFault(
                        1,
                        "(file)",
                        null,
                        "this is no calendar file",
                        "send iCalendar: BEGIN:VCALENDAR … END:VCALENDAR");
            }
            if (!open.isEmpty()) {
                throw new IcsFault(
                        line,
                        "END",
                        null,
                        "the file ends before END:" + open.getLast() + ": it is cut off",
                        "export it again, and send the whole file");
            }
            return new IcsFile(List.copyOf(events), Map.copyOf(zones));
        }
    }
}
