package dev.kept.benchmarks.score;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Tier;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Three years of promises, two facts each: one subject with 30,000 of them, one with three, and 2,000 others.
final class Promises {
    static final String LONG = "customer-long";
    static final String SHORT = "customer-short";
    static final int LONG_PROMISES = 30_000;
    static final int SHORT_PROMISES = 3;
    /// When the last of them is over.
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final int OTHERS = 2_000;
    private static final int DAYS = 1_095;
    private static final int SECONDS_A_DAY = 86_400;

    private Promises() {}

    /// @param facts how many; at least twice as many as the two subjects have promises
    static List<RecordFacts.Item> items(int from, int to, int facts) {
        List<RecordFacts.Item> items = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            int promise = i / 2;
            items.add(i % 2 == 0 ? made(promise, facts / 2) : ended(promise, facts / 2));
        }
        return items;
    }

    private static String customer(int promise) {
        if (promise < SHORT_PROMISES) {
            return SHORT;
        }
        return promise < SHORT_PROMISES + LONG_PROMISES ? LONG : "customer-" + promise % OTHERS;
    }

    private static Instant begin(int promise, int promises) {
        boolean ofLong = promise >= SHORT_PROMISES && promise < SHORT_PROMISES + LONG_PROMISES;
        long place = ofLong ? promise - SHORT_PROMISES : promise;
        long of = ofLong ? LONG_PROMISES : promises;
        return NOW.minusSeconds((DAYS + 12L) * SECONDS_A_DAY).plusSeconds(place * DAYS * SECONDS_A_DAY / of);
    }

    private static RecordFacts.Item made(int promise, int promises) {
        Instant at = begin(promise, promises);
        return item(String.format(
                Locale.ROOT, """
                {"type":"made","commitment":"p-%1$d","customer":"%2$s","promisor":"team-%3$d","kind":"ship","tier":"standard",
                 "at":"%4$s","recordedAt":"%4$s","due":"%5$s","source":"bench","id":"%1$d-made"}
                """, promise, customer(promise), promise % 7, at, at.plusSeconds(7 * SECONDS_A_DAY)));
    }

    /// Nine of ten are kept, the tenth is late or missed.
    private static RecordFacts.Item ended(int promise, int promises) {
        Instant made = begin(promise, promises);
        Instant at = made.plusSeconds((promise % 20 == 0 ? 9L : 5L) * SECONDS_A_DAY);
        return item(String.format(Locale.ROOT, """
                {"type":"%2$s","commitment":"p-%1$d","at":"%3$s","recordedAt":"%3$s","source":"bench","id":"%1$d-end"}
                """, promise, promise % 20 == 10 ? "missed" : "met", at));
    }

    private static RecordFacts.Item item(String line) {
        var context = new LineContext(null, null, "bench", "line");
        return switch (FactLineReader.read(line.getBytes(StandardCharsets.UTF_8), context)) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.IMPORT);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }

    /// The two facts of one promise, as scores see them.
    static List<Fact> facts(int promise, int promises) {
        long made = begin(promise, promises).getEpochSecond();
        long end = made + (promise % 20 == 0 ? 9L : 5L) * SECONDS_A_DAY;
        String commitment = "p-" + promise;
        Details terms = Details.builder()
                .due(made + 7 * SECONDS_A_DAY)
                .tier(Tier.STANDARD)
                .build();
        FactType type = promise % 20 == 10 ? FactType.MISSED : FactType.MET;
        return List.of(
                Fact.of(promise + "-1", commitment, FactType.MADE, made, made)
                        .withEvidence(Evidence.SYSTEM)
                        .withDetails(terms),
                Fact.of(promise + "-2", commitment, type, end, end).withEvidence(Evidence.SYSTEM));
    }
}
