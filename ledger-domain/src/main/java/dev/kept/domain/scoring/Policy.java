package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Bounds.PPM;

import dev.kept.api.fact.Tier;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The constants of the score as data, valid by construction; its hash travels with every score read under it.
///
/// Units: `Ppm` are millionths, `Milli` thousandths of a standard promise, `Micro` micro-points (100,000,000 is
/// certainty) or micro-promises.
public record Policy(
        String id,
        int halfLifeDays,
        int tableBits,
        Prior prior,
        Map<Tier, Long> weightsMilli,
        Tier defaultTier,
        Amount amount,
        long trivialBelowMilli,
        long trivialCapMilli,
        Credit credit,
        Extension extension,
        int overdueGraceDays,
        long backdateSeconds,
        Interval interval,
        Marks verdict,
        List<Grade> grades,
        Trend trend) {

    public Policy {
        if (id.isBlank() || !id.matches("[\\x20-\\x7e]{1,100}")) {
            throw Bounds.refused("id", '"' + id + '"', "1 to 100 printable ASCII characters are needed");
        }
        Bounds.within("halfLifeDays", halfLifeDays, 1, Decay.MAX_HALF_LIFE_DAYS);
        Bounds.within("tableBits", tableBits, Decay.MIN_BITS, Decay.MAX_BITS);
        for (Tier tier : Tier.values()) {
            Long weight = weightsMilli.get(tier);
            if (weight == null) {
                throw Bounds.refused(
                        "weightsMilli." + PolicyJson.name(tier), "missing", "give its weight, such as 1000");
            }
            Bounds.within("weightsMilli." + PolicyJson.name(tier), weight, 0, PPM);
        }
        weightsMilli = Map.copyOf(new EnumMap<>(weightsMilli));
        Bounds.within("trivialBelowMilli", trivialBelowMilli, 0, PPM);
        Bounds.within("trivialCapMilli", trivialCapMilli, 0, 1_000 * PPM);
        Bounds.within("overdueGraceDays", overdueGraceDays, 0, 3_650);
        Bounds.seconds("backdateSeconds", backdateSeconds, 0);
        grades = List.copyOf(grades);

        Bounds.below("credit.breachCapPpm", credit.breachCapPpm, "verdict.passPpm", verdict.passPpm);
        Bounds.atMost("credit.selfCapPpm", credit.selfCapPpm, "prior.meanPpm", prior.meanPpm);
        Bounds.below("prior.meanPpm", prior.meanPpm, "verdict.passPpm", verdict.passPpm);
        checkGrades(grades);
    }

    /// What is believed of a promisor without a record, and how many promises that belief is worth.
    public record Prior(long meanPpm, long strengthMilli) {
        public Prior {
            Bounds.ppm("prior.meanPpm", meanPpm);
            Bounds.within("prior.strengthMilli", strengthMilli, 1, 1_000 * PPM);
        }
    }

    /// How the amount of a promise, in minor units, becomes its weight.
    public record Amount(long reference, long minMilli, long maxMilli) {
        public Amount {
            Bounds.within("amount.reference", reference, 1, 1_000_000_000_000_000L);
            Bounds.within("amount.minMilli", minMilli, 0, PPM);
            Bounds.within("amount.maxMilli", maxMilli, 0, PPM);
            Bounds.atMost("amount.minMilli", minMilli, "amount.maxMilli", maxMilli);
        }
    }

    /// What each way of not keeping a promise in full is still worth.
    public record Credit(
            long lateMaxPpm,
            long lateMinPpm,
            long lateScaleMinSeconds,
            long lateScaleMaxSeconds,
            long partialMaxPpm,
            long breachCapPpm,
            long discloseBeforeDuePpm,
            long discloseBeforeNoticedPpm,
            long discloseAfterPpm,
            long presumedNoticeSeconds,
            long madeGoodFastPpm,
            long madeGoodSlowPpm,
            long madeGoodFastSeconds,
            long disputedHoldPpm,
            long selfCapPpm,
            long selfFloorPpm) {
        public Credit {
            Bounds.ppm("credit.lateMaxPpm", lateMaxPpm);
            Bounds.ppm("credit.lateMinPpm", lateMinPpm);
            Bounds.atMost("credit.lateMinPpm", lateMinPpm, "credit.lateMaxPpm", lateMaxPpm);
            Bounds.seconds("credit.lateScaleMinSeconds", lateScaleMinSeconds, 1);
            Bounds.seconds("credit.lateScaleMaxSeconds", lateScaleMaxSeconds, 1);
            Bounds.atMost(
                    "credit.lateScaleMinSeconds",
                    lateScaleMinSeconds,
                    "credit.lateScaleMaxSeconds",
                    lateScaleMaxSeconds);
            Bounds.within("credit.partialMaxPpm", partialMaxPpm, 0, PPM - 1);
            Bounds.ppm("credit.breachCapPpm", breachCapPpm);
            Bounds.atMost("credit.lateMaxPpm", lateMaxPpm, "credit.breachCapPpm", breachCapPpm);
            Bounds.ppm("credit.discloseBeforeDuePpm", discloseBeforeDuePpm);
            Bounds.ppm("credit.discloseBeforeNoticedPpm", discloseBeforeNoticedPpm);
            Bounds.ppm("credit.discloseAfterPpm", discloseAfterPpm);
            Bounds.atMost(
                    "credit.discloseBeforeNoticedPpm",
                    discloseBeforeNoticedPpm,
                    "credit.discloseBeforeDuePpm",
                    discloseBeforeDuePpm);
            Bounds.atMost(
                    "credit.discloseAfterPpm",
                    discloseAfterPpm,
                    "credit.discloseBeforeNoticedPpm",
                    discloseBeforeNoticedPpm);
            Bounds.seconds("credit.presumedNoticeSeconds", presumedNoticeSeconds, 0);
            Bounds.ppm("credit.madeGoodFastPpm", madeGoodFastPpm);
            Bounds.ppm("credit.madeGoodSlowPpm", madeGoodSlowPpm);
            Bounds.atMost("credit.madeGoodSlowPpm", madeGoodSlowPpm, "credit.madeGoodFastPpm", madeGoodFastPpm);
            Bounds.seconds("credit.madeGoodFastSeconds", madeGoodFastSeconds, 0);
            Bounds.below(
                    "credit.discloseBeforeDuePpm + credit.madeGoodFastPpm",
                    discloseBeforeDuePpm + madeGoodFastPpm,
                    "the whole",
                    PPM);
            Bounds.ppm("credit.disputedHoldPpm", disputedHoldPpm);
            Bounds.ppm("credit.selfCapPpm", selfCapPpm);
            Bounds.ppm("credit.selfFloorPpm", selfFloorPpm);
            Bounds.atMost("credit.selfFloorPpm", selfFloorPpm, "credit.selfCapPpm", selfCapPpm);
        }
    }

    /// When an extension asked by the promisor is in good time, and what it forfeits then.
    public record Extension(long earlySharePpm, long earlyEnoughSeconds, long earlyForfeitPpm) {
        public Extension {
            Bounds.ppm("extension.earlySharePpm", earlySharePpm);
            Bounds.seconds("extension.earlyEnoughSeconds", earlyEnoughSeconds, 0);
            Bounds.ppm("extension.earlyForfeitPpm", earlyForfeitPpm);
        }
    }

    /// How wide the range around the score is.
    public record Interval(long zMilli, long sameDayCorrelationPpm, long maxEvidenceMicro) {
        public Interval {
            Bounds.within("interval.zMilli", zMilli, 0, 10_000);
            Bounds.ppm("interval.sameDayCorrelationPpm", sameDayCorrelationPpm);
            Bounds.within("interval.maxEvidenceMicro", maxEvidenceMicro, 0, PPM * PPM);
        }
    }

    /// When the test is passed, failed or not decided.
    public record Marks(long passPpm, long minEvidenceMicro, long maxWidthMicro) {
        public Marks {
            Bounds.within("verdict.passPpm", passPpm, 1, PPM - 1);
            Bounds.within("verdict.minEvidenceMicro", minEvidenceMicro, 0, PPM * PPM);
            Bounds.within("verdict.maxWidthMicro", maxWidthMicro, 0, 100 * PPM);
        }
    }

    /// A grade and the score from which it is given.
    public record Grade(String name, long fromPpm) {
        public Grade {
            if (!name.matches("[\\x21-\\x7e]{1,20}")) {
                throw Bounds.refused("grades", '"' + name + '"', "a name of 1 to 20 printable characters is needed");
            }
            Bounds.ppm("grades." + name, fromPpm);
        }
    }

    /// The fast score that is held against the slow one.
    public record Trend(int halfLifeDays, long strengthMilli, long stepMicro, long alertMicro) {
        public Trend {
            Bounds.within("trend.halfLifeDays", halfLifeDays, 1, Decay.MAX_HALF_LIFE_DAYS);
            Bounds.within("trend.strengthMilli", strengthMilli, 1, 1_000 * PPM);
            Bounds.within("trend.stepMicro", stepMicro, 0, 100 * PPM);
            Bounds.within("trend.alertMicro", alertMicro, 0, 100 * PPM);
        }
    }

    /// The policy this build ships: `kyw-1`.
    public static Policy kyw1() {
        return PolicyJson.shipped();
    }

    /// Reads a policy document; every value must be there, and none that is unknown.
    public static Policy parse(byte[] json) {
        return PolicyJson.read(JsonReader.readTrusted(json));
    }

    /// This policy with the given members in place of its own, objects member by member.
    public Policy overriddenBy(JsonObject override) {
        return PolicyJson.read(PolicyJson.merged(PolicyJson.write(this), override));
    }

    /// Whether facts become the same entries under both, so that only the reading of their sums differs.
    public boolean resolvesAs(Policy other) {
        return weightsMilli.equals(other.weightsMilli)
                && defaultTier == other.defaultTier
                && amount.equals(other.amount)
                && trivialBelowMilli == other.trivialBelowMilli
                && credit.equals(other.credit)
                && extension.equals(other.extension)
                && backdateSeconds == other.backdateSeconds;
    }

    /// In a few sentences for whoever reads a score: what it is and how it comes about under this policy.
    public String explanation() {
        return Explanation.of(this);
    }

    /// The one text of this policy: members sorted by name, no spaces.
    public String canonicalJson() {
        return PolicyJson.canonical(this);
    }

    /// Lower-case hexadecimal SHA-256 of the canonical text.
    public String hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonicalJson().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected every JDK to bring SHA-256", e);
        }
    }

    private static void checkGrades(List<Grade> grades) {
        if (grades.isEmpty()) {
            throw Bounds.refused("grades", "empty", "give at least one that starts at 0, such as [[\"A\",0]]");
        }
        for (int i = 1; i < grades.size(); i++) {
            Grade better = grades.get(i - 1);
            Grade grade = grades.get(i);
            Bounds.below("grades." + grade.name, grade.fromPpm, "grades." + better.name, better.fromPpm);
        }
        Grade last = grades.getLast();
        if (last.fromPpm != 0) {
            throw Bounds.refused("grades." + last.name, last.fromPpm, "the last grade must start at 0");
        }
    }
}
