package dev.kept.app.cli;

import dev.kept.app.support.audit.ReplayDocuments;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.processor.Replay;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine;

/// Folds the whole log again beside the live views, and compares or replaces them.
@CommandLine.Command(
        name = "replay",
        description = {
            "Folds the log again from its first fact, beside the live views.",
            "--check compares every row of every table and names the first that differs (exit code 4);",
            "--rebuild puts what follows from the log in the place of the live rows."
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 50_000;

    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private What what;

    private static final class What {
        @CommandLine.Option(names = "--check", description = "compare, change nothing")
        private boolean check;

        @CommandLine.Option(names = "--rebuild", description = "replace the live rows in one step; readers never wait")
        private boolean rebuild;
    }

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws SQLException {
        JsonObject answer = (JsonObject) answer();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.text(answer));
        } else if (what.rebuild) {
            out.println("The views were rebuilt from " + number(answer, "facts") + " facts.");
        } else {
            print(answer, out);
        }
        out.flush();
        if (what.rebuild) {
            return Main.OK;
        }
        return switch (Replay.Verdict.valueOf(text(answer, "verdict"))) {
            case SAME -> Main.OK;
            case NOTHING -> Main.FAILED;
            case DIFFERENT -> Main.NOT_VERIFIED;
        };
    }

    private JsonValue answer() throws SQLException {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            return remote.get().act(what.rebuild ? "/v1/replay:rebuild" : "/v1/replay:check");
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            StatsCommand.awaitViews(open.ledger());
            Replay replay = open.ledger().processor().replay();
            return what.rebuild
                    ? ReplayDocuments.rebuilt(replay.rebuild(this::progress))
                    : ReplayDocuments.check(replay.check(this::progress));
        }
    }

    private final AtomicLong told = new AtomicLong();

    private void progress(long facts) {
        if (facts - told.get() >= PROGRESS_EVERY) {
            told.set(facts);
            spec.commandLine().getErr().println("kept: " + facts + " facts …");
        }
    }

    private static void print(JsonObject answer, PrintWriter out) {
        String facts = number(answer, "facts");
        switch (Replay.Verdict.valueOf(text(answer, "verdict"))) {
            case SAME -> out.println("SAME: " + facts + " facts lead to all " + number(answer, "rows") + " rows.");
            case NOTHING ->
                out.println(
                        "NOTHING TO COMPARE: the views hold no fact; the log has " + number(answer, "logSize") + ".");
            case DIFFERENT -> {
                out.println("DIFFERENT: not all rows follow from the facts.");
                if (Long.parseLong(facts) != Long.parseLong(number(answer, "position")) + 1) {
                    out.println("The views stand at position " + number(answer, "position") + ", but the log has only "
                            + facts + " facts up to there.");
                }
            }
        }
        if (answer.get("tables") instanceof JsonArray(var tables)) {
            tables.forEach(table -> print((JsonObject) table, text(answer, "verdict"), out));
        }
    }

    private static void print(JsonObject table, String verdict, PrintWriter out) {
        if (verdict.equals("NOTHING")) {
            return;
        }
        if (!(table.get("first") instanceof JsonObject first)) {
            out.printf("  %-14s %10s rows  %s%n", text(table, "table"), number(table, "rows"), text(table, "live"));
            return;
        }
        out.printf(
                "  %-14s %s of its rows differ, the first: %s%n",
                text(table, "table"), number(table, "differing"), text(first, "key"));
        boolean led = first.get("position") instanceof JsonNumber;
        out.println("    " + text(first, "kind")
                + (led ? ", follows from position " + number(first, "position") : ", no fact leads to it"));
        out.println("    live:     " + text(first, "liveRow"));
        out.println("    replayed: " + text(first, "replayedRow"));
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonText(String text) ? text : "(none)";
    }

    private static String number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber(String number) ? number : "0";
    }
}
