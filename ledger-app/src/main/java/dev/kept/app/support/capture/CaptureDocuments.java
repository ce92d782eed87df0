package dev.kept.app.support.capture;

import dev.kept.app.support.Documents;
import dev.kept.domain.capture.Captured;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The JSON documents of what was understood, and what a person is shown.
public final class CaptureDocuments {
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm:ss", Locale.ENGLISH);

    private CaptureDocuments() {}

    public static JsonValue document(Captures.Answer answer) {
        JsonWriter out = new JsonWriter().beginObject();
        switch (answer) {
            case Captures.Answer.Ready(Captures.Understanding understanding) -> ready(out, understanding);
            case Captures.Answer.Question(Captured.Unclear unclear) -> {
                out.member("understood", Boolean.FALSE);
                out.beginObject("question");
                out.member("field", unclear.field());
                out.member("value", unclear.value());
                out.member("problem", unclear.problem());
                texts(out, "choices", unclear.choices());
                out.member("fix", unclear.fix());
                out.endObject();
            }
        }
        return Documents.value(out);
    }

    private static void ready(JsonWriter out, Captures.Understanding understood) {
        Instant from = understood.due().from();
        out.member("understood", Boolean.TRUE);
        out.member("customer", understood.customer());
        out.member("customerKnown", understood.known());
        texts(out, "near", understood.near());
        out.member("promisor", understood.promisor());
        out.member("assigned", understood.assigned());
        out.member("statement", understood.statement());
        out.member("phrase", understood.phrase());
        out.member("from", from == null ? null : from.toString());
        out.member("due", understood.due().due().toString());
        out.member("local", local(understood));
        out.member("zone", understood.zone().getId());
        out.member("zoneOf", understood.zoneOf().name().toLowerCase(Locale.ROOT));
        out.member("commitment", understood.line().get("commitment"));
        out.member("line", understood.line());
    }

    private static void texts(JsonWriter out, String name, List<String> texts) {
        out.beginArray(name);
        texts.forEach(text -> out.value(new JsonValue.JsonText(text)));
        out.endArray();
    }

    /// The due date with its weekday where the customer is.
    private static String local(Captures.Understanding understood) {
        ZoneId zone = understood.zone();
        Instant from = understood.due().from();
        String due = LOCAL.format(understood.due().due().atZone(zone)).replaceAll("(:[0-9]{2}):00$", "$1");
        return from == null ? due : LOCAL.format(from.atZone(zone)).replaceAll("(:[0-9]{2}):00$", "$1") + " to " + due;
    }
}
