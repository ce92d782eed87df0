package dev.kept.app.cli;

import dev.kept.app.support.ics.IcsClosures;
import dev.kept.app.support.ics.IcsFault;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.app.wiring.RemoteLedger.Reply;
import dev.kept.domain.calendar.Closure;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Defines business calendars and shows them, and moves due dates that a change has left behind.
@CommandLine.Command(
        name = "calendar",
        description =
                "Defines business calendars from JSON and calendar files, shows them, and moves the due dates that"
                        + " a change has left behind, each by a fact of its own.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {RecalculationCommands.Outdated.class, RecalculationCommands.Recalculate.class})
final class CalendarCommand implements Runnable {
    private static final int YEARS = 21;
    private static final int MAX_FILE = 8 * 1024 * 1024;
    /// Of what a ledger shows of a calendar, what a definition has no field for.
    private static final Set<String> SHOWN_ONLY = Set.of("version", "position", "factId", "acceptedAt", "closures");

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static String path(String name) {
        return "/v1/calendars/" + Answers.encoded(name);
    }

    @CommandLine.Command(
            name = "list",
            description = "Lists the calendars: name, version, zone and regions.",
            mixinStandardHelpOptions = true)
    int list(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Option(names = "--json", description = "print JSON") boolean json)
            throws IOException {
        try (Served open = served.read(ledger.options())) {
            Reply reply = open.ledger().call("GET", "/v1/calendars", null, Map.of());
            if (!Answers.isWell(reply, err())) {
                return Main.FAILED;
            }
            if (json) {
                out().println(JsonWriter.text(reply.body()));
            } else {
                for (JsonObject calendar : Answers.objects(reply.body(), "items")) {
                    out().println(Answers.text(calendar, "calendar") + "\t" + Answers.text(calendar, "version") + "\t"
                            + Answers.text(calendar, "zone") + "\t" + regions(calendar));
                }
            }
            out().flush();
            return Main.OK;
        }
    }

    private static String regions(JsonObject calendar) {
        return calendar.get("holidays") instanceof JsonArray(List<JsonValue> regions)
                ? String.join(",", regions.stream().map(Answers::text).toList())
                : "-";
    }

    @CommandLine.Command(
            name = "show",
            description = "Shows a calendar as it is defined now, as JSON.",
            mixinStandardHelpOptions = true)
    int show(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Parameters(paramLabel = "NAME") String name)
            throws IOException {
        try (Served open = served.read(ledger.options())) {
            return print(open.ledger().call("GET", path(name), null, Map.of()));
        }
    }

    @CommandLine.Command(
            name = "put",
            description = {
                "Defines a calendar, or defines it anew: from a JSON file, and calendar files (.ics) whose events"
                        + " close it.",
                "Without a JSON file the events are taken off the hours of the calendar as it is."
            },
            mixinStandardHelpOptions = true)
    int put(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Parameters(paramLabel = "NAME") String name,
            @CommandLine.Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "FILE",
                            description = "at most one .json, and any number of .ics")
                    List<Path> files)
            throws IOException {
        JsonObject base = null;
        List<Path> ics = new ArrayList<>();
        for (Path file : files) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".ics")) {
                ics.add(file);
            } else if (base != null) {
                return failed(file + ": a second definition; give one JSON file, the others as .ics");
            } else if (json(file) instanceof JsonObject object) {
                base = object;
            } else {
                return failed(file + ": no JSON object that can be accepted; it holds a calendar, like"
                        + " {\"zone\":\"Europe/Berlin\",\"week\":{\"mon\":[\"09:00-17:00\"]}}");
            }
        }
        try (Served open = served.open(ledger.options())) {
            return put(open.ledger(), name, base, ics);
        }
    }

    private int put(RemoteLedger ledger, String name, @Nullable JsonObject base, List<Path> ics) throws IOException {
        Map<String, String> headers = Map.of();
        JsonObject definition = base;
        if (definition == null) {
            Reply now = ledger.call("GET", path(name), null, Map.of());
            if (!Answers.isWell(now, err())) {
                return Main.FAILED;
            }
            headers = Map.of("If-Match", "\"" + Answers.text(now.body(), "version") + "\"");
            definition = now.body();
        }
        List<JsonValue> closed = new ArrayList<>();
        if (definition.get("closed") instanceof JsonArray(List<JsonValue> given)) {
            closed.addAll(given);
        }
        for (Path file : ics) {
            ZoneId zone;
            try {
                zone = ZoneId.of(Answers.text(definition, "zone"));
            } catch (DateTimeException _) {
                return failed("zone: " + Answers.text(definition, "zone")
                        + " is no zone of the time-zone database; use a name such as Europe/Berlin");
            }
            try {
                for (Closure closure : closures(file, zone)) {
                    closed.add(new JsonText(closure.toString()));
                }
            } catch (IcsFault fault) {
                return failed(file + ":" + fault.line() + ": " + fault.field() + ": " + fault.getMessage()
                        + (fault.value() == null ? "" : " [" + fault.value() + "]") + "; " + fault.fix());
            }
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(definition.members());
        members.keySet().removeAll(SHOWN_ONLY);
        if (!closed.isEmpty()) {
            members.put("closed", new JsonArray(closed));
        }
        Reply reply = ledger.call("PUT", path(name), JsonWriter.text(new JsonObject(members)), headers);
        if (!Answers.isWell(reply, err())) {
            return Main.FAILED;
        }
        out().println(name + " version " + Answers.text(reply.body(), "version")
                + (reply.status() == 201 ? "" : ", as it was")
                + (ics.isEmpty() ? "" : ", " + closed.size() + " closures"));
        out().flush();
        return Main.OK;
    }

    private static List<Closure> closures(Path file, ZoneId zone) throws IOException {
        int year = Clock.systemUTC().instant().atOffset(ZoneOffset.UTC).getYear();
        return IcsClosures.read(bounded(file), zone, year - YEARS, year + YEARS);
    }

    private static byte[] bounded(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new IOException(file + " is larger than " + MAX_FILE + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static @Nullable JsonValue json(Path file) throws IOException {
        try {
            return JsonReader.read(bounded(file));
        } catch (JsonException _) {
            return null;
        }
    }

    private int print(Reply reply) {
        if (!Answers.isWell(reply, err())) {
            return Main.FAILED;
        }
        out().println(JsonWriter.text(reply.body()));
        out().flush();
        return Main.OK;
    }

    private int failed(String message) {
        err().println("kept: " + message);
        err().flush();
        return Main.FAILED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
