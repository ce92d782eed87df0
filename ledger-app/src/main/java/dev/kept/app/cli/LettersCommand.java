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
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Lists the dead letters of a running ledger, tries them again, or gives one up.
@CommandLine.Command(
        name = "letters",
        description = "Lists records from Kafka that could not be applied, tries them again in order, or gives one up.",
        mixinStandardHelpOptions = true)
final class LettersCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    static final class Act {
        @CommandLine.Option(
                names = "--retry",
                paramLabel = "ID",
                description = "tries the letters of this one's commitment again, in their order")
        private @Nullable Long retry;

        @CommandLine.Option(names = "--retry-all", description = "tries all of them again")
        private boolean retryAll;

        @CommandLine.Option(names = "--discard", paramLabel = "ID", description = "gives this one up")
        private @Nullable Long discard;
    }

    @CommandLine.ArgGroup
    private @Nullable Act act;

    @CommandLine.Option(names = "--url", paramLabel = "URL", description = "ask a ledger that runs there")
    private @Nullable String url;

    @CommandLine.Option(
            names = "--token-file",
            paramLabel = "F",
            description = "the token of the ledger at --url (default: token in the data folder)")
    private @Nullable Path tokenFile;

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        DataFolder folder = DataFolder.at(ledger.options().data());
        String address = url != null
                ? url
                : folder.running()
                        .map(DataFolder.Running::url)
                        .orElseThrow(() -> new CannotStart("no ledger runs on " + folder.path()
                                + "; start it with ./kept serve, or name one with --url"));
        String token =
                tokenFile == null ? folder.token() : Files.readString(tokenFile).strip();
        RemoteLedger remote = new RemoteLedger(address, token);
        PrintWriter out = spec.commandLine().getOut();
        JsonValue.JsonObject answer = answer(remote);
        if (json || act != null) {
            out.println(JsonWriter.text(answer));
        } else if (answer.get("items") instanceof JsonValue.JsonArray(List<JsonValue> letters)) {
            letters.forEach(letter -> print(out, letter));
        }
        out.flush();
        return Main.OK;
    }

    private JsonValue.JsonObject answer(RemoteLedger remote) {
        Act wanted = act;
        if (wanted == null) {
            return remote.letters();
        }
        if (wanted.retry != null) {
            return remote.act("/v1/dead-letters/" + wanted.retry + "/retry");
        }
        return wanted.discard != null
                ? remote.act("/v1/dead-letters/" + wanted.discard + "/discard")
                : remote.act("/v1/dead-letters/retry");
    }

    private static void print(PrintWriter out, JsonValue letter) {
        if (letter instanceof JsonValue.JsonObject object) {
            out.println(text(object, "id") + "\t" + text(object, "standing") + "\t" + text(object, "topic") + "-"
                    + text(object, "partition") + "@" + text(object, "offset") + "\t" + text(object, "commitment")
                    + "\t" + text(object, "cause"));
        }
    }

    private static String text(JsonValue.JsonObject object, String name) {
        return switch (object.get(name)) {
            case JsonValue.JsonText(String text) -> text;
            case JsonValue.JsonNumber(String text) -> text;
            case null, default -> "-";
        };
    }
}
