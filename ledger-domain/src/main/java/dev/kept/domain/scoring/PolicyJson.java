package dev.kept.domain.scoring;

import dev.kept.api.fact.Tier;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Policies from and to JSON.
final class PolicyJson {
    private PolicyJson() {}

    static Policy shipped() {
        return Shipped.KYW_1;
    }

    static Policy read(JsonValue json) {
        Members members = Members.of("", json);
        Members prior = members.object("prior");
        Members weights = members.object("weightsMilli");
        Members amount = members.object("amount");
        Members credit = members.object("credit");
        Members extension = members.object("extension");
        Members interval = members.object("interval");
        Members verdict = members.object("verdict");
        Members trend = members.object("trend");
        Policy policy = new Policy(
                members.text("id"),
                members.integer("halfLifeDays"),
                members.integer("tableBits"),
                new Policy.Prior(prior.number("meanPpm"), prior.number("strengthMilli")),
                weights(weights),
                tier(members),
                new Policy.Amount(amount.number("reference"), amount.number("minMilli"), amount.number("maxMilli")),
                members.number("trivialBelowMilli"),
                members.number("trivialCapMilli"),
                new Policy.Credit(
                        credit.number("lateMaxPpm"),
                        credit.number("lateMinPpm"),
                        credit.number("lateScaleMinSeconds"),
                        credit.number("lateScaleMaxSeconds"),
                        credit.number("partialMaxPpm"),
                        credit.number("breachCapPpm"),
                        credit.number("discloseBeforeDuePpm"),
                        credit.number("discloseBeforeNoticedPpm"),
                        credit.number("discloseAfterPpm"),
                        credit.number("presumedNoticeSeconds"),
                        credit.number("madeGoodFastPpm"),
                        credit.number("madeGoodSlowPpm"),
                        credit.number("madeGoodFastSeconds"),
                        credit.number("disputedHoldPpm"),
                        credit.number("selfCapPpm"),
                        credit.number("selfFloorPpm")),
                new Policy.Extension(
                        extension.number("earlySharePpm"),
                        extension.number("earlyEnoughSeconds"),
                        extension.number("earlyForfeitPpm")),
                members.integer("overdueGraceDays"),
                members.number("backdateSeconds"),
                new Policy.Interval(
                        interval.number("zMilli"),
                        interval.number("sameDayCorrelationPpm"),
                        interval.number("maxEvidenceMicro")),
                new Policy.Marks(
                        verdict.number("passPpm"), verdict.number("minEvidenceMicro"), verdict.number("maxWidthMicro")),
                grades(members.array("grades")),
                new Policy.Trend(
                        trend.integer("halfLifeDays"),
                        trend.number("strengthMilli"),
                        trend.number("stepMicro"),
                        trend.number("alertMicro")));
        List.of(members, prior, weights, amount, credit, extension, interval, verdict, trend)
                .forEach(Members::refuseUnread);
        return policy;
    }

