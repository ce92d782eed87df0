package dev.kept.app.support.outgoing;

import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.watch.Warning;
import java.time.Instant;

/// Warnings as everybody is told of them.
public final class Warnings {
    private Warnings() {}

    /// The members of a warning.
    public static void write(JsonWriter out, Warning warning) {
        out.member("seq", Long.valueOf(warning.seq()));
        out.member("commitment", warning.commitment());
        out.member("customer", warning.customer());
        out.member("stage", warning.stage().name());
        out.member("due", Instant.ofEpochSecond(warning.due()).toString());
        out.member("stageAt", Instant.ofEpochSecond(warning.stageAt()).toString());
        out.member("givenAt", warning.givenAt().toString());
    }

    public static byte[] data(Warning warning) {
        JsonWriter data = new JsonWriter().beginObject();
        write(data, warning);
        return data.endObject().toBytes();
    }
}
