package dev.kept.domain.sample;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.Entrance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random histories of one commitment, as a ledger would have recorded them: every type of fact, in any order, many of
/// them within the same second, corrections of corrections included.
public final class Histories {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final FactType[] TYPES = FactType.values();
    private static final List<FactType> DELIVERIES =
            List.of(FactType.MET, FactType.PARTLY_MET, FactType.MISSED, FactType.CORRECTED, FactType.RENEGOTIATED);

    private final RandomGenerator random;
    private final Ledger ledger = new Ledger();
    private Instant now = START;

    private Histories(RandomGenerator random) {
        this.random = random;
    }

    public static List<CommitmentEvent> of(RandomGenerator random) {
        return new Histories(random).history();
    }

    /// As [#of], and at the end one more correction of a fact that is no bookkeeping: with new fields, or a strike.
    public static List<CommitmentEvent> endingInACorrection(RandomGenerator random, boolean strike) {
        Histories histories = new Histories(random);
        histories.history();
        List<CommitmentEvent> targets = histories.ledger.events().stream()
                .filter(event -> event.type() != FactType.CORRECTED && event.type() != FactType.CONFIRMED)
                .toList();
        for (int tries = 0; tries < 20 && !targets.isEmpty(); tries++) {
            CommitmentEvent target = targets.get(random.nextInt(targets.size()));
            String what = strike ? "'strike':true" : "'with':{" + histories.patch(target) + "}";
            int before = histories.ledger.events().size();
            histories.send("{'type':'corrected'," + histories.target(target) + what + BY_CLERK);
            if (histories.ledger.events().size() > before) {
                break;
            }
        }
        return histories.ledger.events();
    }

    private static final String BY_CLERK = ",'actor':'clerk','evidenceRef':'mail','reason':'r'}";

    private List<CommitmentEvent> history() {
        int facts = 1 + random.nextInt(12);
        for (int i = 0; i < facts; i++) {
            if (random.nextInt(3) == 0) {
                now = now.plus(Duration.ofHours(random.nextInt(60)));
            }
            send(line(i == 0 && random.nextInt(5) > 0 ? FactType.MADE : type()));
        }
        return ledger.events();
    }

    private FactType type() {
        return random.nextBoolean()
                ? DELIVERIES.get(random.nextInt(DELIVERIES.size()))
                : TYPES[random.nextInt(TYPES.length)];
    }

    private void send(String line) {
        ledger.at(now.toString())
                .from(random.nextBoolean() ? Entrance.BUS : Entrance.IMPORT)
                .send(line);
    }

    private String line(FactType type) {
        String head = "{'type':'" + type.wireName() + "'" + envelope() + content(type);
        return switch (type) {
            case CORRECTED, CONFIRMED -> bookkeeping(type, head);
            case VOIDED, RESOLVED -> head + BY_CLERK;
            default -> head + "}";
        };
    }

    private String bookkeeping(FactType type, String head) {
        List<CommitmentEvent> events = ledger.events();
        if (events.isEmpty()) {
            return "{}";
        }
        CommitmentEvent target = events.get(random.nextInt(events.size()));
        if (type == FactType.CONFIRMED) {
            return head + "," + target(target) + "'by':'" + any("promisee", "system") + "'}";
        }
        boolean strike = target.type() == FactType.CORRECTED || random.nextInt(3) == 0;
        return head + "," + target(target) + (strike ? "'strike':true" : "'with':{" + patch(target) + "}") + BY_CLERK;
    }

    private String target(CommitmentEvent event) {
        return "'target':'" + event.envelope().factId() + "',";
    }

    private String envelope() {
        String at = random.nextInt(5) == 0 ? "" : ",'at':'" + time(now) + "'";
        String evidence = random.nextBoolean() ? "" : ",'evidence':'" + any("SELF", "SYSTEM", "CONFIRMED") + "'";
        return at + evidence;
    }

    private String content(FactType type) {
        return switch (type) {
            case MADE ->
                ",'customer':'" + any("ACME", "VINET") + "','due':" + due() + ","
                        + any("'tier':'major'", "'amount':'440.00','currency':'EUR'")
                        + any("", ",'quantity':'12','unit':'kg'");
            case PARTLY_MET ->
                "," + any("'fraction':'0.5'", "'fraction':'0'", "'fraction':'1'", "'quantity':'3','unit':'kg'");
            case RENEGOTIATED -> ",'newDue':" + due() + ",'askedBy':'" + any("promisor", "promisee") + "'" + by();
            case EXTENSION_REQUESTED -> ",'due':" + due();
            case WITHDRAWN -> any("", ",'by':'promisee'");
            case RELEASED, DISPUTED -> ",'by':'promisee'";
            case DISCLOSED -> any("", ",'confirmedUnnoticed':true") + by();
            case RESOLVED -> ",'finding':'" + any("UPHELD", "REJECTED") + "'";
            case MET, MISSED, NOTICED, MADE_GOOD -> by();
            case CONFIRMED, CORRECTED, VOIDED -> "";
        };
    }

    private String by() {
        return any("", "", ",'by':'promisee'", ",'by':'system'");
    }

    private String patch(CommitmentEvent target) {
        String own = switch (target.type()) {
            case MADE ->
                any(
                        "'due':" + due(),
                        "'tier':'trivial'",
                        "'amount':'1000','currency':'EUR'",
                        "'customer':'NEW'",
                        "'quantity':'6','unit':'kg'",
                        "'direction':'BY_CUSTOMER'",
                        "'kind':'other'");
            case PARTLY_MET -> any("'fraction':'0.9'", "'quantity':'4','unit':'kg'", "'type':'met'");
            case RENEGOTIATED -> any("'newDue':" + due(), "'askedBy':'promisee'", "'type':'extension_requested'");
            case EXTENSION_REQUESTED -> any("'due':" + due(), "'type':'renegotiated'");
            case RESOLVED -> any("'finding':'UPHELD'", "'finding':'REJECTED'");
            case DISCLOSED -> any("'confirmedUnnoticed':true", "'confirmedUnnoticed':false", "'type':'noticed'");
            default ->
                any(
                        "'type':'met'",
                        "'type':'missed'",
                        "'type':'partly_met','fraction':'0.25'",
                        "'type':'released'",
                        "'type':'withdrawn'",
                        "'type':'renegotiated','askedBy':'promisee','newDue':" + due());
        };
        return own
                + any("", "", ",'at':'" + time(now) + "'")
                + any("", "", ",'evidence':'" + any("SELF", "SYSTEM") + "'")
                + any("", "", "", ",'by':'" + any("promisor", "promisee") + "'");
    }

    private String due() {
        Instant due = START.plus(Duration.ofHours(12L * random.nextInt(60)));
        return any(
                "'" + due + "'",
                "'" + due + "'",
                "{'from':'" + due.minus(Duration.ofHours(30)) + "','to':'" + due + "'}");
    }

    /// Half days, so that facts often happen at the same second.
    private Instant time(Instant until) {
        long halfDays = Duration.between(START, until).toHours() / 12;
        return START.plus(Duration.ofHours(12 * random.nextLong(Math.max(1, halfDays + 1))));
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
