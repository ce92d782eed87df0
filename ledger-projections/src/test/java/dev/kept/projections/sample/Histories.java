package dev.kept.projections.sample;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Histories of commitments with facts of every type, as an import brings them: with and without recording times,
/// corrected, struck, voided and restored.
public final class Histories {
    /// All of it happens in these days, before [TestLedger#START].
    public static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    public static final int DAYS = 90;
    public static final List<String> CUSTOMERS = List.of("ACME", "VINET", "O'Hara", "Ünïted 株");
    public static final List<String> PROMISORS = List.of("employee-1", "employee-2", "team/3");
    private static final List<String> KINDS = List.of("ship-order", "call-back", "price");
    private static final List<String> STATEMENTS = List.of("By noon", "Vor dem \"Fest\"", "Zwei\nZeilen");
    private static final int DAY = 86_400;

    private final Random random;
    private final List<RecordFacts.Item> items = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private String commitment = "";
    private int facts;

    private Histories(Random random) {
        this.random = random;
    }

    /// The facts of this many commitments, in an order of recording that mixes them.
    public static List<RecordFacts.Item> random(Random random, int commitments) {
        return random(random, "order-", commitments);
    }

    /// @param prefix begins the names of the commitments
    public static List<RecordFacts.Item> random(Random random, String prefix, int commitments) {
        List<List<RecordFacts.Item>> streams = new ArrayList<>();
        for (int i = 0; i < commitments; i++) {
            Histories history = new Histories(random);
            history.make(prefix + i);
            if (random.nextBoolean()) {
                Collections.shuffle(history.items, random);
            }
            streams.add(new ArrayList<>(history.items));
        }
        List<RecordFacts.Item> mixed = new ArrayList<>();
        while (!streams.isEmpty()) {
            int one = random.nextInt(Math.min(streams.size(), 40));
            mixed.add(streams.get(one).removeFirst());
            if (streams.get(one).isEmpty()) {
                streams.remove(one);
            }
        }
        return mixed;
    }

    private void make(String name) {
        commitment = name;
        if (random.nextInt(20) > 0) {
            made();
        }
        int more = random.nextInt(random.nextInt(10) == 0 ? 25 : 6);
        for (int i = 0; i < more; i++) {
            fact();
        }
        if (items.isEmpty()) {
            simple("met");
        }
    }

    private void fact() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> simple("met");
            case 3 -> add(line("partly_met").member("fraction", any(List.of("0", "0.4", "1"))));
            case 4 -> add(line("missed").member("cause", any(List.of("capability", "will", "external"))));
            case 5 -> add(line("extension_requested").member("due", time()));
            case 6, 7 ->
                add(line("renegotiated")
                        .member("newDue", time())
                        .member("askedBy", any(List.of("promisor", "promisee"))));
            case 8 -> add(line("withdrawn", any(List.of("promisor", "promisee"))));
            case 9 -> add(line("released", "promisee"));
            case 10 -> add(line("disclosed").member("confirmedUnnoticed", random.nextBoolean()));
            case 11 -> simple("noticed");
            case 12 -> add(line("made_good").member("remedy", "voucher"));
            case 13 -> add(line("disputed", "promisee"));
            case 14 -> add(reasoned(line("resolved").member("finding", any(List.of("UPHELD", "REJECTED")))));
            case 15 -> confirm();
            case 16, 17, 18 -> correct();
            default -> rare();
        }
    }

    private void rare() {
        switch (random.nextInt(3)) {
            case 0 -> made();
            case 1 -> add(reasoned(line("voided")));
            default -> strike();
        }
    }

    private void made() {
        JsonWriter line = line("made")
                .member("customer", any(CUSTOMERS))
                .member("promisor", any(PROMISORS))
                .member("kind", any(KINDS))
                .member("direction", any(List.of("BY_US", "BY_CUSTOMER")))
                .member(
                        "due",
                        FIRST.plusSeconds(DAYS * (long) DAY + random.nextInt(30 * DAY))
                                .toString());
        if (random.nextBoolean()) {
            line.member("statement", any(STATEMENTS));
        }
        if (random.nextBoolean()) {
            line.member("amount", any(List.of("12.50", "0.99", "1000"))).member("currency", "EUR");
        } else {
            line.member("tier", any(List.of("minor", "major")));
        }
        add(line);
    }

    private void confirm() {
        if (!targets.isEmpty()) {
            add(target(line("confirmed", any(List.of("promisee", "system"))), any(targets)));
        }
    }

    /// Of the promise mostly, whose corrections move it from list to list.
    private void correct() {
        if (targets.isEmpty()) {
            return;
        }
        JsonWriter line =
                target(reasoned(line("corrected")), random.nextInt(4) > 0 ? targets.getFirst() : any(targets));
        line.beginObject("with");
        switch (random.nextInt(8)) {
            case 0, 1 -> line.member("customer", any(CUSTOMERS));
            case 2 -> line.member("promisor", any(PROMISORS));
            case 3 -> line.member("kind", any(KINDS));
            case 4 -> line.member("due", time());
            case 5 -> line.member("statement", any(STATEMENTS)).member("customer", any(CUSTOMERS));
            case 6 -> line.member("amount", "77.70").member("currency", "USD");
            default -> line.member("at", time());
        }
        add(line.endObject());
    }

    private void strike() {
        if (!targets.isEmpty()) {
            add(target(reasoned(line("corrected")), any(targets)).member("strike", true));
        }
    }

    private void simple(String type) {
        add(line(type));
    }

    private JsonWriter line(String type) {
        return line(type, any(List.of("promisor", "promisor", "promisor", "system", "promisee")));
    }

    private JsonWriter line(String type, String by) {
        Instant at = Instant.parse(time());
        JsonWriter line = new JsonWriter()
                .beginObject()
                .member("type", type)
                .member("commitment", commitment)
                .member("at", at.toString())
                .member("by", by)
                .member("evidence", any(List.of("SELF", "SYSTEM", "CONFIRMED")))
                .member("source", "test")
                .member("id", commitment + "-" + facts++);
        if (random.nextInt(3) > 0) {
            line.member("recordedAt", at.plusSeconds(random.nextInt(20 * DAY)).toString());
        }
        return line;
    }

    private static JsonWriter reasoned(JsonWriter line) {
        return line.member("reason", "looked it up")
                .member("actor", "auditor-1")
                .member("evidenceRef", "file 7");
    }

    private static JsonWriter target(JsonWriter line, String id) {
        return line.beginObject("target")
                .member("source", "test")
                .member("id", id)
                .endObject();
    }

    /// Whole seconds, of which some recur: ties are where orders show.
    private String time() {
        int second = random.nextBoolean() ? random.nextInt(DAYS) * DAY : random.nextInt(DAYS * DAY);
        return FIRST.plusSeconds(second).toString();
    }

    private void add(JsonWriter line) {
        targets.add(commitment + "-" + (facts - 1));
        items.add(item(line.endObject().toBytes()));
    }

    /// A line of a file of history.
    public static RecordFacts.Item item(byte[] line) {
        return switch (FactLineReader.read(line, new LineContext(null, null, "file", "line"))) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.IMPORT);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
