package dev.kept.app.support.audit;

import dev.kept.app.support.Documents;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.processor.Replay;
import org.jspecify.annotations.Nullable;

/// What a replay came to, as REST and the command line hand it out.
public final class ReplayDocuments {
    private ReplayDocuments() {}

    public static JsonValue check(Replay.Result result) {
        JsonWriter out = new JsonWriter().beginObject();
        out.member("verdict", result.verdict().name());
        out.member("facts", Long.valueOf(result.facts()));
        out.member("position", Long.valueOf(result.position()));
        out.member("logSize", Long.valueOf(result.logSize()));
        out.member("rows", Long.valueOf(result.rows()));
        out.beginArray("tables");
        for (Replay.TableResult table : result.tables()) {
            out.beginObject().member("table", table.table());
            out.member("same", Boolean.valueOf(table.same()));
            out.member("rows", Long.valueOf(table.rows()));
            out.member("replayedRows", Long.valueOf(table.replayedRows()));
            out.member("live", table.live());
            out.member("replayed", table.replayed());
            out.member("differing", Long.valueOf(table.differing()));
            Replay.Difference first = table.first();
            if (first != null) {
                out.beginObject("first").member("kind", first.kind().name()).member("key", readable(first.key()));
                out.member("position", first.position());
                out.member("liveRow", readable(first.live()));
                out.member("replayedRow", readable(first.replayed()));
                out.endObject();
            }
            out.endObject();
        }
        return Documents.value(out.endArray());
    }

    public static JsonValue rebuilt(long facts) {
        return Documents.value(new JsonWriter().beginObject().member("facts", Long.valueOf(facts)));
    }

    /// The names in a scope are divided by a control character that no terminal shows.
    private static @Nullable String readable(@Nullable String text) {
        return text == null ? null : text.replace('\u001f', ' ');
    }
}
