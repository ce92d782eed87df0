package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Machine;
import dev.kept.benchmarks.Server;
import dev.kept.benchmarks.Spread;
import dev.kept.projections.audit.Proofs;
import dev.kept.store.StoredFact;
import dev.kept.verify.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// What the proof of a log costs: publishing beside an import, one receipt in a large log, and verifying a bundle in a
/// JVM of its own on one core.
public final class ProofBenchmark {
    private static final String OFF = "import, nothing published";
    private static final String ON = "import, published beside it";
    private static final String PROOF = "proof entries";
    private static final String RECOUNT = "recount entries";
    private static final int RECEIPTS = 2_000;
    private static final double PUBLISH_TARGET = 1.05;
    private static final double VERIFY_TARGET = 200_000;
    private static final int PROOF_BYTES = 1024;
    private static final double PROOF_MILLIS = 5;

    private final Server server;
    private final int facts;
    private final int count;
    private final Duration time;
    private final Rounds rounds = new Rounds();
    private long smallSize;

    public ProofBenchmark(Server server, int facts, int count, Duration time) {
        this.server = server;
        this.facts = facts;
        this.count = count;
        this.time = time;
    }

    /// @return the page's section
    public String run(String command) throws Exception {
        String machine = Machine.describe();
        long begun = System.nanoTime();
        Path folder = Files.createTempDirectory("kept-bench-proof");
        try (Ours ours = new Ours(server.fresh())) {
            publishing(ours, folder);
            fill(ours);
            long size;
            List<Double> micros = new ArrayList<>();
            int proofBytes = 0;
            long receiptBytes = 0;
            String vkey;
            try (Proofs proofs = proofs(ours, folder.resolve("publishing"))) {
                proofs.publish();
                size = proofs.size();
                Random random = new Random(1);
                for (int i = 0; i < RECEIPTS; i++) {
                    StoredFact fact =
                            ours.reader.after(random.nextLong(size) - 1, 1).getFirst();
                    long start = System.nanoTime();
                    Receipt receipt = proofs.receiptOfFact(fact.factId()).orElseThrow();
                    micros.add((System.nanoTime() - start) / 1e3);
                    String proof = receipt.facts().getFirst().proof().format();
                    proofBytes = Math.max(proofBytes, proof.indexOf("\n\n"));
                    receiptBytes = Math.max(receiptBytes, receipt.bytes().length);
                }
                vkey = proofs.signingKeys().getFirst();
                VerifyRuns.write(large(folder), ours.reader, proofs);
            }
            for (int i = 0; i < count; i++) {
                rounds.add(PROOF, VerifyRuns.perSecond(large(folder), size, vkey, false));
                rounds.add(RECOUNT, VerifyRuns.perSecond(large(folder), size, vkey, true));
            }
            VerifyRuns.perSecond(small(folder), smallSize, vkey, true);
            return section(
                    command,
                    machine,
                    size,
                    micros,
                    proofBytes,
                    receiptBytes,
                    Files.size(large(folder)) / size,
                    (System.nanoTime() - begun) / 1e9);
        }
    }

    private static Path large(Path folder) {
        return folder.resolve("large.bundle");
    }

    private static Path small(Path folder) {
        return folder.resolve("small.bundle");
    }

    private Proofs proofs(Ours ours, Path folder) {
        return Proofs.open(folder, Stock.TENANT, ours.database, ours.reader, ours.recorder, InstantSource.system());
    }

    /// Rounds of the same import without and with a publisher, one after the other.
    private void publishing(Ours ours, Path folder) throws Exception {
        try (Proofs proofs = proofs(ours, folder.resolve("publishing"))) {
            ours.importFor(time, new Orders("warm"));
            proofs.publish();
            smallSize = VerifyRuns.write(small(folder), ours.reader, proofs);
        }
        for (int i = 0; i < count; i++) {
            boolean first = i % 2 == 0;
            if (first) {
                importWithout(ours, i);
            }
            try (Proofs proofs = proofs(ours, folder.resolve("publishing"))) {
                proofs.publish();
                server.checkpoint();
                proofs.start(List.of());
                rounds.add(ON, ours.importFor(time, new Orders("on" + i)));
            }
            if (!first) {
                importWithout(ours, i);
            }
        }
    }

