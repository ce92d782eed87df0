package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.broker.LocalBroker;
import dev.kept.app.broker.TestBroker;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Everything at once: the broker killed, members killed and added, every record sent twice, shuffled, some poison.
class ChaosIT {
    private static final int COMMITMENTS = Integer.getInteger("kept.chaos.commitments", 400);
    private static final int WINDOW = 1_000;
    private static final int POISON_EVERY = 100;

    private record Sent(String key, String body) {}

    /// Promises, reports, corrections and voids, each twice, shuffled within a window.
    private static List<Sent> records(Random random) {
        List<Sent> records = new ArrayList<>();
        for (int i = 0; i < COMMITMENTS; i++) {
            String commitment = "c" + i;
            String key = "customer-" + i % 17;
            List<String> lines = new ArrayList<>();
            lines.add(Lines.made(commitment, "m" + i));
            lines.add(Lines.met(commitment, "k" + i));
            if (i % 5 == 0) {
                lines.add(Lines.corrected(commitment, "k" + i, "x" + i, "2026-01-25T09:00:00Z"));
            }
            if (i % 11 == 0) {
                lines.add(Lines.voided(commitment, "v" + i));
            }
            for (String line : lines) {
                records.add(new Sent(key, line));
                records.add(new Sent(key, line));
            }
        }
        for (int from = 0; from < records.size(); from += WINDOW) {
            Collections.shuffle(records.subList(from, Math.min(records.size(), from + WINDOW)), random);
        }
        return records;
    }

    @Test
    void accountsForEveryRecordAndLosesNone() throws IOException, InterruptedException {
        long seed = Long.getLong("kept.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Sent> records = records(random);
        try (LocalBroker broker = TestBroker.ownProcess();
                IngestLedger kafka = IngestLedger.on(broker.address(), 4, 2)) {
            // when
            int poison = 0;
            for (int i = 0; i < records.size(); i++) {
                Sent sent = records.get(i);
                kafka.send(sent.key(), sent.body());
                if (i % POISON_EVERY == 0) {
                    kafka.send(sent.key(), "poison " + i);
                    poison++;
                }
                if (i == records.size() / 4) {
                    kafka.flush();
                    broker.kill();
                    broker.restart();
                }
                if (i % (records.size() / 5) == 0) {
                    kafka.stopNode(kafka.startNode(null));
                }
            }
            kafka.stopNode(kafka.node());

            // then
            long all = records.size() + (long) poison;
            Tally tally = kafka.awaitConsumed(all);
            kafka.awaitSettled();
            tally = kafka.tally();
            assertThat(tally.dead()).as("seed %d: %s", seed, tally).isEqualTo(poison);
            assertThat(outcomes(kafka.facts())).as("seed %d", seed).isEqualTo(cleanImport());
            assertThat(tally.applied())
                    .as("seed %d: %s", seed, tally)
                    .isEqualTo(kafka.facts().size());
        }
    }

    private static Set<String> outcomes(List<StoredFact> facts) {
        Set<String> all = new TreeSet<>();
        facts.forEach(fact -> all.add(fact.stream() + " " + fact.name()));
        return all;
    }

    /// What the same facts come to, in order and once.
    private static Set<String> cleanImport() {
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < COMMITMENTS; i++) {
            String stream = dev.kept.domain.audit.Entry.streamOf("c" + i);
            all.add(stream + " commitment.made");
            all.add(stream + " commitment.met");
            if (i % 5 == 0) {
                all.add(stream + " commitment.corrected");
            }
            if (i % 11 == 0) {
                all.add(stream + " commitment.voided");
            }
        }
        return all;
    }
}
