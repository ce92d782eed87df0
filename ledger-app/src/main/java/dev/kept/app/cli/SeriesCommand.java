package dev.kept.app.cli;

import dev.kept.app.wiring.RemoteLedger.Reply;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Defines promises that recur, shows them, and ends them.
@CommandLine.Command(
        name = "series",
        description = "Defines promises that recur, and standing ones; each occurrence becomes a promise of its own.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class SeriesCommand implements Runnable {
    /// Of what a ledger shows of a series, what a definition has no field for.
    private static final Set<String> SHOWN_ONLY = Set.of("version", "position", "factId", "madeUntil", "next");

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static String path(String name) {
        return "/v1/series/" + Answers.encoded(name);
    }

    @CommandLine.Command(
            name = "list",
            description = "Lists the series: name, version, rule, customer and the next occurrence.",
            mixinStandardHelpOptions = true)
    int list(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Option(names = "--json", description = "print JSON, one series a line") boolean json)
            throws IOException {
        try (Served open = served.read(ledger.options())) {
            String next = "/v1/series";
            while (true) {
                Reply reply = open.ledger().call("GET", next, null, Map.of());
                if (!Answers.isWell(reply, err())) {
                    return Main.FAILED;
                }
                for (JsonObject series : Answers.objects(reply.body(), "items")) {
                    out().println(json ? JsonWriter.text(series) : line(series));
                }
                out().flush();
                if (!(reply.body().get("next") instanceof JsonText(String following))) {
                    return Main.OK;
                }
                next = following;
            }
        }
    }

    private static String line(JsonObject series) {
        String next = Answers.objects(series, "next").stream()
                .findFirst()
                .map(occurrence -> Answers.text(occurrence, "commitment"))
                .orElse("-");
        return Answers.text(series, "series") + "\t" + Answers.text(series, "version") + "\t"
                + Answers.text(series, "rule") + "\t" + Answers.text(series, "customer") + "\t" + next;
    }

    @CommandLine.Command(
            name = "show",
            description = "Shows a series as it is defined now and its next occurrences, as JSON.",
            mixinStandardHelpOptions = true)
    int show(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Parameters(paramLabel = "NAME") String name)
            throws IOException {
        try (Served open = served.read(ledger.options())) {
            Reply reply = open.ledger().call("GET", path(name), null, Map.of());
            if (!Answers.isWell(reply, err())) {
                return Main.FAILED;
            }
            out().println(JsonWriter.text(reply.body()));
            out().flush();
            return Main.OK;
        }
    }

    @CommandLine.Command(
            name = "put",
            description = "Defines a series from a JSON file, or defines it anew for the occurrences not made yet.",
            mixinStandardHelpOptions = true)
    int put(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Parameters(paramLabel = "NAME") String name,
            @CommandLine.Parameters(paramLabel = "FILE") Path file)
            throws IOException {
        String body = Files.readString(file, StandardCharsets.UTF_8);
        try (Served open = served.open(ledger.options())) {
            return said(name, open.ledger().call("PUT", path(name), body, Map.of()));
        }
    }

    @CommandLine.Command(
            name = "end",
            description = {
                "Ends a series: it makes no occurrence after the last day.",
                "What is made already stands; a `released` fact lets the promisor off an occurrence."
            },
            mixinStandardHelpOptions = true)
    int end(
            @CommandLine.Mixin LedgerMixin ledger,
            @CommandLine.Mixin Served.Mixin served,
            @CommandLine.Parameters(paramLabel = "NAME") String name,
            @CommandLine.Option(
                            names = "--on",
                            paramLabel = "DAY",
                            description = "the last day on which it may recur (default: today in its zone)")
                    @Nullable LocalDate on)
            throws IOException {
        try (Served open = served.open(ledger.options())) {
            Reply now = open.ledger().call("GET", path(name), null, Map.of());
            if (!Answers.isWell(now, err())) {
                return Main.FAILED;
            }
            Map<String, JsonValue> members = new LinkedHashMap<>(now.body().members());
            members.keySet().removeAll(SHOWN_ONLY);
            LocalDate last = on == null ? LocalDate.now(ZoneId.of(Answers.text(now.body(), "zone"))) : on;
            members.put("until", new JsonText(last.toString()));
            return said(
                    name,
                    open.ledger()
                            .call(
                                    "PUT",
                                    path(name),
                                    JsonWriter.text(new JsonObject(members)),
                                    Map.of("If-Match", "\"" + Answers.text(now.body(), "version") + "\"")));
        }
    }

    private int said(String name, Reply reply) {
        if (!Answers.isWell(reply, err())) {
            return Main.FAILED;
        }
        out().println(name + " version " + Answers.text(reply.body(), "version")
                + (reply.status() == 201 ? "" : ", as it was"));
        for (JsonObject occurrence : Answers.objects(reply.body(), "next")) {
            out().println("  " + Answers.text(occurrence, "commitment") + "\tmade " + Answers.text(occurrence, "makeAt")
                    + "\tdue " + Answers.text(occurrence, "due"));
        }
        out().flush();
        return Main.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
