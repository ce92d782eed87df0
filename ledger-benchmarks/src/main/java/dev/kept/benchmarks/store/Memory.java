package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The heap of a recorder under full load, in a JVM of its own that may not have more than the target.
///
/// 256 callers with 150 facts each keep the recorder's queue at three quarters of what it takes.
public final class Memory {
    static final int LIMIT_MIB = 512;
    static final int CALLERS = 256;
    static final int EACH = 150;
    private static final int QUARTERS = 4;
    private static final Duration SAMPLE = Duration.ofMillis(20);
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private Memory() {}

    /// @param perSecond facts recorded
    /// @param peakMib the most that was seen in use, garbage included
    /// @param liveMib what was in use after a collection, at the end of each quarter of the time
    record Result(double perSecond, long peakMib, List<Long> liveMib) {}

    static Result measure(Server.Access access, Duration quarter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + LIMIT_MIB + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Memory.class.getName(),
                        access.url(),
                        access.user(),
                        Long.toString(quarter.toMillis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            process.getOutputStream().write((access.password() + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("the recorder with a heap of " + LIMIT_MIB + " MiB ended with "
                        + (process.isAlive() ? "no answer" : process.exitValue()) + ": " + output);
            }
            String[] fields = output.strip().split(" ");
            List<Long> live = new ArrayList<>();
            for (int i = 2; i < fields.length; i++) {
                live.add(Long.parseLong(fields[i]));
            }
            return new Result(Double.parseDouble(fields[0]), Long.parseLong(fields[1]), live);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Arguments: address, user, milliseconds of a quarter; the password comes on stdin.
    public static void main(String[] args) throws Exception {
        String password = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).strip();
        Duration quarter = Duration.ofMillis(Long.parseLong(args[2]));
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong peak = new AtomicLong();
        Thread.ofPlatform().daemon().start(() -> watch(done, peak));
        List<Long> live = new ArrayList<>();
        double perSecond = 0;
        try (Ours ours = new Ours(new Server.Access(args[0], args[1], password))) {
            for (int i = 0; i <= QUARTERS; i++) {
                Orders orders = new Orders("q" + i);
                Load.Result result = Load.run(CALLERS, quarter, (caller, number) -> {
                    List<dev.kept.domain.axon.RecordFacts.Item> items = new ArrayList<>(EACH);
                    for (int j = 0; j < EACH; j++) {
                        items.add(orders.next(caller, EACH * number + j));
                    }
                    ours.record(items);
                });
                perSecond = EACH * result.perSecond();
                System.gc();
                if (i > 0) {
                    live.add(usedMib());
                }
            }
        }
        done.set(true);
        StringBuilder line = new StringBuilder().append(perSecond).append(' ').append(peak.get());
        live.forEach(mib -> line.append(' ').append(mib));
        System.out.println(line);
    }

    private static void watch(AtomicBoolean done, AtomicLong peak) {
        while (!done.get()) {
            peak.accumulateAndGet(usedMib(), Math::max);
            try {
                Thread.sleep(SAMPLE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private static long usedMib() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }
}
