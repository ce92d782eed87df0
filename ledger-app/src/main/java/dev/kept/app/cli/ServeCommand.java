package dev.kept.app.cli;

import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.LedgerServer;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Runs the ledger on its own data until it is stopped.
@CommandLine.Command(
        name = "serve",
        description = "Runs the ledger: pages and API on 127.0.0.1.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Mixin
    private final ServerMixin server = new ServerMixin();

    @CommandLine.Mixin
    private final KafkaMixin kafka = new KafkaMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LedgerOptions options = ledger.options();
        KafkaOptions topics = kafka.options(options.tenant());
        LedgerServer running = LedgerServer.start(server.options(options, topics), Clock.systemUTC());
        Foreground.closeAtEnd(running);
        err.println("Ledger " + options.tenant() + " on " + options.data());
        err.println("  pages and API  " + running.url());
        err.println("  write token    " + options.data().resolve("token"));
        err.println("  sign in        " + running.signInLink());
        if (topics != null) {
            err.println("  Kafka          " + topics.bootstrap());
        }
        err.println("Ctrl-C stops it; the data stays.");
        err.flush();
        Foreground.await();
        return Main.OK;
    }
}