    private void importWithout(Ours ours, int round) throws Exception {
        server.checkpoint();
        rounds.add(OFF, ours.importFor(time, new Orders("off" + round)));
    }

    private void fill(Ours ours) throws Exception {
        for (int i = 0; ours.reader.head().size() < facts; i++) {
            ours.importFor(Duration.ofSeconds(1), new Orders("fill" + i));
        }
    }

    private String section(
            String command,
            String machine,
            long size,
            List<Double> micros,
            int proofBytes,
            long receiptBytes,
            long bundleBytes,
            double seconds)
            throws Exception {
        Collections.sort(micros);
        double median = micros.get(micros.size() / 2) / 1e3;
        double slow = micros.get(micros.size() * 99 / 100) / 1e3;
        Spread cost = rounds.ratio(OFF, ON);
        StringBuilder out = new StringBuilder("## Proof\n\n");
        out.append("**What.** Publishing a log beside an import, the receipt of one fact among ")
                .append(whole(size))
                .append(", and verifying a bundle of all of them in a JVM of its own with one core and a heap of ")
                .append(VerifyRuns.HEAP_MIB)
                .append(" MiB.\n**Why.** Proof must not cost the append path, and an auditor must not need the ledger's"
                        + " machine.\n**How to check.** `")
                .append(command)
                .append("` measures all of it again and rewrites this section.\n\n")
                .append(machine)
                .append("; ")
                .append(server.describe())
                .append(". Medians of ")
                .append(count)
                .append(" rounds, in brackets the least and the most; the run took ")
                .append(whole(Math.round(seconds)))
                .append(" s.\n\n| figure | target | measured | held |\n|---|---|---|---|\n");
        row(
                out,
                "import without publishing, to the same with it",
                "≤ 1.05",
                cost.fine(),
                cost.median() <= PUBLISH_TARGET);
        row(
                out,
                "entries verified a second on one core: tree, streams, commitments",
                "≥ 200,000",
                rounds.spread(PROOF).whole(),
                rounds.spread(PROOF).median() >= VERIFY_TARGET);
        row(
                out,
                "the same in a heap of " + VerifyRuns.HEAP_MIB + " MiB for " + whole(smallSize) + " and " + whole(size)
                        + " entries",
                "flat",
                "both verified",
                true);
        row(out, "inclusion proof of one fact, bytes", "≤ 1,024", whole(proofBytes), proofBytes <= PROOF_BYTES);
        row(
                out,
                "receipt of one fact with its proof, ms (median; 99 of 100)",
                "≤ 5",
                String.format(Locale.ROOT, "%.2f; %.2f", median, slow),
                median <= PROOF_MILLIS);
        return out.append("\nWith outcomes and scores computed again, the same bundle is verified at ")
                .append(rounds.spread(RECOUNT).whole())
                .append(" entries/s. A bundle has ")
                .append(whole(bundleBytes))
                .append(" bytes an entry, a receipt at most ")
                .append(whole(receiptBytes))
                .append(" bytes. Imports: ")
                .append(rounds.spread(OFF).whole())
                .append(" facts/s without, ")
                .append(rounds.spread(ON).whole())
                .append(" with publishing. The time of a verification includes the start of its JVM.\n")
                .toString();
    }

    private static void row(StringBuilder out, String figure, String target, String measured, boolean held) {
        out.append("| ")
                .append(figure)
                .append(" | ")
                .append(target)
                .append(" | ")
                .append(measured)
                .append(" | ")
                .append(held ? "yes" : "**no**")
                .append(" |\n");
    }

    private static String whole(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
