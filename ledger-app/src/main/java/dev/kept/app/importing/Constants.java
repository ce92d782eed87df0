package dev.kept.app.importing;

import dev.kept.app.importing.YamlNodes.Place;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.line.LineContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Checks what a mapping writes into every fact, so that a constant no fact may have is said once and not by each row.
///
/// The reader of fact lines judges: the constant is put in the place of `?` in a line that is good otherwise. Where a
/// field has several forms, one that lets the constant in is enough.
final class Constants {
    private static final LineContext CONTEXT = new LineContext("c", null, "mapping", "constant");
    private static final String CORRECTED = "'type':'corrected','target':'t','with':";
    private static final Map<String, String> CONTENT = Map.ofEntries(
            Map.entry("customer", "'type':'made','due':'2026-01-01T00:00:00Z','customer':?"),
            Map.entry("due", made("'due':?")),
            Map.entry("direction", madeDue("'promisor':'p','direction':?")),
            Map.entry("promisor", madeDue("'promisor':?")),
            Map.entry("kind", madeDue("'kind':?")),
            Map.entry("statement", madeDue("'statement':?")),
            Map.entry("tier", madeDue("'tier':?")),
            Map.entry("amount", madeDue("'currency':'EUR','amount':?")),
            Map.entry("currency", madeDue("'amount':'1','currency':?")),
            Map.entry("parent", madeDue("'parent':?")),
            Map.entry("series", madeDue("'series':?")),
            Map.entry("fraction", "'type':'partly_met','fraction':?"),
            Map.entry("quantity", "'type':'partly_met','unit':'u','quantity':?"),
            Map.entry("unit", "'type':'partly_met','quantity':'1','unit':?"),
            Map.entry("cause", "'type':'missed','cause':?"),
            Map.entry("newDue", "'type':'renegotiated','newDue':?"),
            Map.entry("askedBy", "'type':'renegotiated','newDue':'2026-01-01T00:00:00Z','askedBy':?"),
            Map.entry("reason", "'type':'withdrawn','reason':?"),
            Map.entry("told", "'type':'disclosed','told':?"),
            Map.entry("remedy", "'type':'made_good','remedy':?"),
            Map.entry("value", "'type':'made_good','currency':'EUR','value':?"),
            Map.entry("claim", "'type':'disputed','claim':?"),
            Map.entry("finding", "'type':'resolved','finding':?"),
            Map.entry("attributes", madeDue("'attributes':?")),
            Map.entry("with", "'type':'corrected','target':'t','with':?"),
            Map.entry("target", "'type':'corrected','strike':true,'target':?"),
            Map.entry("with.amount", CORRECTED + "{'currency':'EUR','amount':?}"),
            Map.entry("with.currency", CORRECTED + "{'amount':'1','currency':?}"),
            Map.entry("with.quantity", CORRECTED + "{'unit':'u','quantity':?}"),
            Map.entry("with.unit", CORRECTED + "{'quantity':'1','unit':?}"));
    /// The forms of objects within a field, by the name of the member.
    private static final Map<String, List<String>> FORMS = Map.of(
            "on", List.of("{'zone':'UTC','on':?}"),
            "at", List.of("{'zone':'UTC','at':?}"),
            "from",
                    List.of(
                            "{'to':'2026-01-01T00:00:00Z','from':?}",
                            "{'zone':'UTC','to':'2026-01-01T00:00','from':?}"),
            "to", List.of("{'from':'2026-01-01T00:00:00Z','to':?}", "{'zone':'UTC','from':'2026-01-01T00:00','to':?}"),
            "zone", List.of("{'on':'2026-01-01','zone':?}"),
            "within", List.of("{'calendar':'c','within':?}"),
            "calendar", List.of("{'within':'P1D','calendar':?}"),
            "calendarOf", List.of("{'within':'P1D','calendarOf':?}"),
            "source", List.of("{'id':'i','source':?}"),
            "id", List.of("{'source':'s','id':?}"));

    private Constants() {}

    private static String made(String members) {
        return "'type':'made','customer':'c'," + members;
    }

    private static String madeDue(String members) {
        return made("'due':'2026-01-01T00:00:00Z'," + members);
    }

    /// Says what is wrong with a constant.
    ///
    /// @param path the field's, such as `with.due.on`
    static void check(YamlNodes yaml, String path, Place place, JsonValue constant) {
        Reading unreadable = null;
        for (String line : lines(path)) {
            Reading reading = read(line, constant);
            if (reading instanceof Reading.Read) {
                return;
            }
            unreadable = reading;
        }
        if (unreadable instanceof Reading.Unreadable(var refusal)) {
            String fix = refusal.fix();
            yaml.problem(
                    place, refusal.message(), fix.substring(0, 1).toUpperCase(Locale.ROOT) + fix.substring(1) + ".");
        }
    }

    private static Reading read(String line, JsonValue constant) {
        String json = ("{" + line + "}").replace('\'', '"').replace("?", JsonWriter.text(constant));
        return FactLineReader.read(json.getBytes(StandardCharsets.UTF_8), CONTEXT);
    }

    /// The lines in which a constant may stand; none if every text will do.
    private static List<String> lines(String path) {
        String known = CONTENT.get(path);
        if (known != null) {
            return List.of(known);
        }
        int dot = path.lastIndexOf('.');
        if (dot < 0) {
            boolean own = FactLineReader.isField(path) && !path.equals("type");
            return own ? List.of("'type':'noticed','" + path + "':?") : List.of();
        }
        String outer = path.substring(0, dot);
        String inner = path.substring(dot + 1);
        if (outer.equals("attributes")) {
            return List.of();
        }
        if (outer.equals("with")) {
            return List.of(CORRECTED + "{'" + inner + "':?}");
        }
        return FORMS.getOrDefault(inner, List.of("{'" + inner + "':?}")).stream()
                .flatMap(form -> lines(outer).stream().map(line -> line.replace("?", form)))
                .toList();
    }
}
