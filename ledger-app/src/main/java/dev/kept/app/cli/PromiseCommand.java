package dev.kept.app.cli;

import dev.kept.app.support.ReadTimes;
import dev.kept.app.support.capture.PromiseDesk;
import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Records a promise in a person's own words, after it has shown what it understood.
@CommandLine.Command(
        name = "promise",
        description = "Records a promise in your own words, like \"Acme: quote by Friday noon\"; shows first what it"
                + " understood, and asks where words can mean two things.",
        mixinStandardHelpOptions = true)
final class PromiseCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Parameters(
            arity = "1..*",
            paramLabel = "TEXT",
            description = "the customer, a colon, what is promised, and when it is due")
    private List<String> text = List.of();

    @CommandLine.Option(
            names = {"-y", "--yes"},
            description = "records without asking")
    private boolean yes;

    @CommandLine.Option(
            names = "--new-customer",
            description = "the customer is a new one, although known names are alike")
    private boolean newCustomer;

    @CommandLine.Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "whose days are meant, for customers without a calendar of their own"
                    + " (default: that of the calendar named default, else UTC)")
    private @Nullable String zone;

    @CommandLine.Option(
            names = "--promisor",
            paramLabel = "NAME",
            description = "who promises it (default: the ledger itself, nobody in particular)")
    private @Nullable String promisor;

    @CommandLine.Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "who records it (default: the promisor, if one is given)")
    private @Nullable String actor;

    @CommandLine.Option(names = "--url", paramLabel = "URL", description = "talk to a ledger that runs there")
    private @Nullable String url;

    @CommandLine.Option(
            names = "--token-file",
            paramLabel = "F",
            description = "the token of the ledger at --url (default: token in the data folder)")
    private @Nullable Path tokenFile;

    @CommandLine.Option(names = "--json", description = "print what was understood as JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (zone != null && ReadTimes.zone(zone).isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--zone " + zone + " is not in the time-zone database; " + ReadTimes.ZONE_FIX);
        }
        Optional<RemoteLedger> remote = remote();
        if (remote.isPresent()) {
            return record(remote.get());
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            StatsCommand.awaitViews(open.ledger());
            return record(PromiseDesk.of(open.ledger()));
        }
    }

    private Optional<RemoteLedger> remote() throws IOException {
        if (url == null) {
            return LedgerMixin.running(ledger.options());
        }
        String token = tokenFile == null
                ? DataFolder.at(ledger.options().data()).token()
                : Files.readString(tokenFile).strip();
        return Optional.of(new RemoteLedger(url, token));
    }

    private int record(PromiseDesk desk) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        JsonValue.JsonObject understood = desk.understand(
                new PromiseDesk.Words(String.join(" ", text), zone, promisor, actor == null ? promisor : actor));
        if (json) {
            spec.commandLine().getOut().println(JsonWriter.text(understood));
            spec.commandLine().getOut().flush();
        }
        if (!(understood.get("line") instanceof JsonValue.JsonObject line)) {
            Understood.question(understood, err);
            err.flush();
            return Main.FAILED;
        }
        Understood.show(understood, err);
        if (Understood.mayBeAnother(understood) && !newCustomer) {
            err.println("kept: not recorded: the customer is not known, and known names are alike; write the name as it"
                    + " is known, or add --new-customer");
            err.flush();
            return Main.FAILED;
        }
        if (!yes && !isConfirmed(err)) {
            return Main.FAILED;
        }
        return switch (desk.record(line)) {
            case PromiseDesk.Outcome.Recorded() -> {
                err.println("recorded as " + Understood.text(understood, "commitment"));
                err.flush();
                yield Main.OK;
            }
            case PromiseDesk.Outcome.Refused(String why) -> {
                err.println("kept: not recorded: " + why);
                err.flush();
                yield Main.FAILED;
            }
        };
    }

    /// The end of the input is no yes.
    private static boolean isConfirmed(PrintWriter err) throws IOException {
        err.print("Record it? [y/N] ");
        err.flush();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        String answer = in.readLine();
        boolean confirmed =
                answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        if (!confirmed) {
            err.println(answer == null ? "" : "not recorded");
            if (answer == null) {
                err.println("kept: not recorded: nobody answers; add --yes to record without asking");
            }
            err.flush();
        }
        return confirmed;
    }
}
