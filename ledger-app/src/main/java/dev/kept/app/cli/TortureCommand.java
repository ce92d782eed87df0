package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.torture.Fault;
import dev.kept.app.torture.Kill;
import dev.kept.app.torture.Torture;
import dev.kept.app.torture.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Kills a ledger under load again and again and proves that it lost nothing.
@CommandLine.Command(
        name = "torture",
        description =
                "Kills a ledger of its own under load, again and again, and checks that nothing it acknowledged is"
                        + " lost, doubled or reordered.",
        mixinStandardHelpOptions = true)
final class TortureCommand implements Callable<Integer> {
    @CommandLine.Option(
            names = "--cycles",
            paramLabel = "N",
            defaultValue = "20",
            description = "how often to kill (default: ${DEFAULT-VALUE})")
    private int cycles;

    @CommandLine.Option(
            names = "--seed",
            paramLabel = "S",
            description = "decides load, kills and pauses (default: another each time)")
    private @Nullable Long seed;

    @CommandLine.Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "a new or empty folder for the database and the journal (default: a temporary one,"
                    + " deleted at the end unless something is wrong)")
    private @Nullable Path directory;

    @CommandLine.Option(
            names = "--kill",
            paramLabel = "WHAT",
            split = ",",
            description = "of ledger, server, backend, everything; each once in a round (default: all)")
    private List<Kill> kills = List.of(Kill.values());

    @CommandLine.Option(
            names = "--fault",
            paramLabel = "NAME",
            description = "plant a fault that must be found: acknowledge-before-commit, volatile-commit, new-keys; with"
                    + " --kafka: offsets-first, offsets-apart, no-fencing")
    private @Nullable String fault;

    @CommandLine.Mixin
    private final KafkaTortureMixin kafka = new KafkaTortureMixin();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (cycles < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--cycles " + cycles + " is less than 1");
        }
        PrintWriter err = spec.commandLine().getErr();
        long chosen = seed == null ? System.nanoTime() : seed;
        Path folder = folder();
        err.println("Seed " + chosen + ", in " + folder);
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        boolean clean =
                kafka.wanted() ? kafka.run(cycles, chosen, folder, fault, out, err) : run(chosen, folder, out, err);
        out.flush();
        if (clean && directory == null) {
            delete(folder);
        }
        return clean ? Main.OK : Main.NOT_VERIFIED;
    }

    private boolean run(long chosen, Path folder, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        Fault planted = fault == null ? null : named(Fault.values(), fault);
        Torture.Report report =
                Torture.run(new Torture.Options(cycles, chosen, folder, kills, planted, Main.class.getName()), line -> {
                    err.println(line);
                    err.flush();
                });
        Verdict verdict = report.verdict();
        out.printf("killed %s%n", report.kills());
        out.printf(
                "acknowledged %,d  in the log %,d  lost %,d  doubled %,d  reordered %,d%n",
                report.acknowledged(), verdict.facts(), verdict.lost(), verdict.doubled(), verdict.reordered());
        verdict.findings().forEach(out::println);
        out.println(
                verdict.clean()
                        ? "INTACT positions without holes, every leaf and the root recomputed; seed " + chosen
                        : "BROKEN seed " + chosen + "; database, journal and log are in " + folder);
        return verdict.clean();
    }

    private Path folder() throws IOException {
        if (directory == null) {
            return Files.createTempDirectory("kept-torture");
        }
        Path folder = directory.toAbsolutePath().normalize();
        Files.createDirectories(folder);
        try (var entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                throw new CannotStart("the folder " + folder + " is not empty; choose a new one with --dir");
            }
        }
        return folder;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// The one of these names.
    static <T> T named(T[] all, String name) {
        for (T one : all) {
            if (one.toString().equals(name)) {
                return one;
            }
        }
        throw new CannotStart("--fault " + name + " is none of " + List.of(all));
    }
}
