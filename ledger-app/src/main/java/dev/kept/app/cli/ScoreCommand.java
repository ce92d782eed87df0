package dev.kept.app.cli;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.ScoreCases;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.ExportedScores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Prints a keep-your-word score: of a ledger's customer or promisor, or computed offline from a file of events.
@CommandLine.Command(
        name = "score",
        description = {
            "Prints a keep-your-word score as a JSON document.",
            "Of a ledger: --customer, --promisor. Offline: --facts FILE, an array of events; --cases FILE, test cases."
        },
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(names = "--customer", paramLabel = "C", description = "promises to (or by) this customer")
    private @Nullable String customer;

    @CommandLine.Option(names = "--promisor", paramLabel = "P", description = "promises by this promisor")
    private @Nullable String promisor;

    @CommandLine.Option(
            names = "--direction",
            paramLabel = "D",
            defaultValue = "BY_US",
            description = "by_us, by_customer or by_supplier (default: ${DEFAULT-VALUE})")
    private Direction direction = Direction.BY_US;

    @CommandLine.Option(
            names = "--facts",
            paramLabel = "FILE",
            description = "a JSON array of events, or an export, offline")
    private @Nullable Path facts;

    @CommandLine.Option(names = "--cases", paramLabel = "FILE", description = "a JSON file of test cases, offline")
    private @Nullable Path cases;

    @CommandLine.Option(names = "--as-of", paramLabel = "TIME", description = "read at this time (default: now)")
    private @Nullable String asOf;

    @CommandLine.Option(
            names = "--known-at",
            paramLabel = "TIME",
            description = "from what was known by then (default: now; offline: the time of --as-of)")
    private @Nullable String knownAt;

    @CommandLine.Option(
            names = "--policy",
            paramLabel = "ID|FILE",
            defaultValue = "kyw-1",
            description = "the scoring policy (default: ${DEFAULT-VALUE})")
    private String policy = "kyw-1";

    @CommandLine.Option(names = "--json", description = "print JSON (there is no other form yet to choose from)")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println(document());
            out.flush();
            return Main.OK;
        } catch (IllegalArgumentException | JsonException fault) {
            spec.commandLine().getErr().println("kept: " + fault.getMessage());
            return Main.FAILED;
        }
    }

    private String document() throws IOException {
        if (cases != null) {
            return ScoreCases.cases(read(cases));
        }
        Instant now = Instant.now();
        Instant at = ReadTimes.instant("asOf", asOf, now);
        if (facts != null) {
            return offline(facts, new ReadAt(at, ReadTimes.instant("knownAt", knownAt, at)));
        }
        if (customer == null && promisor == null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "Whose score? Name --customer C or --promisor P, or a file with --facts or --cases");
        }
        return JsonWriter.text(ofLedger(new ReadAt(at, ReadTimes.instant("knownAt", knownAt, now))));
    }

    /// An array of events is the record itself; an export is a whole ledger, of which one party's record is read.
    private String offline(Path file, ReadAt at) throws IOException {
        byte[] content = read(file);
        String begin = new String(content, 0, Math.min(content.length, 64), StandardCharsets.UTF_8).stripLeading();
        if (!begin.startsWith("{\"position\"")) {
            return ScoreCases.facts(content, policy(), at.asOfSeconds(), at.knownAtSeconds());
        }
        try (Stream<String> lines = Files.lines(file)) {
            return ExportedScores.of(
                            lines.filter(line -> !line.isBlank()).map(line -> line.getBytes(StandardCharsets.UTF_8)))
                    .explain(filter(), policy(), at)
                    .toJson();
        }
    }

    private CommitmentFilter filter() {
        return new CommitmentFilter(customer, promisor, null, direction, null, null, null);
    }

    private JsonValue ofLedger(ReadAt at) throws IOException {
        Policy asked = policy();
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            boolean known = asked.equals(Policy.kyw1());
            return remote.get().score(filter(), known ? asked.id() : asked.canonicalJson(), at);
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            Ledger local = open.ledger();
            StatsCommand.awaitViews(local);
            return Documents.score(local.scores().explain(filter(), asked, at), asked, at, Documents.Reasons.ALL);
        }
    }

    private Policy policy() throws IOException {
        return policy(policy);
    }

    /// @param named the id of a shipped policy, or a file
    static Policy policy(String named) throws IOException {
        Policy builtIn = Policy.kyw1();
        return named.equals(builtIn.id()) ? builtIn : Policy.parse(read(Path.of(named)));
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("the file " + file + " cannot be read; check its name");
        }
        return Files.readAllBytes(file);
    }
}
