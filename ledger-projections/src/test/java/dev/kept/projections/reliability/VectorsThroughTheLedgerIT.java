package dev.kept.projections.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.FactType;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNull;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import dev.kept.store.recording.Answer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The published vectors, recorded as facts, projected, and read back to the micro-point.
class VectorsThroughTheLedgerIT {
    private static final Path VECTORS = Path.of("../ledger-domain/src/test/resources/vectors/score-kyw-1.json");

    @Test
    void everyPublishedFigureIsReadFromALedgerThatTheEventsReachedInThreeOrders() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<JsonValue> cases = items((JsonObject) JsonReader.readTrusted(Files.readAllBytes(VECTORS)), "cases");
        List<RecordFacts.Item> facts = new ArrayList<>();
        for (int order = 0; order < 3; order++) {
            for (JsonValue one : cases) {
                List<JsonValue> events = new ArrayList<>(items((JsonObject) one, "events"));
                switch (order) {
                    case 1 -> Collections.reverse(events);
                    case 2 -> Collections.shuffle(events, random);
                    default -> {}
                }
                // What is voided takes no further facts: there the order is part of the case.
                events.sort(Comparator.comparing(
                        event -> text((JsonObject) event, "type").equals("voided")));
                String subject = text((JsonObject) one, "name") + "~" + order;
                events.forEach(event -> facts.add(item((JsonObject) event, subject)));
            }
        }
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            assertThat(ledger.recordAll(facts, random).stream().filter(answer -> !(answer instanceof Answer.Recorded)))
                    .as("seed %d", seed)
                    .isEmpty();
            ledger.await(processor);
            int read = 0;
            for (int order = 0; order < 3; order++) {
                for (JsonValue one : cases) {
                    JsonObject given = (JsonObject) one;
                    String subject = text(given, "name") + "~" + order;
                    Instant asOf = Instant.parse(text(given, "asOf"));
                    ReadAt at = new ReadAt(
                            asOf, given.get("knownAt") == null ? asOf : Instant.parse(text(given, "knownAt")));
                    Policy policy = given.get("policyOverride") instanceof JsonObject override
                            ? Policy.kyw1().overriddenBy(override)
                            : Policy.kyw1();
                    CommitmentFilter filter = CommitmentFilter.ofCustomer(subject);
                    var explained = ledger.scores.explain(filter, policy, at);
                    assertThat(JsonReader.readTrusted(explained
                                    .toJson()
                                    .replace(subject + "/", "")
                                    .getBytes(StandardCharsets.UTF_8)))
                            .as("%s, seed %d", subject, seed)
                            .isEqualTo(given.get("expect"));
                    assertThat(ledger.scores.score(filter, policy, at))
                            .as("%s, seed %d", subject, seed)
                            .isEqualTo(explained.score());
                    read++;
                }
            }
            assertThat(read).isEqualTo(75);
        }
    }

    private static RecordFacts.Item item(JsonObject event, String subject) {
        FactType type = FactType.ofScoreName(text(event, "type")).orElseThrow();
        Map<String, JsonValue> line = new LinkedHashMap<>();
        line.put("type", new JsonText(type.wireName()));
        line.put("commitment", new JsonText(subject + "/" + text(event, "commitment")));
        line.put("source", new JsonText(subject));
        line.put("id", new JsonText(text(event, "id")));
        line.put("recordedAt", new JsonText(text(event, "rec")));
        line.put("at", new JsonText(text(event, event.get("at") == null ? "rec" : "at")));
        line.put("evidence", new JsonText(text(event, "evidence").toUpperCase(Locale.ROOT)));
        if (event.get("by") != null) {
            line.put(type == FactType.RENEGOTIATED ? "askedBy" : "by", new JsonText(text(event, "by")));
        }
        if (type == FactType.MADE) {
            line.put("customer", new JsonText(subject));
            line.put("kind", new JsonText("any"));
        }
        if (type == FactType.CORRECTED || type == FactType.VOIDED || type == FactType.RESOLVED) {
            line.put("reason", new JsonText("as published"));
            line.put("actor", new JsonText("auditor"));
            line.put("evidenceRef", new JsonText("vectors"));
        }
        if (event.get("target") != null) {
            line.put(
                    "target",
                    new JsonObject(Map.of("source", new JsonText(subject), "id", new JsonText(text(event, "target")))));
        }
        details(event, line);
        if (type == FactType.CORRECTED) {
            if (event.get("with") instanceof JsonObject with) {
                Map<String, JsonValue> patch = new LinkedHashMap<>();
                with.members().forEach((name, value) -> {
                    if (name.equals("at")) {
                        patch.put(name, value);
                    } else if (name.equals("evidence")) {
                        patch.put(name, new JsonText(((JsonText) value).value().toUpperCase(Locale.ROOT)));
                    } else if (name.equals("type")) {
                        FactType other =
                                FactType.ofScoreName(((JsonText) value).value()).orElseThrow();
                        patch.put(name, new JsonText(other.wireName()));
                    }
                });
                details(with, patch);
                line.put("with", new JsonObject(patch));
            } else {
                line.put("strike", new JsonValue.JsonBoolean(true));
            }
        }
        line.values().removeIf(value -> value.equals(new JsonText("")));
        return Histories.item(JsonWriter.bytes(new JsonObject(line)));
    }

    private static void details(JsonObject event, Map<String, JsonValue> line) {
        event.members().forEach((name, value) -> {
            switch (name) {
                case "due", "newDue", "tier" -> line.put(name, value);
                case "amount" -> {
                    line.put("amount", new JsonText(decimal(value, 2)));
                    line.put("currency", new JsonText("EUR"));
                }
                case "fractionPpm" -> line.put("fraction", new JsonText(decimal(value, 6)));
                default -> {}
            }
        });
    }

    private static String decimal(JsonValue number, int digits) {
        return new BigDecimal(((JsonNumber) number).text())
                .movePointLeft(digits)
                .toPlainString();
    }

    private static List<JsonValue> items(JsonObject object, String name) {
        return ((JsonArray) object.members().get(name)).items();
    }

    private static String text(JsonObject object, String name) {
        return switch (object.get(name)) {
            case JsonText(String value) -> value;
            case JsonNull _ -> "";
            case null, default -> "";
        };
    }
}
