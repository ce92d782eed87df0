package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Machine;
import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Server;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Measures the log in one run on one server and says what came of it.
public final class StoreBenchmark {
    /// What can be measured by itself.
    public enum Part {
        WRITING,
        READING,
        GROWTH,
        MEMORY
    }

    /// How much is measured.
    ///
    /// @param rounds interleaved, after one more that warms up
    /// @param time of each way to write in a round
    /// @param rows facts that are read and that raw writes repeat
    /// @param sizes of the log at which an append's cost is measured
    /// @param batches measured at each size
    public record Plan(int rounds, Duration time, int rows, long[] sizes, int batches) {}

    private final Server server;
    private final Plan plan;
    private final Set<Part> parts;
    private final Rounds rounds = new Rounds();
    private Memory.@Nullable Result memory;

    public StoreBenchmark(Server server, Plan plan, Part... parts) {
        this.server = server;
        this.plan = plan;
        this.parts = EnumSet.copyOf(Arrays.asList(parts));
    }

    /// @param command that the page is to name
    /// @param elapsed how long the whole run has taken when it is asked
    /// @return the section of the page
    public String run(String command, Supplier<Duration> elapsed) throws Exception {
        String machine = Machine.describe();
        if (parts.contains(Part.WRITING) || parts.contains(Part.READING)) {
            writeAndRead();
        }
        if (parts.contains(Part.MEMORY)) {
            say("the recorder's heap");
            memory = Memory.measure(server.fresh(), plan.time().multipliedBy(2));
        }
        if (parts.contains(Part.GROWTH)) {
            say("appends at " + Arrays.toString(plan.sizes()) + " facts");
            new Growth(server, server.fresh(), rounds, plan.batches()).run(plan.sizes());
        }
        return new Report(rounds, memory, plan).section(command, machine, server.describe(), elapsed.get());
    }

    private void writeAndRead() throws Exception {
        Server.Access access = server.fresh();
        try (Ours ours = new Ours(access);
                Stock stock = new Stock(access)) {
            Orders first = new Orders("first");
            for (int i = 0; i * Writing.BATCH < plan.rows(); i++) {
                ours.record(first.batch(i));
            }
            RawTables raw = new RawTables(access, RawRow.first(ours.reader, plan.rows()));
            Writing writing = new Writing(server, ours, stock, raw, rounds, plan.time());
            Reading reading = new Reading(access, ours, rounds, plan.rows());
            for (int i = 0; i <= plan.rounds(); i++) {
                say("round " + i + " of " + plan.rounds() + (i == 0 ? ", warming up" : ""));
                if (parts.contains(Part.WRITING)) {
                    writing.round("r" + i);
                }
                if (parts.contains(Part.READING)) {
                    reading.round();
                }
                if (i == 0) {
                    rounds.clear();
                }
            }
            if (parts.contains(Part.WRITING)) {
                rounds.add(
                        Report.OUR_BYTES,
                        Growth.bytesPerRow(access, "kept_log.fact", "kept_log.fact_key", "kept_log.fact_tag"));
                rounds.add(Report.STOCK_BYTES, Growth.bytesPerRow(access, "aggregateevententry"));
            }
        }
    }

    private static void say(String what) {
        System.err.println("kept: measuring " + what + " …");
    }
}
