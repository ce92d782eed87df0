package dev.kept.domain.scoring;

import dev.kept.domain.fact.Fact;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scores recomputed offline from JSON, in the form the published test vectors have. Bad input is refused with an
/// [IllegalArgumentException] (or a [dev.kept.domain.json.JsonException]) that names field, value and fix.
public final class ScoreCases {
    private ScoreCases() {}

    /// The score document of an array of events.
    ///
    /// @param asOf UTC epoch seconds
    /// @param knownAt UTC epoch seconds; as shown that day: the same as `asOf`
    public static String facts(byte[] events, Policy policy, long asOf, long knownAt) {
        List<Fact> facts = EventReader.facts("events", JsonReader.readTrusted(events));
        return Scores.explain(facts, policy, asOf, knownAt).toJson();
    }

    /// The results of a file of cases: `{policy, cases: [{name, asOf, knownAt?, policyOverride?, events}]}` gives
    /// `[{"name": …, "result": {…}}]`. Without a policy, `kyw-1` is used.
    public static String cases(byte[] document) {
        Members members = Members.of("", JsonReader.readTrusted(document));
        JsonValue given = members.optional("policy");
        Policy policy = given == null ? Policy.kyw1() : PolicyJson.read(given);
        List<JsonValue> cases = members.array("cases").items();
        List<String> results = new ArrayList<>(cases.size());
        for (int i = 0; i < cases.size(); i++) {
            results.add(result(Members.of("cases[" + i + "]", cases.get(i)), policy));
        }
        return "[" + String.join(",", results) + "]";
    }

    private static String result(Members members, Policy policy) {
        String name = members.text("name");
        Long asOf = EventReader.time(members, "asOf");
        if (asOf == null) {
            throw Bounds.refused(members.path("asOf"), "missing", "give the time to read at: 2026-01-01T00:00:00Z");
        }
        Long knownAt = EventReader.time(members, "knownAt");
        JsonArray events = members.array("events");
        String result = Scores.explain(
                        EventReader.facts(members.path("events"), events),
                        overridden(policy, members),
                        asOf,
                        knownAt == null ? asOf : knownAt)
                .toJson();
        return "{\"name\":" + quoted(name) + ",\"result\":" + result + "}";
    }

    private static Policy overridden(Policy policy, Members members) {
        @Nullable JsonValue override = members.optional("policyOverride");
        if (override == null) {
            return policy;
        }
        if (override instanceof JsonObject object) {
            return policy.overriddenBy(object);
        }
        throw Bounds.refused(members.path("policyOverride"), Members.shown(override), "an object {…} is needed");
    }

    private static String quoted(String text) {
        return JsonWriter.text(new JsonValue.JsonText(text));
    }
}
