package dev.kept.app.dashboard;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The constants of the score that the page lets one try, in the units people speak of.
final class WhatIfForm {
    /// What one of the page's units is in the policy's.
    private static final BigDecimal PERCENT = BigDecimal.valueOf(10_000);

    private static final BigDecimal MILLI = BigDecimal.valueOf(1_000);
    private static final BigDecimal MICRO = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal ONE = BigDecimal.ONE;

    private static final List<Constant> CONSTANTS = List.of(
            new Constant("halfLife", "Half-life", "days", "halfLifeDays", ONE, Policy::halfLifeDays),
            new Constant(
                    "grace", "Grace before silence counts", "days", "overdueGraceDays", ONE, Policy::overdueGraceDays),
            new Constant(
                    "pass",
                    "Pass mark",
                    "points",
                    "verdict.passPpm",
                    PERCENT,
                    p -> p.verdict().passPpm()),
            new Constant(
                    "minEvidence",
                    "Least evidence for a verdict",
                    "promises",
                    "verdict.minEvidenceMicro",
                    MICRO,
                    p -> p.verdict().minEvidenceMicro()),
            new Constant(
                    "prior",
                    "A new record starts at",
                    "points",
                    "prior.meanPpm",
                    PERCENT,
                    p -> p.prior().meanPpm()),
            new Constant(
                    "priorWeight",
                    "worth",
                    "promises",
                    "prior.strengthMilli",
                    MILLI,
                    p -> p.prior().strengthMilli()),
            weight("trivial", "Weight of a trivial promise"),
            weight("minor", "of a minor one"),
            weight("standard", "of a standard one"),
            weight("major", "of a major one"),
            weight("critical", "of a critical one"),
            new Constant(
                    "lateMax",
                    "Kept late is worth at most",
                    "%",
                    "credit.lateMaxPpm",
                    PERCENT,
                    p -> p.credit().lateMaxPpm()),
            new Constant(
                    "lateMin",
                    "and at least",
                    "%",
                    "credit.lateMinPpm",
                    PERCENT,
                    p -> p.credit().lateMinPpm()),
            new Constant(
                    "breachCap",
                    "A repaired miss is worth at most",
                    "%",
                    "credit.breachCapPpm",
                    PERCENT,
                    p -> p.credit().breachCapPpm()),
            new Constant(
                    "told",
                    "Telling before it is due repairs",
                    "%",
                    "credit.discloseBeforeDuePpm",
                    PERCENT,
                    p -> p.credit().discloseBeforeDuePpm()),
            new Constant(
                    "madeGood",
                    "Making good fast repairs",
                    "%",
                    "credit.madeGoodFastPpm",
                    PERCENT,
                    p -> p.credit().madeGoodFastPpm()));

    private WhatIfForm() {}

    /// @param path where it stands in the policy
    /// @param factor what one unit of the page is there
    private record Constant(
            String name, String label, String unit, String path, BigDecimal factor, ToLongFunction<Policy> value) {
        String inForce() {
            return shown(value.applyAsLong(Policy.kyw1()), factor);
        }
    }

    /// One field, as the page shows it.
    record Field(String name, String label, String unit, String value, String inForce, boolean changed) {}

    /// What was asked for.
    ///
    /// @param policy the shipped one where nothing differs
    record Tried(Policy policy, List<Field> fields, List<Address.Parameter> changed) {
        boolean isShipped() {
            return changed.isEmpty();
        }
    }

    private static Constant weight(String tier, String label) {
        return new Constant(
                "w-" + tier,
                label,
                "promises",
                "weightsMilli." + tier,
                MILLI,
                p -> p.weightsMilli().entrySet().stream()
                        .filter(one -> one.getKey().name().equalsIgnoreCase(tier))
                        .mapToLong(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow());
    }

    private static String shown(long value, BigDecimal factor) {
        return BigDecimal.valueOf(value)
                .divide(factor, 6, RoundingMode.UNNECESSARY)
                .stripTrailingZeros()
                .toPlainString();
    }

    /// @param value of a field, by its name
    /// @throws BadParameter naming the field, if a value is no number or the policy would be none
    static Tried read(Function<String, @Nullable String> value) {
        Map<String, Map<String, Long>> override = new LinkedHashMap<>();
        List<Field> fields = new ArrayList<>();
        List<Address.Parameter> changed = new ArrayList<>();
        for (Constant constant : CONSTANTS) {
            String text = value.apply(constant.name);
            String inForce = constant.inForce();
            boolean other = text != null && !text.isBlank() && !same(text, inForce);
            fields.add(new Field(
                    constant.name, constant.label, constant.unit, other ? text.strip() : inForce, inForce, other));
            if (other) {
                changed.add(new Address.Parameter(constant.name, text.strip()));
                int dot = constant.path.indexOf('.');
                override.computeIfAbsent(dot < 0 ? "" : constant.path.substring(0, dot), _ -> new LinkedHashMap<>())
                        .put(constant.path.substring(dot + 1), number(constant, text));
            }
        }
        return new Tried(policy(override, changed), fields, changed);
    }

    private static boolean same(String text, String inForce) {
        try {
            return new BigDecimal(text.strip()).compareTo(new BigDecimal(inForce)) == 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static long number(Constant constant, String text) {
        try {
            if (text.strip().length() <= 20) {
                return new BigDecimal(text.strip()).multiply(constant.factor).longValueExact();
            }
        } catch (NumberFormatException | ArithmeticException _) {
            // told below
        }
        throw new BadParameter(
                constant.name, text, "write a number of " + constant.unit + " such as " + constant.inForce());
    }

    private static Policy policy(Map<String, Map<String, Long>> override, List<Address.Parameter> changed) {
        JsonWriter out = new JsonWriter().beginObject();
        override.forEach((object, members) -> {
            if (!object.isEmpty()) {
                out.beginObject(object);
            }
            members.forEach(out::member);
            if (!object.isEmpty()) {
                out.endObject();
            }
        });
        out.endObject();
        try {
            return JsonReader.readTrusted(out.toString().getBytes(StandardCharsets.UTF_8)) instanceof JsonObject json
                    ? Policy.kyw1().overriddenBy(json)
                    : Policy.kyw1();
        } catch (IllegalArgumentException refused) {
            throw new BadParameter(
                    changed.getLast().name(),
                    changed.getLast().value(),
                    "choose constants that fit together: " + refused.getMessage());
        }
    }
}
