package dev.kept.app.cli;

import dev.kept.app.support.ReadTimes;
import dev.kept.app.support.audit.AuditDocuments;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.reliability.KnowledgeDiff;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Prints what later knowledge changed.
@CommandLine.Command(
        name = "diff",
        description = {
            "Prints what was known then and what is known now of the same time: every promise that reads",
            "differently, the facts that made it so, and the scores before and after."
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(names = "--customer", paramLabel = "C", description = "of one customer (default: of all)")
    private @Nullable String customer;

    @CommandLine.Option(
            names = "--known-then",
            paramLabel = "TIME",
            required = true,
            description = "where the earlier knowledge ends, such as 2026-06-30T00:00:00Z")
    @SuppressWarnings("NullAway.Init")
    private String knownThen;

    @CommandLine.Option(
            names = "--known-now",
            paramLabel = "TIME",
            description = "where the later knowledge ends (default: now)")
    private @Nullable String knownNow;

    @CommandLine.Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "the time that both are about (default: that of --known-now)")
    private @Nullable String asOf;

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        Instant clock = Instant.now();
        Instant then = ReadTimes.instant("--known-then", knownThen, clock);
        Instant now = ReadTimes.instant("--known-now", knownNow, clock);
        Instant of = asOf == null ? now : ReadTimes.instant("--as-of", asOf, clock);
        if (then.isAfter(now)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--known-then " + then + " comes after --known-now " + now + "; exchange them");
        }
        JsonObject diff = diff(new KnowledgeDiff.Question(customer, of, then, now));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.text(diff));
        } else {
            print(diff, out);
        }
        out.flush();
        return Main.OK;
    }

    private JsonObject diff(KnowledgeDiff.Question question) {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            return remote(remote.get(), question);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            StatsCommand.awaitViews(open.ledger());
            List<KnowledgeDiff.Change> changes = new ArrayList<>();
            KnowledgeDiff.Summary summary = open.ledger().diff().read(question, Policy.kyw1(), changes::add);
            return (JsonObject) AuditDocuments.diff(summary, changes, null);
        }
    }

    /// All pages as one answer.
    private static JsonObject remote(RemoteLedger remote, KnowledgeDiff.Question question) {
        List<JsonValue> changes = new ArrayList<>();
        String after = null;
        while (true) {
            JsonObject page = remote.diff(question.customer(), question.asOf(), question.then(), question.now(), after);
            if (page.get("changes") instanceof JsonArray(var items)) {
                changes.addAll(items);
            }
            if (!(page.get("next") instanceof JsonText(String next))) {
                Map<String, JsonValue> whole = new LinkedHashMap<>(page.members());
                whole.put("changes", new JsonArray(changes));
                return new JsonObject(whole);
            }
            after = next;
        }
    }

    private static void print(JsonObject diff, PrintWriter out) {
        out.println("As of " + text(diff, "asOf") + ", known by " + text(diff, "knownThen") + " and by "
                + text(diff, "knownNow") + ": " + number(diff, "changed") + " of " + number(diff, "commitments")
                + " promises read differently.");
        items(diff, "scores")
                .forEach(score -> out.println("  " + text(score, "direction") + ": score " + score(score, "then")
                        + " → " + score(score, "now")));
        for (JsonObject change : items(diff, "changes")) {
            String parts = change.get("parts") instanceof JsonArray(var names)
                    ? names.stream()
                            .map(name -> name instanceof JsonText(String text) ? text : "")
                            .collect(Collectors.joining(", "))
                    : "";
            out.println(text(change, "commitment") + "  " + outcome(change, "then") + " → " + outcome(change, "now")
                    + "  (" + parts + ")");
            items(change, "causes")
                    .forEach(cause -> out.println("    position " + number(cause, "position") + ": "
                            + text(cause, "type") + " at " + text(cause, "at") + ", known since "
                            + text(cause, "recordedAt")));
        }
    }

    private static String score(JsonObject score, String name) {
        if (!(score.get(name) instanceof JsonObject one)) {
            return "none";
        }
        return (one.get("score") instanceof JsonNumber(String value) ? value : text(one, "score")) + " "
                + text(one, "grade");
    }

    private static String outcome(JsonObject change, String name) {
        return change.get(name) instanceof JsonObject view ? text(view, "outcome") : "(not known)";
    }

    private static List<JsonObject> items(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray(var items)
                ? items.stream().map(JsonObject.class::cast).toList()
                : List.of();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonText(String text) ? text : "";
    }

    private static String number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber(String number) ? number : "0";
    }
}
