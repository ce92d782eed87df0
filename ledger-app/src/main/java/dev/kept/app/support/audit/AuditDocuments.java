package dev.kept.app.support.audit;

import dev.kept.app.support.Documents;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.explorer.FactExplorer;
import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.KnowledgeDiff;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What auditors are shown: what changed between two states of knowledge, and single facts with their bytes and hashes.
public final class AuditDocuments {
    private AuditDocuments() {}

    /// @param changes those that are shown
    /// @param next name of the last one shown, if there are more; null on the last page
    public static JsonValue diff(
            KnowledgeDiff.Summary summary, List<KnowledgeDiff.Change> changes, @Nullable String next) {
        JsonWriter out = new JsonWriter().beginObject();
        KnowledgeDiff.Question question = summary.question();
        out.member("customer", question.customer());
        out.member("asOf", question.asOf().toString());
        out.member("knownThen", question.then().toString());
        out.member("knownNow", question.now().toString());
        out.member("policy", summary.policy().id());
        out.member("policyHash", summary.policy().hash());
        out.member("commitments", Long.valueOf(summary.commitments()));
        out.member("changed", Long.valueOf(summary.changed()));
        out.beginObject("parts");
        summary.parts().forEach((part, count) -> out.member(lower(part), count));
        out.endObject();
        counts(out, "then", summary.then());
        counts(out, "now", summary.now());
        out.beginArray("scores");
        for (KnowledgeDiff.ScoreChange score : summary.scores()) {
            out.beginObject().member("direction", score.direction().name());
            out.member(
                    "change", Score.decimal(score.now().points() - score.then().points()));
            out.member("then", Documents.brief(score.then()));
            out.member("now", Documents.brief(score.now())).endObject();
        }
        out.endArray().beginArray("changes");
        changes.forEach(change -> change(out, change));
        out.endArray().member("next", next);
        return Documents.value(out);
    }

    private static void counts(JsonWriter out, String name, Counts counts) {
        out.beginObject(name);
        Documents.counts(out, counts);
        out.endObject();
    }

    private static void change(JsonWriter out, KnowledgeDiff.Change change) {
        out.beginObject().member("commitment", change.commitment()).beginArray("parts");
        change.parts().forEach(part -> out.value(new JsonValue.JsonText(lower(part))));
        out.endArray();
        commitment(out, "then", change.then());
        commitment(out, "now", change.now());
        out.member("factsThen", Long.valueOf(change.factsThen()));
        out.member("factsNow", Long.valueOf(change.factsNow()));
        out.beginArray("causes");
        for (KnowledgeDiff.Cause cause : change.causes()) {
            out.beginObject()
                    .member("position", Long.valueOf(cause.position()))
                    .member("factId", cause.factId())
                    .member("type", cause.type())
                    .member("at", cause.at().toString())
                    .member("recordedAt", cause.recordedAt().toString())
                    .member("acceptedAt", cause.acceptedAt().toString())
                    .endObject();
        }
        out.endArray().endObject();
    }

    private static void commitment(JsonWriter out, String name, @Nullable CommitmentView view) {
        if (view != null) {
            out.beginObject(name);
            Documents.commitment(out, view);
            out.endObject();
        }
    }

    public static JsonValue fact(FactExplorer.Explored explored) {
        StoredFact fact = explored.fact();
        Entry entry = explored.entry();
        JsonWriter out = new JsonWriter().beginObject();
        out.member("position", Long.valueOf(fact.position()));
        out.member("factId", fact.factId());
        out.member("stream", fact.stream());
        out.member("version", Long.valueOf(fact.version()));
        out.member("name", fact.name() + "#" + fact.revision());
        out.member("at", fact.at().toString());
        out.member("recordedAt", fact.rec().toString());
        out.member("acceptedAt", fact.acceptedAt().toString());
        out.member("content", JsonReader.readTrusted(fact.payload()));
        out.member("metadata", JsonReader.readTrusted(fact.meta()));
        out.beginObject("stored").member("payload", base64(fact.payload()));
        out.member("meta", base64(fact.meta())).member("salt", base64(fact.salt()));
        out.endObject().beginObject("hashes");
        out.member("payloadCommitment", entry.payload().base64());
        out.member("metaCommitment", entry.meta().base64());
        out.member("leafHash", fact.leafHash().base64());
        out.member("recomputed", explored.recomputed().base64());
        out.member("intact", Boolean.valueOf(explored.intact())).endObject();
        out.member("entry", new String(entry.bytes(), StandardCharsets.US_ASCII));
        out.member("previous", fact.position() == 0 ? null : (Long) (fact.position() - 1));
        out.member("next", fact.position() + 1 < explored.logSize() ? (Long) (fact.position() + 1) : null);
        out.member("previousInStream", explored.previousInStream());
        out.member("nextInStream", explored.nextInStream());
        out.beginArray("members");
        explored.members()
                .forEach(member -> out.beginObject()
                        .member("name", member.name())
                        .member("before", member.before())
                        .member("after", member.after())
                        .endObject());
        out.endArray();
        commitment(out, "before", explored.before());
        commitment(out, "after", explored.after());
        return Documents.value(out);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String lower(KnowledgeDiff.Part part) {
        return part.name().toLowerCase(Locale.ROOT);
    }
}
