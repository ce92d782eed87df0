package dev.kept.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// The machine as the page describes it, without its name: asked before the run, with what else it was doing then.
public final class Machine {
    private Machine() {}

    public static String describe() throws IOException {
        long memory =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                        ? os.getTotalMemorySize()
                        : 0;
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %d GiB, %s %s, JDK %s, load average before the run %.1f",
                Runtime.getRuntime().availableProcessors(),
                processor(),
                Math.round(memory / (double) (1L << 30)),
                System.getProperty("os.name"),
                System.getProperty("os.version").replaceFirst("-.*", ""),
                Runtime.version().toString().replaceFirst("\\+.*", ""),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
