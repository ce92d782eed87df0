package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.support.Ledger;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.OpenLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Kills ledger and database in the middle of an import.
class KilledImportIT {
    private static final int PROMISES = 10_000;
    private static final Pattern FACTS = Pattern.compile("\"facts\":([0-9]+)");

    @Test
    void losesAndDoublesNothing() throws Exception {
        // given
        Kept kept = Kept.fresh();
        Path file = kept.folder().resolve("facts.jsonl");
        Files.write(file, lines());
        String command = "./kept import --data " + kept.data() + " " + file;
        CompletableFuture<Kept.Run> interrupted;
        long before;
        try (Kept.Serving first = kept.serve("./kept serve", "Ctrl-C stops it")) {
            interrupted = CompletableFuture.supplyAsync(() -> run(kept, command));
            before = awaitFacts(kept, 2_000);

            // when
            first.kill();
        }
        Kept.Run cut;
        try (Kept.Serving second = kept.serve("./kept serve", "Ctrl-C stops it")) {
            cut = interrupted.get(180, TimeUnit.SECONDS);
            second.stop();
        }
        Kept.Run again = kept.run(command);
        Kept.Run third = kept.run(command);

        // then
        assertThat(before).as("facts when it was killed").isBetween(2_000L, 2L * PROMISES - 1);
        assertThat(cut.err() + cut.out()).doesNotContain("Exception");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(third.out()).containsPattern("accepted +0").containsPattern("duplicate +20,000");
        assertThat(kept.run("./kept stats --json").out())
                .contains("\"made\":" + PROMISES + ",\"on_time\":" + PROMISES / 2 + ",\"late\":" + PROMISES / 2);
        assertDense(kept.data());
    }

    private static Kept.Run run(Kept kept, String command) {
        try {
            return kept.run(command);
        } catch (java.io.IOException | InterruptedException failure) {
            throw new IllegalStateException("the import could not be run", failure);
        }
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < PROMISES; i++) {
            lines.add("""
                    {"type":"made","commitment":"k-%d","customer":"C%d","at":"2026-01-01T00:00:00Z","due":"2026-01-10T00:00:00Z","source":"kill","id":"%d-made"}""".formatted(i, i % 100, i));
            lines.add("""
                    {"type":"met","commitment":"k-%d","at":"2026-01-%sT00:00:00Z","source":"kill","id":"%d-met"}""".formatted(i, i % 2 == 0 ? "09" : "11", i));
        }
        return lines;
    }

    private static long awaitFacts(Kept kept, long wanted) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < deadline) {
            Matcher facts = FACTS.matcher(kept.get("/v1/health").body());
            if (facts.find() && Long.parseLong(facts.group(1)) >= wanted) {
                return Long.parseLong(facts.group(1));
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("the import did not reach " + wanted + " facts");
    }

    private static void assertDense(Path data) {
        LedgerOptions options = new LedgerOptions(data, null, null, null, "us", false);
        try (OpenLedger open = OpenLedger.open(options, Clock.systemUTC())) {
            Ledger ledger = open.ledger();
            long[] next = {0};
            ledger.log().stream(-1).forEach(fact -> assertThat(fact.position()).isEqualTo(next[0]++));
            assertThat(next[0]).isEqualTo(2L * PROMISES);
        }
    }
}
