package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ReliabilityViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Prints counts and rates.
@CommandLine.Command(
        name = "stats",
        description = "Prints how many promises were made, kept, late, missed and are open, and the on-time rate.",
        mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
    private static final Duration VIEW_WAIT = Duration.ofMinutes(10);

    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "a row for each customer, promisor, kind or month (default: all, in the JSON for customers)")
    private ReliabilityViews.@Nullable By by;

    @CommandLine.Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "count what had happened by then (default: now)")
    private @Nullable String asOf;

    @CommandLine.Option(
            names = "--known-at",
            paramLabel = "TIME",
            description = "count what was known by then (default: now)")
    private @Nullable String knownAt;

    @CommandLine.Option(names = "--url", paramLabel = "URL", description = "ask a ledger that runs there")
    private @Nullable String url;

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        ReadAt at = ReadTimes.parse(asOf, knownAt, Instant.now());
        JsonValue.JsonObject stats = stats(at);
        if (json) {
            spec.commandLine().getOut().println(JsonWriter.text(stats));
        } else {
            StatsTable.print(stats, spec.commandLine().getOut());
        }
        spec.commandLine().getOut().flush();
        return Main.OK;
    }

    private JsonValue.JsonObject stats(ReadAt at) {
        String dimension = by == null ? "customer" : by.name().toLowerCase(Locale.ROOT);
        Optional<RemoteLedger> remote = remote();
        if (remote.isPresent()) {
            return remote.get().stats(dimension, at);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            Ledger local = open.ledger();
            awaitViews(local);
            ReliabilityViews.By wanted = by == null ? ReliabilityViews.By.CUSTOMER : by;
            return (JsonValue.JsonObject)
                    Documents.stats(local.reliability().stats(CommitmentFilter.ALL, wanted, at), wanted, at);
        }
    }

    static void awaitViews(Ledger ledger) {
        if (!ledger.awaitViews(VIEW_WAIT)) {
            throw new CannotStart("the views are not up with the log after " + VIEW_WAIT.toMinutes()
                    + " minutes; start the ledger with ./kept serve and look at its log");
        }
    }

    private Optional<RemoteLedger> remote() {
        if (url != null) {
            return Optional.of(new RemoteLedger(url, ""));
        }
        return LedgerMixin.remote(ledger.options());
    }
}
