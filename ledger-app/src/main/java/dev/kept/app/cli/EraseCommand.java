package dev.kept.app.cli;

import dev.kept.app.support.erasure.PersonErasure;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Erases what is written of a person.
@CommandLine.Command(
        name = "erase",
        description = {
            "Erases the personal text of a person by destroying its key: one person asks, another one confirms",
            "within 72 hours. Facts, outcomes, scores and proofs stay."
        },
        mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Parameters(paramLabel = "PERSON", description = "the customer's id, as the facts write it")
    @SuppressWarnings("NullAway.Init")
    private String person;

    @CommandLine.Option(
            names = "--by",
            paramLabel = "NAME",
            required = true,
            description = "who asks for it or confirms it; recorded")
    @SuppressWarnings("NullAway.Init")
    private String by;

    @CommandLine.Option(names = "--confirm", description = "confirm what another person has asked for")
    private boolean confirm;

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        JsonObject answer = answer();
        boolean refused = answer.get("code") != null;
        PrintWriter out =
                refused ? spec.commandLine().getErr() : spec.commandLine().getOut();
        if (json) {
            spec.commandLine().getOut().println(JsonWriter.text(answer));
            spec.commandLine().getOut().flush();
        } else if (refused) {
            out.println("kept: refused, " + text(answer, "code") + ": " + text(answer, "field") + " is "
                    + text(answer, "value") + ", " + text(answer, "detail") + "; " + text(answer, "fix"));
        } else {
            print(answer, out);
        }
        out.flush();
        return refused ? Main.FAILED : Main.OK;
    }

    private JsonObject answer() {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            return remote.get().erase(person, by, confirm);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            StatsCommand.awaitViews(open.ledger());
            PersonErasure erasure =
                    new PersonErasure(open.ledger(), open.ledger().keys());
            return (JsonObject) PersonErasure.json(confirm ? erasure.confirm(person, by) : erasure.request(person, by));
        }
    }

    private static void print(JsonObject answer, PrintWriter out) {
        String name = text(answer, "person");
        if (text(answer, "state").equals("PENDING")) {
            out.println("Asked for by " + text(answer, "requestedBy") + ". Nothing is erased yet: another person runs"
                    + " ./kept erase " + quoted(name) + " --confirm --by NAME before " + text(answer, "until") + ".");
            return;
        }
        out.println("Erased: " + number(answer, "keys") + " keys of " + name + " are destroyed, "
                + number(answer, "letters") + " dead letters emptied.");
        if (!number(answer, "inTheClear").equals("0")) {
            out.println("NOT erased: " + number(answer, "inTheClear") + " facts were recorded before text was sealed;"
                    + " what they say stays in the log.");
        }
        out.println("Copies outside the ledger are yours to delete: docs/erasure.md lists them.");
    }

    /// As a shell takes it for one word.
    static String quoted(String name) {
        return name.matches("[A-Za-z0-9@%+=:,./_-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonText(String text) ? text : "";
    }

    private static String number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber(String number) ? number : "0";
    }
}
