package dev.kept.app.cli;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Documents;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.board.BoardQuery;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Prints what must be saved today.
@CommandLine.Command(
        name = "board",
        description =
                "Prints what must be saved today: promises at risk, due, overdue and missed, and silent customers.",
        mixinStandardHelpOptions = true)
final class BoardCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "where today begins and ends, such as Europe/Berlin (default: this machine's)")
    private @Nullable String zone;

    @CommandLine.Option(
            names = "--promisor",
            paramLabel = "NAME",
            description = "the promises of this one alone (default: everybody's)")
    private @Nullable String promisor;

    @CommandLine.Option(
            names = "--direction",
            paramLabel = "WHO",
            description = "by_us, by_customer or by_supplier (default: ${DEFAULT-VALUE})")
    private Direction direction = Direction.BY_US;

    @CommandLine.Option(
            names = "--days",
            paramLabel = "N",
            description = "look so many days ahead (default: ${DEFAULT-VALUE})")
    private int days = BoardQuery.DEFAULT_DAYS;

    @CommandLine.Option(
            names = "--silent-days",
            paramLabel = "N",
            description = "a customer without a kept promise and an individual touch for so long is silent"
                    + " (default: ${DEFAULT-VALUE})")
    private int silentDays = BoardQuery.DEFAULT_SILENT_DAYS;

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "N",
            description = "at most so many of each (default: 10, in the JSON " + BoardQuery.DEFAULT_LIMIT + ")")
    private @Nullable Integer limit;

    @CommandLine.Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "the board of what had happened by then (default: now)")
    private @Nullable String asOf;

    @CommandLine.Option(
            names = "--known-at",
            paramLabel = "TIME",
            description = "the board of what was known by then (default: now)")
    private @Nullable String knownAt;

    @CommandLine.Option(names = "--url", paramLabel = "URL", description = "ask a ledger that runs there")
    private @Nullable String url;

    @CommandLine.Option(names = "--json", description = "print JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private static final int SHOWN = 10;

    @Override
    public Integer call() {
        JsonValue.JsonObject board = board(query());
        if (json) {
            spec.commandLine().getOut().println(JsonWriter.text(board));
        } else {
            BoardTable.print(board, spec.commandLine().getOut());
        }
        spec.commandLine().getOut().flush();
        return Main.OK;
    }

    private BoardQuery query() {
        int most = limit == null ? json ? BoardQuery.DEFAULT_LIMIT : SHOWN : limit;
        try {
            return new BoardQuery(
                    ReadTimes.parse(asOf, knownAt, Instant.now()), zone(), promisor, direction, days, silentDays, most);
        } catch (IllegalArgumentException fault) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(fault.getMessage()), fault);
        }
    }

    private ZoneId zone() {
        if (zone == null) {
            ZoneId here = ZoneId.systemDefault();
            return ZoneRulesProvider.getAvailableZoneIds().contains(here.getId())
                    ? here
                    : ReadTimes.zone(null).orElseThrow();
        }
        return ReadTimes.zone(zone)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        spec.commandLine(),
                        "--zone " + zone + " is not in the time-zone database; " + ReadTimes.ZONE_FIX));
    }

    private JsonValue.JsonObject board(BoardQuery query) {
        Optional<RemoteLedger> remote =
                url == null ? LedgerMixin.remote(ledger.options()) : Optional.of(new RemoteLedger(url, ""));
        if (remote.isPresent()) {
            return remote.get().board(query);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            StatsCommand.awaitViews(open.ledger());
            return (JsonValue.JsonObject) Documents.board(open.ledger().board().read(query));
        }
    }
}
