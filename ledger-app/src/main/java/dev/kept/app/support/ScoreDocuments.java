package dev.kept.app.support;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Contribution;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.ScoreViews;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON documents of scores; figures are decimal texts with six places, as in the published vectors.
final class ScoreDocuments {
    private ScoreDocuments() {}

    static JsonValue score(Score.Explained explained, Policy policy, ReadAt at, Documents.Reasons reasons) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        JsonWriter head = new JsonWriter().beginObject();
        Documents.times(head, at);
        head.member("policy", policy.id()).member("policyHash", policy.hash());
        members.putAll(((JsonObject) Documents.value(head)).members());
        members.putAll(document(explained).members());
        if (reasons != Documents.Reasons.ALL) {
            members.remove("contributions");
        }
        JsonWriter tail = new JsonWriter().beginObject().beginArray("rangeReasons");
        explained.score().rangeReasons().forEach(reason -> tail.value(new JsonValue.JsonText(reason.name())));
        tail.endArray();
        if (reasons != Documents.Reasons.NONE) {
            Contribution.Summary summary = Contribution.summary(explained.contributions());
            tail.beginObject("reasons");
            contributions(tail, "lowering", summary.lowering());
            contributions(tail, "raising", summary.raising());
            tail.beginObject("others")
                    .member("count", Long.valueOf(summary.others()))
                    .member("points", Score.decimal(summary.othersPoints()))
                    .endObject()
                    .endObject();
        }
        tail.member("explanation", policy.explanation());
        members.putAll(((JsonObject) Documents.value(tail)).members());
        return new JsonObject(members);
    }

    private static void contributions(JsonWriter out, String name, List<Contribution> contributions) {
        out.beginArray(name);
        for (Contribution one : contributions) {
            out.beginObject()
                    .member("commitment", one.commitment())
                    .member("code", one.code())
                    .member("points", Score.decimal(one.points()))
                    .endObject();
        }
        out.endArray();
    }

    static JsonValue history(List<ScoreViews.Point> points, Policy policy, Instant knownAt) {
        JsonWriter out = begun(policy, knownAt);
        out.beginArray("points");
        for (ScoreViews.Point point : points) {
            out.beginObject();
            point(out, point);
            out.endObject();
        }
        return Documents.value(out.endArray());
    }

    static JsonValue restatements(List<ScoreViews.Restatement> restatements, Policy policy, Instant knownAt) {
        JsonWriter out = begun(policy, knownAt);
        out.beginArray("items");
        for (ScoreViews.Restatement restatement : restatements) {
            out.beginObject();
            point(out, restatement.point());
            out.member("facts", Long.valueOf(restatement.facts())).beginArray("causes");
            for (ScoreViews.Cause cause : restatement.causes()) {
                out.beginObject()
                        .member("factId", cause.factId())
                        .member("commitment", cause.commitment())
                        .member("type", cause.type())
                        .member("at", cause.at().toString())
                        .member("recordedAt", cause.recordedAt().toString())
                        .endObject();
            }
            out.endArray().endObject();
        }
        return Documents.value(out.endArray());
    }

    private static JsonWriter begun(Policy policy, Instant knownAt) {
        return new JsonWriter()
                .beginObject()
                .member("policy", policy.id())
                .member("policyHash", policy.hash())
                .member("knownAt", knownAt.toString());
    }

    private static void point(JsonWriter out, ScoreViews.Point point) {
        out.member("asOf", point.asOf().toString())
                .member("shown", brief(point.shown()))
                .member("restated", brief(point.restated()))
                .member("changed", Boolean.valueOf(point.changed()));
    }

    /// A score without its contributions.
    static JsonObject brief(Score score) {
        Map<String, JsonValue> members = new LinkedHashMap<>(
                document(new Score.Explained(score, List.of())).members());
        members.remove("contributions");
        return new JsonObject(members);
    }

    private static JsonObject document(Score.Explained explained) {
        return (JsonObject) JsonReader.readTrusted(explained.toJson().getBytes(StandardCharsets.UTF_8));
    }

    static JsonValue comparison(Comparison comparison, int most) {
        JsonWriter out = new JsonWriter().beginObject();
        Documents.times(out, comparison.at());
        policy(out, "before", comparison.before());
        policy(out, "after", comparison.after());
        out.member("facts", Long.valueOf(comparison.facts()))
                .member("commitments", Long.valueOf(comparison.commitments()))
                .member("subjects", Long.valueOf(comparison.rows().size()))
                .member("changedGrades", Long.valueOf(comparison.changedGrades()))
                .member("changedVerdicts", Long.valueOf(comparison.changedVerdicts()))
                .member("changedRanks", Long.valueOf(comparison.changedRanks()));
        moves(out, "grades", comparison.grades());
        moves(out, "verdicts", comparison.verdicts());
        out.beginArray("rows");
        comparison.rows().stream().limit(most).forEach(row -> row(out, row));
        return Documents.value(out.endArray());
    }

    private static void policy(JsonWriter out, String name, Policy policy) {
        out.beginObject(name)
                .member("policy", policy.id())
                .member("policyHash", policy.hash())
                .endObject();
    }

    private static void moves(JsonWriter out, String name, Map<Comparison.Move, Long> moves) {
        out.beginArray(name);
        new TreeMap<>(moves)
                .forEach((move, subjects) -> out.beginObject()
                        .member("from", move.from())
                        .member("to", move.to())
                        .member("subjects", subjects)
                        .endObject());
        out.endArray();
    }

    private static void row(JsonWriter out, Comparison.Row row) {
        out.beginObject();
        named(out, "customer", row.customer());
        named(out, "promisor", row.promisor());
        named(out, "direction", row.direction() == null ? null : row.direction().name());
        out.member("change", Score.decimal(row.change()))
                .member("rankBefore", Long.valueOf(row.rankBefore()))
                .member("rankAfter", Long.valueOf(row.rankAfter()))
                .member("before", brief(row.before()))
                .member("after", brief(row.after()))
                .endObject();
    }

    private static void named(JsonWriter out, String name, @Nullable String value) {
        if (value != null) {
            out.member(name, value);
        }
    }
}
