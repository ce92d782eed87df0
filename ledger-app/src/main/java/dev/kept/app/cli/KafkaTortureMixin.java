package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.wiring.chaos.KafkaFault;
import dev.kept.app.wiring.chaos.KafkaTorture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The form of `torture` in which records come from Kafka.
final class KafkaTortureMixin {
    private static final int COMMITMENTS_PER_CYCLE = 60;
    private static final int FEWEST = 300;

    @CommandLine.Option(
            names = "--kafka",
            description = "two ledgers take a topic from a broker of their own; ledgers and broker are killed, five to"
                    + " two, members join and leave, and every record must have its one effect (docs/kafka.md)")
    private boolean kafka;

    @CommandLine.Option(
            names = "--commitments",
            paramLabel = "N",
            description = "with --kafka: how many are reported, by about five records each (default: "
                    + COMMITMENTS_PER_CYCLE + " a cycle)")
    private @Nullable Integer commitments;

    boolean wanted() {
        return kafka;
    }

    /// @return whether nothing was wrong
    boolean run(int cycles, long seed, Path folder, @Nullable String fault, PrintWriter out, PrintWriter err)
            throws IOException, InterruptedException {
        String jars = System.getProperty(DemoCommand.BROKER_JARS);
        if (jars == null) {
            throw new CannotStart("--kafka needs a broker's jars; start it with ./kept torture --kafka");
        }
        int reported = commitments == null ? Math.max(FEWEST, COMMITMENTS_PER_CYCLE * cycles) : commitments;
        KafkaTorture.Report report = KafkaTorture.run(
                new KafkaTorture.Options(
                        cycles,
                        reported,
                        seed,
                        folder,
                        Path.of(jars),
                        fault == null ? null : TortureCommand.named(KafkaFault.values(), fault),
                        Main.class.getName()),
                line -> {
                    err.println(line);
                    err.flush();
                });
        out.printf("struck %s%n", report.blows());
        out.printf("books %s, facts in the log %,d%n", report.books(), report.facts());
        report.findings().forEach(out::println);
        out.println(
                report.clean()
                        ? "INTACT books exact, facts dense, outcomes and scores those of a clean import; seed " + seed
                        : "BROKEN seed " + seed + "; everything is in " + folder);
        return report.clean();
    }
}
