package dev.kept.app.cli;

import dev.kept.app.support.Documents;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.app.wiring.RemoteLedger.Reply;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The commands about due dates that a change of their calendar has left behind.
final class RecalculationCommands {
    private static final int BATCH = 500;

    private RecalculationCommands() {}

    private static String path(String name) {
        return "/v1/calendars/" + Answers.encoded(name) + "/recalculation";
    }

    /// Every page of what is outdated.
    ///
    /// @return nothing if the ledger says why not
    private static @Nullable List<JsonObject> outdated(RemoteLedger ledger, String name, PrintWriter err) {
        List<JsonObject> items = new ArrayList<>();
        String next = path(name) + "?limit=" + BATCH;
        while (true) {
            Reply reply = ledger.call("GET", next, null, Map.of());
            if (!Answers.isWell(reply, err)) {
                return null;
            }
            items.addAll(Answers.objects(reply.body(), "items"));
            if (!(reply.body().get("next") instanceof JsonValue.JsonText(String following))) {
                return items;
            }
            next = following;
        }
    }

    /// Lists them.
    @CommandLine.Command(
            name = "outdated",
            description = "Lists open promises whose due date the calendar would put elsewhere today; moves nothing.",
            mixinStandardHelpOptions = true)
    static final class Outdated implements Callable<Integer> {
        @CommandLine.Mixin
        private final LedgerMixin ledger = new LedgerMixin();

        @CommandLine.Mixin
        private final Served.Mixin served = new Served.Mixin();

        @CommandLine.Parameters(paramLabel = "NAME")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @CommandLine.Option(names = "--json", description = "print JSON, one promise a line")
        private boolean json;

        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init")
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            try (Served open = served.read(ledger.options())) {
                List<JsonObject> items =
                        outdated(open.ledger(), name, spec.commandLine().getErr());
                if (items == null) {
                    return Main.FAILED;
                }
                for (JsonObject item : items) {
                    out.println(
                            json
                                    ? JsonWriter.text(item)
                                    : Answers.text(item, "commitment") + "\t" + Answers.text(item, "due") + " -> "
                                            + Answers.text(item, "newDue") + "\t" + Answers.text(item, "customer"));
                }
                out.flush();
                return Main.OK;
            }
        }
    }

    /// Moves those that are named, or all of them.
    @CommandLine.Command(
            name = "recalculate",
            description = "Moves due dates to where the calendar puts them now, each by a fact of its own.",
            mixinStandardHelpOptions = true)
    static final class Recalculate implements Callable<Integer> {
        /// What the fact says.
        enum As {
            /// The calendar was wrong.
            CORRECTED,
            /// The other side agreed.
            RENEGOTIATED
        }

        @CommandLine.Mixin
        private final LedgerMixin ledger = new LedgerMixin();

        @CommandLine.Mixin
        private final Served.Mixin served = new Served.Mixin();

        @CommandLine.Parameters(index = "0", paramLabel = "NAME", description = "the calendar")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @CommandLine.Parameters(index = "1..*", paramLabel = "COMMITMENT", description = "the promises to move")
        private List<String> commitments = new ArrayList<>();

        @CommandLine.Option(names = "--all", description = "all that `outdated` lists")
        private boolean all;

        @CommandLine.Option(
                names = "--as",
                paramLabel = "WHAT",
                required = true,
                description = "corrected: the calendar was wrong; renegotiated: the other side agreed")
        @SuppressWarnings("NullAway.Init")
        private As as;

        @CommandLine.Option(
                names = "--evidence-ref",
                paramLabel = "REF",
                description = "where the consent lies, or why")
        private @Nullable String evidenceRef;

        @CommandLine.Option(names = "--reason", paramLabel = "TEXT", description = "of a correction")
        private @Nullable String reason;

        @CommandLine.Option(names = "--actor", paramLabel = "WHO", description = "who decided it")
        private @Nullable String actor;

        @CommandLine.Spec
        @SuppressWarnings("NullAway.Init")
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (all == !commitments.isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "name the promises to move, or give --all");
            }
            try (Served open = served.open(ledger.options())) {
                List<String> wanted = commitments;
                if (all) {
                    List<JsonObject> items =
                            outdated(open.ledger(), name, spec.commandLine().getErr());
                    if (items == null) {
                        return Main.FAILED;
                    }
                    wanted = items.stream()
                            .map(item -> Answers.text(item, "commitment"))
                            .toList();
                }
                int code = Main.OK;
                for (int from = 0; from < wanted.size(); from += BATCH) {
                    if (!move(open.ledger(), wanted.subList(from, Math.min(wanted.size(), from + BATCH)))) {
                        code = Main.FAILED;
                    }
                }
                return code;
            }
        }

        private boolean move(RemoteLedger remote, List<String> batch) {
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            JsonWriter body =
                    new JsonWriter().beginObject().member("as", as.name().toLowerCase(Locale.ROOT));
            body.member("evidenceRef", evidenceRef).member("reason", reason).member("actor", actor);
            body.beginArray("commitments");
            batch.forEach(commitment -> body.value(new JsonValue.JsonText(commitment)));
            Reply reply = remote.call("POST", path(name), JsonWriter.text(Documents.value(body.endArray())), Map.of());
            if (!Answers.isWell(reply, err)) {
                return false;
            }
            boolean well = true;
            for (JsonObject result : Answers.objects(reply.body(), "results")) {
                String status = Answers.text(result, "status");
                out.println(Answers.text(result, "commitment") + "\t" + status + "\t" + Answers.text(result, "newDue"));
                if (result.get("problem") instanceof JsonObject problem) {
                    well = false;
                    Answers.problem(problem, err);
                }
            }
            out.flush();
            return well;
        }
    }
}
