package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Registers and looks after the webhooks of a running ledger.
@CommandLine.Command(
        name = "webhooks",
        description = "Registers endpoints that are told of warnings and changed outcomes, and looks after them.",
        synopsisSubcommandLabel = "(add | list | rotate | enable | remove | test)",
        mixinStandardHelpOptions = true)
final class WebhooksCommand implements Runnable {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(
            names = "--url",
            paramLabel = "URL",
            scope = CommandLine.ScopeType.INHERIT,
            description = "the ledger that runs there")
    private @Nullable String url;

    @CommandLine.Option(
            names = "--token-file",
            paramLabel = "F",
            scope = CommandLine.ScopeType.INHERIT,
            description = "the token of the ledger at --url (default: token in the data folder)")
    private @Nullable Path tokenFile;

    @CommandLine.Option(names = "--json", scope = CommandLine.ScopeType.INHERIT, description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @CommandLine.Command(
            name = "add",
            description = "Registers an endpoint and prints its secret, this once.",
            mixinStandardHelpOptions = true)
    int add(
            @CommandLine.Parameters(paramLabel = "ENDPOINT", description = "where events are posted to, https")
                    String endpoint,
            @CommandLine.Option(
                            names = "--event",
                            paramLabel = "TYPE",
                            description = "outcome.changed, warning.at_risk, warning.due, warning.overdue,"
                                    + " warning.missed or warning.*; may be repeated (default: all)")
                    @Nullable List<String> events)
            throws IOException {
        JsonWriter body = new JsonWriter().beginObject().member("url", endpoint);
        if (events != null) {
            body.beginArray("events");
            events.forEach(event -> body.value(new JsonValue.JsonText(event)));
            body.endArray();
        }
        return shown(call("POST", "", body.endObject().toBytes()));
    }

    @CommandLine.Command(name = "list", description = "Lists the endpoints.", mixinStandardHelpOptions = true)
    int list() throws IOException {
        RemoteLedger.Reply reply = call("GET", "", null);
        if (json || !reply.isOk()) {
            return shown(reply);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (reply.body().get("items") instanceof JsonValue.JsonArray(List<JsonValue> items)) {
            for (JsonValue item : items) {
                if (item instanceof JsonValue.JsonObject one) {
                    out.println(text(one, "id") + "  " + text(one, "status") + "  delivered " + text(one, "delivered")
                            + "  behind " + text(one, "behind") + "  " + text(one, "url") + "  " + events(one));
                    String why = text(one, text(one, "disabled").equals("-") ? "failure" : "disabled");
                    if (!why.equals("-")) {
                        out.println("  " + why);
                    }
                }
            }
        }
        out.flush();
        return Main.OK;
    }

    @CommandLine.Command(
            name = "rotate",
            description =
                    "Gives an endpoint a new secret and prints it, this once; the one before signs, too, for a while.",
            mixinStandardHelpOptions = true)
    int rotate(
            @CommandLine.Parameters(paramLabel = "ID") String id,
            @CommandLine.Option(
                            names = "--overlap-hours",
                            paramLabel = "N",
                            defaultValue = "24",
                            description = "how long the secret before signs, too (default: ${DEFAULT-VALUE})")
                    int hours)
            throws IOException {
        return shown(call("POST", "/" + RemoteLedger.encoded(id) + "/rotate?overlapHours=" + hours, null));
    }

    @CommandLine.Command(
            name = "enable",
            description = "Delivers again to an endpoint that was disabled, from where it stopped.",
            mixinStandardHelpOptions = true)
    int enable(@CommandLine.Parameters(paramLabel = "ID") String id) throws IOException {
        return shown(call("POST", "/" + RemoteLedger.encoded(id) + "/enable", null));
    }

    @CommandLine.Command(name = "remove", description = "Forgets an endpoint.", mixinStandardHelpOptions = true)
    int remove(@CommandLine.Parameters(paramLabel = "ID") String id) throws IOException {
        RemoteLedger.Reply reply = call("DELETE", "/" + RemoteLedger.encoded(id), null);
        if (!reply.isOk()) {
            return shown(reply);
        }
        spec.commandLine().getErr().println("removed " + id);
        spec.commandLine().getErr().flush();
        return Main.OK;
    }

    @CommandLine.Command(
            name = "test",
            description = "Sends an event of type webhook.test and prints what the endpoint answered.",
            mixinStandardHelpOptions = true)
    int test(@CommandLine.Parameters(paramLabel = "ID") String id) throws IOException {
        RemoteLedger.Reply reply = call("POST", "/" + RemoteLedger.encoded(id) + "/test", null);
        int code = shown(reply);
        return reply.body().get("delivered") instanceof JsonValue.JsonBoolean(boolean delivered) && delivered
                ? code
                : Main.FAILED;
    }

    private RemoteLedger.Reply call(String method, String path, byte @Nullable [] body) throws IOException {
        DataFolder folder = DataFolder.at(ledger.options().data());
        String address = url != null
                ? url
                : folder.running()
                        .map(DataFolder.Running::url)
                        .orElseThrow(() -> new CannotStart("no ledger runs on " + folder.path()
                                + "; start it with ./kept serve, or name one with --url"));
        String token =
                tokenFile == null ? folder.token() : Files.readString(tokenFile).strip();
        return new RemoteLedger(address, token).call(method, "/v1/webhooks" + path, body);
    }

    /// Prints an answer, or why there is none.
    private int shown(RemoteLedger.Reply reply) {
        if (!reply.isOk()) {
            spec.commandLine().getErr().println("kept: " + reply.problem());
            spec.commandLine().getErr().flush();
            return Main.FAILED;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.text(reply.body()));
        } else {
            reply.body().members().keySet().stream()
                    .filter(name -> !name.equals("events"))
                    .forEach(name -> out.println("  " + name + "  " + text(reply.body(), name)));
            if (reply.body().get("events") != null) {
                out.println("  events  " + events(reply.body()));
            }
        }
        out.flush();
        return Main.OK;
    }

    private static String events(JsonValue.JsonObject endpoint) {
        List<String> names = new ArrayList<>();
        if (endpoint.get("events") instanceof JsonValue.JsonArray(List<JsonValue> events)) {
            for (JsonValue event : events) {
                if (event instanceof JsonValue.JsonText(String name)) {
                    names.add(name);
                }
            }
        }
        return String.join(",", names);
    }

    private static String text(JsonValue.JsonObject object, String name) {
        return switch (object.get(name)) {
            case JsonValue.JsonText(String text) -> text;
            case JsonValue.JsonNumber(String number) -> number;
            case JsonValue.JsonBoolean(boolean value) -> Boolean.toString(value);
            case null, default -> "-";
        };
    }
}
