package dev.kept.app.cli;

import dev.kept.app.torture.Fault;
import dev.kept.app.torture.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Runs the ledger that `kept torture` kills.
@CommandLine.Command(name = "torture-worker", hidden = true)
final class TortureWorkerCommand implements Callable<Integer> {
    @CommandLine.Option(names = "--dir", required = true)
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @CommandLine.Option(names = "--seed", required = true)
    private long seed;

    @CommandLine.Option(names = "--next", required = true, split = ",")
    @SuppressWarnings("NullAway.Init")
    private List<Integer> next;

    @CommandLine.Option(names = "--fault")
    private @Nullable String fault;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Fault planted = fault == null ? null : TortureCommand.named(Fault.values(), fault);
        Worker.run(new Worker.Options(directory, seed, next, planted), System.in, System.out);
        return Main.OK;
    }
}
