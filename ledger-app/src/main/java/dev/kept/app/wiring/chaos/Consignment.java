package dev.kept.app.wiring.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// What is sent, as a function of the seed: promises, reports, corrections and voids, every record twice, shuffled
/// within a window, one in a hundred poison.
///
/// @param records in the order of sending
/// @param clean the same facts in order and once: what a clean import records
/// @param poison how many of the records are
record Consignment(List<Sent> records, List<String> clean, int poison) {
    static final String SOURCE = "chaos";

    private static final int WINDOW = 1_000;
    private static final int POISON_EVERY = 100;
    private static final int CUSTOMERS = 17;
    private static final int PROMISORS = 5;

    record Sent(String key, String body) {
        boolean isPromise() {
            return body.startsWith("{\"type\":\"made\"");
        }
    }

    static Consignment of(long seed, int commitments) {
        Random random = new Random(seed);
        List<Sent> records = new ArrayList<>();
        List<String> clean = new ArrayList<>();
        int poison = 0;
        for (int i = 0; i < commitments; i++) {
            String key = "customer-" + i % CUSTOMERS;
            for (String line : lines(i)) {
                clean.add(line);
                for (int twice = 0; twice < 2; twice++) {
                    records.add(new Sent(key, line));
                    if (records.size() % POISON_EVERY == 0) {
                        records.add(new Sent(key, "poison " + poison++));
                    }
                }
            }
        }
        for (int from = 0; from < records.size(); from += WINDOW) {
            Collections.shuffle(records.subList(from, Math.min(records.size(), from + WINDOW)), random);
        }
        return new Consignment(List.copyOf(records), List.copyOf(clean), poison);
    }

    /// Corrections and their targets, voids and their promises come in the wrong order as often as not.
    private static List<String> lines(int i) {
        List<String> lines = new ArrayList<>();
        lines.add(line(i, "made", "2026-01-10T09:00:00Z", """
                "customer":"customer-%d","promisor":"team-%d","kind":"ship","due":"2026-01-20T09:00:00Z",""".formatted(i % CUSTOMERS, i % PROMISORS)));
        lines.add(line(i, "met", i % 3 == 0 ? "2026-01-22T09:00:00Z" : "2026-01-15T09:00:00Z", ""));
        if (isCorrected(i)) {
            lines.add(line(i, "corrected", "2026-01-23T09:00:00Z", """
                    "target":{"source":"%s","id":"c%d-met"},"with":{"at":"2026-01-25T09:00:00Z"},\
                    "reason":"typed wrong","actor":"bob","evidence":"SYSTEM","evidenceRef":"ticket-1",""".formatted(SOURCE, i)));
        }
        if (isVoided(i)) {
            lines.add(line(i, "voided", "2026-01-26T09:00:00Z", """
                    "reason":"a test order","actor":"bob","evidenceRef":"ticket-2","""));
        }
        return lines;
    }

    private static String line(int i, String type, String at, String more) {
        return """
                {"type":"%s","commitment":"c%d",%s"at":"%s","source":"%s","id":"c%d-%s"}""".formatted(type, i, more, at, SOURCE, i, type);
    }

    static boolean isCorrected(int commitment) {
        return commitment % 5 == 0;
    }

    static boolean isVoided(int commitment) {
        return commitment % 11 == 0;
    }

    /// What must be in the log, by commitment and type; facts of voided promises may be refused after the void.
    Map<String, String> required(int commitments) {
        Map<String, String> required = new TreeMap<>();
        for (int i = 0; i < commitments; i++) {
            required.put("c" + i + "-made", SOURCE);
            if (isVoided(i)) {
                required.put("c" + i + "-voided", SOURCE);
                continue;
            }
            required.put("c" + i + "-met", SOURCE);
            if (isCorrected(i)) {
                required.put("c" + i + "-corrected", SOURCE);
            }
        }
        return required;
    }
}