    static JsonObject write(Policy policy) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        members.put("id", new JsonText(policy.id()));
        members.put("halfLifeDays", number(policy.halfLifeDays()));
        members.put("tableBits", number(policy.tableBits()));
        members.put(
                "prior",
                numbers(
                        "meanPpm", policy.prior().meanPpm(),
                        "strengthMilli", policy.prior().strengthMilli()));
        Map<String, JsonValue> weights = new LinkedHashMap<>();
        policy.weightsMilli().forEach((tier, weight) -> weights.put(name(tier), number(weight)));
        members.put("weightsMilli", new JsonObject(weights));
        members.put("defaultTier", new JsonText(name(policy.defaultTier())));
        members.put(
                "amount",
                numbers(
                        "reference", policy.amount().reference(),
                        "minMilli", policy.amount().minMilli(),
                        "maxMilli", policy.amount().maxMilli()));
        members.put("trivialBelowMilli", number(policy.trivialBelowMilli()));
        members.put("trivialCapMilli", number(policy.trivialCapMilli()));
        members.put("credit", credit(policy.credit()));
        members.put(
                "extension",
                numbers(
                        "earlySharePpm", policy.extension().earlySharePpm(),
                        "earlyEnoughSeconds", policy.extension().earlyEnoughSeconds(),
                        "earlyForfeitPpm", policy.extension().earlyForfeitPpm()));
        members.put("overdueGraceDays", number(policy.overdueGraceDays()));
        members.put("backdateSeconds", number(policy.backdateSeconds()));
        members.put(
                "interval",
                numbers(
                        "zMilli", policy.interval().zMilli(),
                        "sameDayCorrelationPpm", policy.interval().sameDayCorrelationPpm(),
                        "maxEvidenceMicro", policy.interval().maxEvidenceMicro()));
        members.put(
                "verdict",
                numbers(
                        "passPpm", policy.verdict().passPpm(),
                        "minEvidenceMicro", policy.verdict().minEvidenceMicro(),
                        "maxWidthMicro", policy.verdict().maxWidthMicro()));
        members.put(
                "grades",
                new JsonArray(policy.grades().stream()
                        .<JsonValue>map(
                                grade -> new JsonArray(List.of(new JsonText(grade.name()), number(grade.fromPpm()))))
                        .toList()));
        members.put(
                "trend",
                numbers(
                        "halfLifeDays", (long) policy.trend().halfLifeDays(),
                        "strengthMilli", policy.trend().strengthMilli(),
                        "stepMicro", policy.trend().stepMicro(),
                        "alertMicro", policy.trend().alertMicro()));
        return new JsonObject(members);
    }

    static JsonObject merged(JsonObject base, JsonObject override) {
        Map<String, JsonValue> members = new LinkedHashMap<>(base.members());
        override.members()
                .forEach((name, value) -> members.merge(
                        name,
                        value,
                        (ours, theirs) -> ours instanceof JsonObject one && theirs instanceof JsonObject other
                                ? merged(one, other)
                                : theirs));
        return new JsonObject(members);
    }

    static String canonical(Policy policy) {
        return JsonWriter.text(sorted(write(policy)));
    }

    static String name(Tier tier) {
        return tier.name().toLowerCase(Locale.ROOT);
    }

    private static JsonValue sorted(JsonValue value) {
        if (!(value instanceof JsonObject(var members))) {
            return value;
        }
        Map<String, JsonValue> sorted = new TreeMap<>();
        members.forEach((name, member) -> sorted.put(name, sorted(member)));
        return new JsonObject(sorted);
    }

    private static JsonObject credit(Policy.Credit credit) {
        return numbers(
                "lateMaxPpm", credit.lateMaxPpm(),
                "lateMinPpm", credit.lateMinPpm(),
                "lateScaleMinSeconds", credit.lateScaleMinSeconds(),
                "lateScaleMaxSeconds", credit.lateScaleMaxSeconds(),
                "partialMaxPpm", credit.partialMaxPpm(),
                "breachCapPpm", credit.breachCapPpm(),
                "discloseBeforeDuePpm", credit.discloseBeforeDuePpm(),
                "discloseBeforeNoticedPpm", credit.discloseBeforeNoticedPpm(),
                "discloseAfterPpm", credit.discloseAfterPpm(),
                "presumedNoticeSeconds", credit.presumedNoticeSeconds(),
                "madeGoodFastPpm", credit.madeGoodFastPpm(),
                "madeGoodSlowPpm", credit.madeGoodSlowPpm(),
                "madeGoodFastSeconds", credit.madeGoodFastSeconds(),
                "disputedHoldPpm", credit.disputedHoldPpm(),
                "selfCapPpm", credit.selfCapPpm(),
                "selfFloorPpm", credit.selfFloorPpm());
    }

    /// An object of numbers, from names and values in turn.
    private static JsonObject numbers(Object... namesAndValues) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], number((Long) namesAndValues[i + 1]));
        }
        return new JsonObject(members);
    }

    private static JsonNumber number(long value) {
        return new JsonNumber(Long.toString(value));
    }

    private static Map<Tier, Long> weights(Members weights) {
        Map<Tier, Long> read = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            read.put(tier, weights.number(name(tier)));
        }
        return read;
    }

    private static Tier tier(Members members) {
        String name = members.text("defaultTier");
        List<String> names = Arrays.stream(Tier.values()).map(PolicyJson::name).toList();
        if (!names.contains(name)) {
            throw Bounds.refused("defaultTier", '"' + name + '"', "give one of " + names);
        }
        return Tier.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<Policy.Grade> grades(JsonArray grades) {
        List<Policy.Grade> read = new ArrayList<>();
        for (JsonValue item : grades.items()) {
            if (!(item instanceof JsonArray(var pair))
                    || pair.size() != 2
                    || !(pair.getFirst() instanceof JsonText(String name))
                    || !(pair.getLast() instanceof JsonNumber from)) {
                throw Bounds.refused("grades", JsonWriter.text(item), "write pairs such as [\"A\",950000]");
            }
            read.add(new Policy.Grade(name, Members.whole("grades." + name, from)));
        }
        return read;
    }

    /// The shipped policies, read once.
    private static final class Shipped {
        static final Policy KYW_1 = load("/policies/kyw-1.json");

        private static Policy load(String resource) {
            try (InputStream in = PolicyJson.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("expected the resource " + resource + " beside the classes");
                }
                return read(JsonReader.readTrusted(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
