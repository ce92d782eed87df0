package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.broker.LocalBroker;
import dev.kept.app.broker.TestBroker;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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
            if (isCorrected(i)) {
                lines.add(Lines.corrected(commitment, "k" + i, "x" + i, "2026-01-25T09:00:00Z"));
            }
            if (isVoided(i)) {
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
            kafka.awaitConsumed(records.size() + (long) poison);
            // what arrives after a void is refused, and so is a correction of it
            kafka.awaitSettled(letter -> isVoided(
                    Integer.parseInt(String.valueOf(letter.commitment()).substring(1))));
            await().atMost(IngestLedger.LIMIT)
                    .untilAsserted(() ->
                            assertThat(outcomes(kafka)).as("seed %d", seed).isEqualTo(outcomesOfACleanImport()));
            Tally tally = kafka.tally();
            List<StoredFact> facts = kafka.facts();
            assertThat(tally.isBalanced()).isTrue();
            assertThat(kafka.node().letters(true, 0, 1_000))
                    .as("seed %d: %s", seed, tally)
                    .filteredOn(letter -> letter.standing() == DeadLetter.Standing.DEAD)
                    .hasSize(poison);
            assertThat(tally.applied()).as("seed %d: %s", seed, tally).isEqualTo(facts.size());
            assertThat(missing(facts)).as("lost, seed %d", seed).isEmpty();
        }
    }

    private static Map<String, Outcome> outcomes(IngestLedger kafka) {
        kafka.ledger.awaitViews(IngestLedger.LIMIT);
        Instant now = kafka.ledger.clock().instant();
        Map<String, Outcome> outcomes = new TreeMap<>();
        kafka.ledger
                .commitments()
                .forEach(
                        CommitmentFilter.ALL,
                        new ReadAt(now, now),
                        view -> outcomes.put(view.commitment(), view.standing().outcome()));
        return outcomes;
    }

    private static boolean isCorrected(int commitment) {
        return commitment % 5 == 0;
    }

    private static boolean isVoided(int commitment) {
        return commitment % 11 == 0;
    }

    /// What the same facts come to in order and once.
    private static Map<String, Outcome> outcomesOfACleanImport() {
        Map<String, Outcome> outcomes = new TreeMap<>();
        for (int i = 0; i < COMMITMENTS; i++) {
            outcomes.put("c" + i, isVoided(i) ? Outcome.VOIDED : isCorrected(i) ? Outcome.MET_LATE : Outcome.MET);
        }
        return outcomes;
    }

    /// Facts of promises that were not voided, which must all be there.
    private static Set<String> missing(List<StoredFact> facts) {
        Set<String> missing = new TreeSet<>();
        for (int i = 0; i < COMMITMENTS; i++) {
            String stream = Entry.streamOf("c" + i);
            missing.add(stream + " commitment.made");
            if (isVoided(i)) {
                missing.add(stream + " commitment.voided");
                continue;
            }
            missing.add(stream + " commitment.met");
            if (isCorrected(i)) {
                missing.add(stream + " commitment.corrected");
            }
        }
        facts.forEach(fact -> missing.remove(fact.stream() + " " + fact.name()));
        return missing;
    }
}
