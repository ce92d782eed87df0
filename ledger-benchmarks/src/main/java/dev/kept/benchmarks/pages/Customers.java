package dev.kept.benchmarks.pages;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A year of promises to many customers, two facts each or three: eight of ten are kept, one is late, one is missed,
/// half of those told; the youngest are open.
final class Customers {
    private static final int DAYS = 365;
    private static final int SECONDS_A_DAY = 86_400;
    private static final String[] CAUSES = {"CAPABILITY", "WILL", "EXTERNAL"};

    private final int promises;
    private final int customers;
    private final Instant now;

    Customers(int promises, int customers, Instant now) {
        this.promises = promises;
        this.customers = customers;
        this.now = now;
    }

    /// The facts of one promise.
    List<RecordFacts.Item> facts(int promise) {
        Instant made = now.minusSeconds((DAYS + 8L) * SECONDS_A_DAY)
                .plusSeconds((long) promise * DAYS * SECONDS_A_DAY / promises);
        Instant due = made.plusSeconds(7L * SECONDS_A_DAY);
        List<RecordFacts.Item> items = new ArrayList<>(3);
        items.add(item(String.format(
                Locale.ROOT, """
                {"type":"made","commitment":"order-%1$d","customer":"customer-%2$d","promisor":"team-%3$d","kind":"kind-%4$d",
                 "tier":"standard","statement":"Order %1$d leaves our dock within a week","at":"%5$s","recordedAt":"%5$s",
                 "due":"%6$s","source":"bench","id":"%1$d-made"}
                """, promise, promise * 7919L % customers, promise % 40, promise % 8, made, due)));
        int fate = promise * 31 % 20;
        if (fate == 0) {
            items.add(outcome(promise, "disclosed", due.minusSeconds(SECONDS_A_DAY), ",\"told\":\"We will be late\""));
        }
        if (fate < 2) {
            items.add(outcome(
                    promise,
                    "missed",
                    due.plusSeconds(SECONDS_A_DAY / 2),
                    ",\"cause\":\"" + CAUSES[promise % 3] + "\""));
        } else {
            long days = fate < 4 ? 9 : 5;
            items.add(outcome(promise, "met", made.plusSeconds(days * SECONDS_A_DAY), ""));
        }
        items.removeIf(item -> item.command().claim().at() instanceof Instant at && at.isAfter(now));
        return items;
    }

    private static RecordFacts.Item outcome(int promise, String type, Instant at, String more) {
        return item(String.format(Locale.ROOT, """
            {"type":"%2$s","commitment":"order-%1$d","at":"%3$s","recordedAt":"%3$s","evidence":"SYSTEM"%4$s,"source":"bench",
             "id":"%1$d-%2$s"}
            """, promise, type, at, more));
    }

    private static RecordFacts.Item item(String line) {
        var context = new LineContext(null, null, "bench", "line");
        return switch (FactLineReader.read(line.getBytes(StandardCharsets.UTF_8), context)) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.IMPORT);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }
}
