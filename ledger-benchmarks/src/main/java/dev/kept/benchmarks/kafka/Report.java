package dev.kept.benchmarks.kafka;

import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Spread;
import java.time.Duration;
import java.util.Locale;

/// The section of the page: targets first, then every figure they were taken from.
final class Report {
    private static final double TO_STOCK = 6;
    private static final double TO_RAW = 0.4;
    private static final double LAG_MILLIS = 1_000;

    private final Rounds rounds;
    private final KafkaBenchmark.Plan plan;
    private final double first;
    private final StringBuilder text = new StringBuilder();

    /// @param first facts a second that the ledger committed in the very first round
    Report(Rounds rounds, KafkaBenchmark.Plan plan, double first) {
        this.rounds = rounds;
        this.plan = plan;
        this.first = first;
    }

    String section(String command, String machine, String server, Duration took) {
        line("## From Kafka");
        line("");
        line("**What.** " + String.format(Locale.ROOT, "%,d", plan.records())
                + " facts (orders promised, then kept, of "
                + Messages.CUSTOMERS + " customers) in a topic of " + Topic.PARTITIONS
                + " partitions, read from the beginning: by the ledger as `serve --kafka` runs it with all its"
                + " projections; by the same consumer into Axon's stock JPA engine, one command a record, one after the"
                + " other and up to 32 at a time; and by the same consumer that only copies, a poll a transaction. Broker, database and ledger"
                + " share the machine.");
        line(
                "**Why.** A company adopts the ledger by pointing it at its topics: it has to catch up, and then be seen to"
                        + " be up to date.");
        line("**How to check.** `" + command + "` measures all of it again and rewrites this section.");
        line("");
        line("Ratios are taken within a round. " + machine + "; " + server + ". Medians of " + plan.rounds()
                + " rounds after " + plan.warmUps()
                + " that warmed up, in brackets the least and the most; the run took "
                + took.toSeconds() + " s.");
        line("");
        line("| ratio | target | measured | held |");
        line("|---|---|---|---|");
        atLeast(
                "committed, to the stock engine, one command at a time",
                TO_STOCK,
                rounds.ratio(KafkaBenchmark.COMMITTED, KafkaBenchmark.STOCK_ONE));
        atLeast(
                "committed, to the stock engine, 32 commands at a time",
                TO_STOCK,
                rounds.ratio(KafkaBenchmark.COMMITTED, KafkaBenchmark.STOCK));
        atLeast(
                "committed, to raw COPY of the facts as they are stored",
                TO_RAW,
                rounds.ratio(KafkaBenchmark.COMMITTED, KafkaBenchmark.RAW_FACTS));
        Spread lag = rounds.spread(KafkaBenchmark.LAG);
        line("| longest time from committed to in the views at that rate, ms | ≤ 1,000 | " + lag.whole() + " | "
                + held(lag.median() <= LAG_MILLIS) + " |");
        line("");
        line("| records/s | median (least–most) |");
        line("|---|---|");
        for (String name : new String[] {
            KafkaBenchmark.COMMITTED,
            KafkaBenchmark.PROJECTED,
            KafkaBenchmark.STOCK,
            KafkaBenchmark.STOCK_ONE,
            KafkaBenchmark.RAW_FACTS,
            KafkaBenchmark.RAW_RECORDS
        }) {
            line("| " + name + " | " + rounds.spread(name).whole() + " |");
        }
        line("");
        line(String.format(
                Locale.ROOT,
                "Its very first %,d facts, while its code was being compiled, the ledger committed at %,.0f a second.",
                plan.records(),
                first));
        line("");
        line("| at half of the committed rate, from `send` until a query shows the promise | median (least–most) |");
        line("|---|---|");
        line("| " + KafkaBenchmark.P50 + " | "
                + rounds.spread(KafkaBenchmark.P50).whole() + " |");
        line("| " + KafkaBenchmark.P99 + " | "
                + rounds.spread(KafkaBenchmark.P99).whole() + " |");
        line("");
        line("Rates leave out the first tenth, in which consumers join and code warms up.");
        return text.toString();
    }

    private void atLeast(String what, double target, Spread measured) {
        line("| " + what + " | " + String.format(Locale.ROOT, "≥ %.2f", target) + " | " + measured.fine() + " | "
                + held(measured.median() >= target) + " |");
    }

    private static String held(boolean held) {
        return held ? "yes" : "**no**";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
