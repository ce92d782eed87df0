package dev.kept.benchmarks.store;

import dev.kept.projections.audit.Proofs;
import dev.kept.store.FactReader;
import dev.kept.verify.BundleChunks;
import dev.kept.verify.BundleHead;
import dev.kept.verify.Main;
import dev.kept.verify.Opening;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Verifies bundles in JVMs of their own, each with one processor and a small heap.
final class VerifyRuns {
    static final int HEAP_MIB = 32;
    private static final int PAGE = 100;
    private static final long LIMIT_SECONDS = 600;

    private VerifyRuns() {}

    /// Writes a bundle of the whole log as it is published.
    ///
    /// @return its entries
    static long write(Path file, FactReader reader, Proofs proofs) throws IOException {
        long size = proofs.size();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(BundleChunks.FIRST_LINE.getBytes(StandardCharsets.US_ASCII));
            out.write(BundleChunks.head(new BundleHead(reader.origin(), Stock.TENANT, size, null, Instant.now())));
            out.write(BundleChunks.chunk('C', proofs.checkpoint().orElseThrow()));
            for (long from = 0; from < size; from += BundleChunks.LEAVES) {
                out.write(BundleChunks.leaves(reader.leaves(from, (int) Math.min(BundleChunks.LEAVES, size - from))));
            }
            String stream = "";
            int version = -1;
            List<FactReader.Vouched> page;
            do {
                page = reader.vouchedInStreams(stream, version, size, PAGE);
                if (!page.isEmpty()) {
                    out.write(BundleChunks.facts(page.stream()
                            .map(one -> new BundleChunks.BundledFact(
                                    new Opening(
                                            one.entry().bytes(),
                                            one.fact().salt(),
                                            one.fact().payload(),
                                            one.fact().meta()),
                                    null))
                            .toList()));
                    stream = page.getLast().fact().stream();
                    version = page.getLast().fact().version();
                }
            } while (page.size() == PAGE);
            out.write(BundleChunks.end(size));
        }
        return size;
    }

    /// Verifies a bundle.
    ///
    /// @return entries a second, the start of the JVM included
    static double perSecond(Path file, long size, String vkey, boolean recount)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:ActiveProcessorCount=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                file.toString(),
                "--key",
                vkey));
        if (Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            command.addAll(0, List.of("/usr/bin/taskset", "-c", "0"));
        }
        if (!recount) {
            command.add("--no-recount");
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)
                || process.exitValue() != 0
                || !said.startsWith("VERIFIED the whole log")) {
            throw new IllegalStateException("expected a bundle that verifies, got " + said);
        }
        return size / ((System.nanoTime() - start) / 1e9);
    }
}
