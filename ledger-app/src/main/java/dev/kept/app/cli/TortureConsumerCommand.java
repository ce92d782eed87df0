package dev.kept.app.cli;

import dev.kept.app.wiring.chaos.KafkaFault;
import dev.kept.app.wiring.chaos.KafkaWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Runs a ledger that `kept torture --kafka` kills.
@CommandLine.Command(name = "torture-consumer", hidden = true)
final class TortureConsumerCommand implements Callable<Integer> {
    @CommandLine.Option(names = "--dir", required = true)
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @CommandLine.Option(names = "--seed", required = true)
    private long seed;

    @CommandLine.Option(names = "--db-url", required = true)
    @SuppressWarnings("NullAway.Init")
    private String databaseUrl;

    @CommandLine.Option(names = "--db-user", required = true)
    @SuppressWarnings("NullAway.Init")
    private String databaseUser;

    @CommandLine.Option(names = "--kafka", required = true)
    @SuppressWarnings("NullAway.Init")
    private String broker;

    @CommandLine.Option(names = "--topic", required = true)
    @SuppressWarnings("NullAway.Init")
    private String topic;

    @CommandLine.Option(names = "--fault")
    private @Nullable String fault;

    @CommandLine.Option(names = "--trapped")
    private boolean trapped;

    @Override
    public Integer call() throws IOException {
        String password = System.getenv("KEPT_DB_PASSWORD");
        KafkaWorker.run(
                new KafkaWorker.Options(
                        directory,
                        databaseUrl,
                        databaseUser,
                        password == null ? "" : password,
                        broker,
                        topic,
                        seed,
                        fault == null ? null : TortureCommand.named(KafkaFault.values(), fault),
                        trapped),
                System.in,
                System.out);
        return Main.OK;
    }
}
