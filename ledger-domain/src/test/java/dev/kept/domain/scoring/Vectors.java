package dev.kept.domain.scoring;

import dev.kept.domain.fact.Fact;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The published figures of `kyw-1`: events, and what must come out of them to the last digit.
record Vectors(JsonObject document, byte[] bytes, Policy policy, List<Case> cases) {

    /// One case, with the expected document, buckets and sums as they are written.
    record Case(
            String name,
            Policy policy,
            long asOf,
            long knownAt,
            JsonArray events,
            List<Fact> facts,
            JsonObject expected,
            Map<String, List<Long>> state,
            JsonObject sums) {}

    static Vectors load() {
        byte[] bytes = resource("/vectors/score-kyw-1.json");
        JsonObject document = (JsonObject) JsonReader.readTrusted(bytes);
        Policy policy = PolicyJson.read(member(document, "policy"));
        List<Case> cases = new ArrayList<>();
        for (JsonValue item : ((JsonArray) member(document, "cases")).items()) {
            cases.add(read((JsonObject) item, policy));
        }
        return new Vectors(document, bytes, policy, cases);
    }

    static JsonValue member(JsonObject object, String name) {
        return Objects.requireNonNull(object.get(name), name);
    }

    static String text(JsonObject object, String name) {
        return ((JsonText) member(object, name)).value();
    }

    private static Case read(JsonObject item, Policy policy) {
        JsonValue override = item.get("policyOverride");
        long asOf = Instant.parse(text(item, "asOf")).getEpochSecond();
        boolean later = item.get("knownAt") != null;
        JsonArray events = (JsonArray) member(item, "events");
        return new Case(
                text(item, "name"),
                override == null ? policy : policy.overriddenBy((JsonObject) override),
                asOf,
                later ? Instant.parse(text(item, "knownAt")).getEpochSecond() : asOf,
                events,
                EventReader.facts("events", events),
                (JsonObject) member(item, "expect"),
                state((JsonObject) member(item, "state")),
                (JsonObject) member(item, "sums"));
    }

    /// Buckets as `settled S|20452` and `pending S|20452`.
    private static Map<String, List<Long>> state(JsonObject state) {
        Map<String, List<Long>> buckets = new TreeMap<>();
        state.members()
                .forEach((kind, ofKind) -> ((JsonObject) ofKind)
                        .members()
                        .forEach((key, sums) -> buckets.put(
                                kind + " " + key,
                                ((JsonArray) sums)
                                        .items().stream()
                                                .map(sum -> Long.valueOf(((JsonNumber) sum).text()))
                                                .toList())));
        return buckets;
    }

    private static byte[] resource(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
