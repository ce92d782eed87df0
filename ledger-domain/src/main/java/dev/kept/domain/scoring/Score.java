package dev.kept.domain.scoring;

import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonNull;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A score as it is shown: the estimate, the range around it, and what follows from both.
///
/// Points are in micro-points: 1,000,000 is one point, 100 points are certainty.
///
/// @param policy id of the policy it was read under
/// @param policyHash SHA-256 of that policy's canonical text
/// @param weightMicro decayed weight of the record, in millionths of a standard promise
/// @param evidenceMicro how many independent promises the record is worth, in millionths
/// @param promises how many promises count, undecayed
/// @param grade `-` while the evidence is too thin for one
/// @param streak promises since the last day with a broken one
/// @param reserve how many more typical misses this grade survives; null without a grade and in the last one
/// @param passReserve how many more typical misses the pass survives, negative: kept promises needed to pass; null
///     without a grade
/// @param rangeReasons why the range is as wide as it is
public record Score(
        String policy,
        String policyHash,
        long points,
        long prior,
        long lower,
        long upper,
        long weightMicro,
        long evidenceMicro,
        long trend,
        long promises,
        String grade,
        Verdict verdict,
        TrendLabel trendLabel,
        long streak,
        @Nullable Long reserve,
        @Nullable Long passReserve,
        List<Flag> flags,
        List<RangeReason> rangeReasons) {

    public Score {
        flags = List.copyOf(flags);
        rangeReasons = List.copyOf(rangeReasons);
    }

    /// Whether the test is passed.
    public enum Verdict {
        PASS,
        FAIL,
        NOT_ENOUGH_EVIDENCE
    }

    /// Where the score is heading.
    public enum TrendLabel {
        UP,
        STEADY,
        DOWN
    }

    /// What is worth a second look; shown, never scored.
    public enum Flag {
        UNPROVEN_CLAIMS,
        PADDED_DATES,
        OFTEN_EXTENDED,
        TRIVIAL_CAP,
        SLIPPING
    }

    /// What makes the range wide: too few promises for a verdict, a record older than a half-life on average, claims
    /// that are not proven, or promises that no longer add because their class is full.
    public enum RangeReason {
        THIN_RECORD,
        STALE_RECORD,
        UNPROVEN_SHARE,
        TRIVIAL_CAP
    }

    /// A score with the reasons that add up to it exactly.
    public record Explained(Score score, List<Contribution> contributions) {
        public Explained {
            contributions = List.copyOf(contributions);
        }

        /// The score document: every figure as a decimal text with six places.
        public String toJson() {
            JsonWriter json = new JsonWriter().beginObject();
            score.writeTo(json);
            json.beginArray("contributions");
            for (Contribution contribution : contributions) {
                json.beginObject()
                        .member("commitment", contribution.commitment())
                        .member("entry", (long) contribution.entry())
                        .member("code", contribution.code())
                        .member("points", decimal(contribution.points()))
                        .endObject();
            }
            return json.endArray().endObject().toString();
        }
    }

    /// Micro-units as a decimal with six places, such as `-0.001852`.
    public static String decimal(long micro) {
        String digits = Long.toString(micro).replace("-", "");
        String padded = "0".repeat(Math.max(0, 7 - digits.length())) + digits;
        int point = padded.length() - 6;
        return (micro < 0 ? "-" : "") + padded.substring(0, point) + "." + padded.substring(point);
    }

    private void writeTo(JsonWriter json) {
        json.member("score", decimal(points))
                .member("prior", decimal(prior))
                .member("lower", decimal(lower))
                .member("upper", decimal(upper))
                .member("weight", decimal(weightMicro))
                .member("evidence", decimal(evidenceMicro))
                .member("trend", decimal(trend))
                .member("promises", promises)
                .member("grade", grade)
                .member("verdict", verdict.name())
                .member("trendLabel", trendLabel.name())
                .member("streak", streak)
                .member("reserve", orNull(reserve))
                .member("passReserve", orNull(passReserve))
                .beginArray("flags");
        flags.forEach(flag -> json.value(new JsonText(flag.name())));
        json.endArray();
    }

    private static JsonValue orNull(@Nullable Long number) {
        return number == null ? new JsonNull() : new JsonNumber(Long.toString(number));
    }
}
