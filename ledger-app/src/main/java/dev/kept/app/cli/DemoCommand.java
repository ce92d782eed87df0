package dev.kept.app.cli;

import dev.kept.app.broker.LocalBroker;
import dev.kept.app.demo.SimulatedFact;
import dev.kept.app.demo.Simulator;
import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.support.CannotStart;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.LedgerServer;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.store.recording.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine;

/// Runs a ledger that records a simulated year.
@CommandLine.Command(
        name = "demo",
        description = "Runs a ledger with a simulated year of a small company in it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final long SEED = 20_260_101;
    private static final String UNTIL = "demo-until";
    /// The folder of a broker's jars; the launcher sets it.
    static final String BROKER_JARS = "kept.broker.jars";
    private static final int CHUNK = 1_000;
    private static final long ANSWER_SECONDS = 120;

    @CommandLine.Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:KEPT_DEMO_DATA:-.kept/demo}",
            description = "the demonstration's folder (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @CommandLine.Option(
            names = "--kafka",
            description = "starts a Kafka broker, too, reads facts from it and publishes to it")
    private boolean kafka;

    @CommandLine.Mixin
    private final ServerMixin server = new ServerMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        Clock clock = Clock.systemUTC();
        KafkaOptions topics = kafka ? topics() : null;
        LedgerServer running = LedgerServer.start(
                server.options(new LedgerOptions(data, null, null, null, LedgerMixin.DEFAULT_TENANT, false), topics),
                clock);
        Foreground.closeAtEnd(running);
        err.println("Demonstration ledger on " + data);
        err.println("  pages and API  " + running.url());
        err.println("  write token    " + data.resolve("token"));
        err.println("  sign in        " + running.signInLink());
        if (topics != null) {
            err.println("  Kafka          " + topics.bootstrap() + ", facts to " + KafkaOptions.FACTS);
        }
        err.flush();
        int added = record(running, Simulator.year(SEED, until(clock)), err);
        err.println(
                added == 0
                        ? "The simulated year is in the ledger."
                        : "Recorded a simulated year: " + added + " facts.");
        err.println("Ctrl-C stops it; the data stays.");
        err.flush();
        Foreground.await();
        return Main.OK;
    }

    /// A broker of the demonstration's own, which ends with it.
    private KafkaOptions topics() {
        String jars = System.getProperty(BROKER_JARS);
        if (jars == null) {
            throw new CannotStart("--kafka needs a broker's jars; start the demonstration with ./kept demo --kafka");
        }
        LocalBroker broker = LocalBroker.start(Path.of(jars), data.resolve("kafka"), 0);
        return new KafkaMixin().at(broker.address(), LedgerMixin.DEFAULT_TENANT);
    }

    /// The year's end, fixed at the first start: a later one adds nothing.
    private Instant until(Clock clock) throws IOException {
        Path file = data.resolve(UNTIL);
        if (!Files.exists(file)) {
            Files.writeString(file, clock.instant().truncatedTo(ChronoUnit.HOURS) + "\n");
        }
        try {
            return Instant.parse(Files.readString(file).strip());
        } catch (DateTimeException _) {
            throw new CannotStart(
                    "the file " + file + " holds no time; delete the folder " + data + " and start again");
        }
    }

    private static int record(LedgerServer running, List<SimulatedFact> facts, PrintWriter err)
            throws InterruptedException {
        int added = 0;
        for (int from = 0; from < facts.size(); from += CHUNK) {
            List<RecordFacts.Item> items = facts.subList(from, Math.min(facts.size(), from + CHUNK)).stream()
                    .map(fact -> new RecordFacts.Item(fact.command(), Entrance.IMPORT))
                    .toList();
            try {
                for (Answer answer : running.ledger().record(items).get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                    switch (answer) {
                        case Answer.Recorded _ -> added++;
                        case Answer.Duplicate _ -> {}
                        case Answer.Refused(var refusal) ->
                            err.println("kept: a simulated fact was refused: " + refusal);
                    }
                }
            } catch (ExecutionException | TimeoutException failure) {
                throw new CannotStart("the simulated year could not be recorded (" + failure.getMessage()
                        + "); start it again: nothing is recorded twice");
            }
            err.flush();
        }
        return added;
    }
}
