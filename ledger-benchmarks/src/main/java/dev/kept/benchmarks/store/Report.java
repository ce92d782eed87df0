package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The section of the page: targets first, then every figure they were taken from.
final class Report {
    static final String OUR_BYTES = "bytes, ledger";
    static final String STOCK_BYTES = "bytes, stock";

    private final Rounds rounds;
    private final Memory.@Nullable Result memory;
    private final StoreBenchmark.Plan plan;
    private final StringBuilder text = new StringBuilder();

    Report(Rounds rounds, Memory.@Nullable Result memory, StoreBenchmark.Plan plan) {
        this.rounds = rounds;
        this.memory = memory;
        this.plan = plan;
    }

    String section(String command, String machine, String server, Duration took) {
        line("## The log");
        line("");
        line("**What.** The same facts (orders promised, then kept) through the ledger's recorder, through Axon"
                + " Framework 5.0.1 with its stock JPA engine (Hibernate, payloads as `bytea`, one command a"
                + " transaction), and by raw JDBC into tables with the log's own columns and indexes.");
        line("**Why.** What the ledger adds to a durable write must stay a fixed share of it, at any size of the log.");
        line("**How to check.** `" + command + "` measures all of it again and rewrites this section.");
        line("");
        line("Ratios are taken within a round and compare what met the same machine; absolute figures belong to this"
                + " machine alone: " + machine + "; " + server + "; the server on the same cores. Medians of "
                + plan.rounds() + " interleaved rounds after one that warmed up, in brackets the least and the most;"
                + " the run took " + took.toSeconds() + " s.");
        targets();
        if (rounds.has(Writing.IMPORT)) {
            writing();
        }
        if (rounds.has(Reading.STREAM)) {
            reading();
        }
        if (rounds.has(Growth.recent(plan.sizes()[0]))) {
            growth();
        }
        if (memory != null) {
            memory(memory);
        }
        return text.toString();
    }

    private void targets() {
        List<String> rows = new ArrayList<>();
        if (rounds.has(Writing.IMPORT)) {
            rows.add(atLeast(
                    "import in batches of 1,000, to the best raw way (" + rounds.best(Writing.RAW_BATCHES) + ")",
                    0.5,
                    rounds.ratioToBest(Writing.IMPORT, Writing.RAW_BATCHES)));
            List<String> stock = Arrays.stream(Writing.STOCK_CALLERS)
                    .mapToObj(Writing::stock)
                    .toList();
            rows.add(atLeast(
                    "256 callers, to the best of the stock engine (" + rounds.best(stock) + ")",
                    8,
                    rounds.ratioToBest(Writing.ours(256), stock)));
            rows.add(atMost(
                    "latency of a lone caller, to raw INSERT + commit of one row",
                    2,
                    rounds.ratio(Writing.LATENCY, Writing.RAW_LATENCY)));
        }
        if (rounds.has(Reading.STREAM)) {
            rows.add(atLeast(
                    "streaming read, to a raw cursor that decodes the same bytes",
                    0.5,
                    rounds.ratio(Reading.STREAM, Reading.CURSOR)));
        }
        long least = plan.sizes()[0];
        long most = plan.sizes()[plan.sizes().length - 1];
        if (rounds.has(Growth.recent(least))) {
            double ratio = rounds.spread(Growth.recent(most)).median()
                    / rounds.spread(Growth.recent(least)).median();
            rows.add("| cost of an appended fact at " + number(most) + " facts, to that at " + number(least)
                    + ", of the medians | ≤ 1.20 | " + fine(ratio) + " | " + held(ratio <= 1.2) + " |");
        }
        if (memory != null) {
            List<Long> live = memory.liveMib();
            double growth = (double) live.getLast() / Math.max(1, live.getFirst());
            rows.add("| recorder's heap under full load, MiB (all of the JVM's) | ≤ " + Memory.LIMIT_MIB + " | "
                    + memory.peakMib() + " | " + held(memory.peakMib() <= Memory.LIMIT_MIB) + " |");
            rows.add("| live heap in the last quarter, to the first: flat | ≤ 1.20 | " + fine(growth) + " | "
                    + held(growth <= 1.2) + " |");
        }
        line("");
        line("| ratio | target | measured | held |");
        line("|---|---|---|---|");
        rows.forEach(this::line);
    }

    private void writing() {
        line("");
        line("| writing, facts/s | median (least–most) |");
        line("|---|---|");
        for (int callers : Writing.STOCK_CALLERS) {
            whole(Writing.stock(callers));
        }
        for (int callers : Writing.OUR_CALLERS) {
            whole(Writing.ours(callers));
        }
        whole(Writing.IMPORT);
        for (int callers : Writing.RAW_CALLERS) {
            whole(Writing.raw(callers));
        }
        Writing.RAW_BATCHES.forEach(this::whole);
        line("");
        line("A lone caller waits " + rounds.spread(Writing.LATENCY).whole()
                + " µs for its answer; the raw INSERT takes "
                + rounds.spread(Writing.RAW_LATENCY).whole() + " µs and writes less: the fact without its key, hash and"
                + " head. Raw batches write fact and key. A fact takes "
                + Math.round(rounds.spread(OUR_BYTES).median())
                + " bytes on disk with its key, its proof and all indexes,"
                + " in the stock engine's table, which has neither key nor proof, "
                + Math.round(rounds.spread(STOCK_BYTES).median()) + ".");
    }

    private void reading() {
        line("");
        line("| reading, facts/s decoded | median (least–most) |");
        line("|---|---|");
        whole(Reading.STREAM);
        whole(Reading.CURSOR);
        line("");
        line("| sourcing, µs | median (least–most) |");
        line("|---|---|");
        whole(Reading.SOURCE_ONE);
        whole(Reading.SOURCE_ONE_KNOWN);
        whole(Reading.SOURCE_MANY);
        whole(Reading.SOURCE_MANY_KNOWN);
    }

    private void growth() {
        line("");
        line("| facts in the log | µs an appended fact | µs, if half go to orders drawn from all |");
        line("|---|---|---|");
        for (long size : plan.sizes()) {
            line("| " + number(size) + " | "
                    + rounds.spread(Growth.recent(size)).fine() + " | "
                    + rounds.spread(Growth.old(size)).fine() + " |");
        }
        line("");
        line("Batches of 1,000, one after the other, " + plan.batches() + " at each size. Between the sizes the server"
                + " filled the log itself by `insert … select` from `generate_series`: rows of the workload's shape with"
                + " unique streams, keys and ids, their hashes made up; autovacuum was off for these tables.");
    }

    private void memory(Memory.Result result) {
        line("");
        line("Heap: a recorder alone in a JVM with `-Xmx" + Memory.LIMIT_MIB + "m`, " + Memory.CALLERS
                + " callers with "
                + Memory.EACH + " facts each, " + number(Math.round(result.perSecond())) + " facts/s. Live after a"
                + " collection at the end of each quarter: " + result.liveMib() + " MiB, most of it remembered streams,"
                + " which are bounded.");
    }

    private static String atLeast(String what, double target, Spread measured) {
        return "| " + what + " | ≥ " + fine(target) + " | " + measured.fine() + " | "
                + held(measured.median() >= target) + " |";
    }

    private static String atMost(String what, double target, Spread measured) {
        return "| " + what + " | ≤ " + fine(target) + " | " + measured.fine() + " | "
                + held(measured.median() <= target) + " |";
    }

    private static String held(boolean held) {
        return held ? "yes" : "**no**";
    }

    private static String fine(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private void whole(String name) {
        line("| " + name + " | " + rounds.spread(name).whole() + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
