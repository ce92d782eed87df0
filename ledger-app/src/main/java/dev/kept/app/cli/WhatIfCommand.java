package dev.kept.app.cli;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.WhatIf;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Shows what a policy would make of every score, and changes nothing.
@CommandLine.Command(
        name = "whatif",
        description = "Shows what a scoring policy would change of grades, verdicts and ranks; nothing is written.",
        mixinStandardHelpOptions = true)
final class WhatIfCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(
            names = "--policy",
            paramLabel = "FILE",
            required = true,
            description = "the policy to try, as JSON")
    @SuppressWarnings("NullAway.Init")
    private String policy;

    @CommandLine.Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "CUSTOMER",
            description = "a row for each customer, promisor or subject (default: ${DEFAULT-VALUE})")
    private Comparison.By by = Comparison.By.CUSTOMER;

    @CommandLine.Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "20",
            description = "the most affected ones (default: ${DEFAULT-VALUE})")
    private int rows = 20;

    @CommandLine.Option(names = "--as-of", paramLabel = "TIME", description = "read at this time (default: now)")
    private @Nullable String asOf;

    @CommandLine.Option(
            names = "--known-at",
            paramLabel = "TIME",
            description = "from what was known by then (default: now)")
    private @Nullable String knownAt;

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ReadAt at = ReadTimes.parse(asOf, knownAt, Instant.now());
        Policy tried;
        try {
            tried = ScoreCommand.policy(policy);
        } catch (IllegalArgumentException | JsonException fault) {
            spec.commandLine().getErr().println("kept: " + policy + ": " + fault.getMessage());
            return Main.FAILED;
        }
        JsonObject comparison = compare(tried, at);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonWriter.text(comparison));
        } else {
            print(comparison, out);
        }
        out.flush();
        return Main.OK;
    }

    private JsonObject compare(Policy tried, ReadAt at) {
        PrintWriter err = spec.commandLine().getErr();
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            err.println("kept: the running ledger reads its whole log …");
            err.flush();
            return remote.get().whatIf(tried.canonicalJson(), by.name().toLowerCase(Locale.ROOT), rows, at);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            Ledger local = open.ledger();
            StatsCommand.awaitViews(local);
            return (JsonObject) Documents.comparison(
                    local.whatIf().compare(Policy.kyw1(), tried, by, at, new Steps(err)::show), rows);
        }
    }

    /// Progress in steps of a tenth.
    private static final class Steps {
        private final PrintWriter err;
        private long shown = -1;

        Steps(PrintWriter err) {
            this.err = err;
        }

        void show(WhatIf.Progress progress) {
            long tenth = progress.of() == 0 ? 10 : 10 * progress.facts() / progress.of();
            if (tenth > shown) {
                shown = tenth;
                err.println("kept: " + progress.facts() + " of " + progress.of() + " facts");
                err.flush();
            }
        }
    }

    private static void print(JsonObject comparison, PrintWriter out) {
        out.printf(
                "%s facts, %s subjects: %s grades, %s verdicts, %s ranks change%n",
                text(comparison.get("facts")),
                text(comparison.get("subjects")),
                text(comparison.get("changedGrades")),
                text(comparison.get("changedVerdicts")),
                text(comparison.get("changedRanks")));
        if (!(comparison.get("rows") instanceof JsonArray rows)) {
            return;
        }
        for (JsonValue item : rows.items()) {
            if (item instanceof JsonObject row
                    && row.get("before") instanceof JsonObject before
                    && row.get("after") instanceof JsonObject after) {
                out.printf(
                        "%12s  %s -> %s  %s -> %s  %s%n",
                        text(row.get("change")),
                        text(before.get("score")),
                        text(after.get("score")),
                        text(before.get("grade")),
                        text(after.get("grade")),
                        (text(row.get("customer")) + " " + text(row.get("promisor")) + " " + text(row.get("direction")))
                                .strip());
            }
        }
    }

    private static String text(@Nullable JsonValue value) {
        return switch (value) {
            case JsonText(String text) -> text;
            case JsonNumber(String number) -> number;
            case null, default -> "";
        };
    }
}
