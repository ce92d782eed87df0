package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNull;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.ScoreCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The figures and the sentences of `docs/score.md` are those of the code; `-Dkept.docs.write=true` writes them anew.
class ScorePageTest {
    private static final Path PAGE = Repository.find().root().resolve("docs/score.md");
    private static final long AS_OF = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

    @Test
    void saysWhatTheCodeComputes() throws IOException {
        String page = Files.readString(PAGE);
        String current = replaced(replaced(page, "explanation", Policy.kyw1().explanation()), "examples", examples());
        if (Boolean.getBoolean("kept.docs.write")) {
            Files.writeString(PAGE, current);
        }
        assertThat(Files.readString(PAGE))
                .as("run it once with -Dkept.docs.write=true and look at what changed")
                .isEqualTo(current);
    }

    @Test
    void explainsTheShippedPolicyInItsPublishedWords() {
        assertThat(Policy.kyw1().explanation())
                .contains("a promise loses half its weight every 180 days")
                .contains("A new record starts at 80, worth 4 standard promises")
                .contains("its low end is 85 or more")
                .contains("by the end of the day after it was due");
    }

    private static String examples() {
        StringBuilder table = new StringBuilder("""
                | Record | Score | Range | Grade | Verdict | Reserve |
                |---|---|---|---|---|---|
                """);
        row(table, "nothing", "");
        row(table, "one promise kept on time, confirmed", promise(1, "met", -1, "confirmed"));
        row(table, "one kept on time, nobody but the promisor says so", promise(1, "met", -1, "self"));
        row(table, "one kept a day late", promise(1, "met", 1, "confirmed"));
        row(table, "one missed", promise(1, "missed", 0, "system"));
        row(
                table,
                "one missed, told before it was due, made good",
                promise(1, "missed", 0, "system")
                        + event(1, 3, "disclosed", -2, "system")
                        + event(1, 4, "madeGood", 1, "confirmed"));
        row(table, "one of which nothing was recorded", promise(1, "", 0, ""));
        row(table, "twenty kept", many(20, 0));
        row(table, "eighty kept", many(80, 0));
        row(table, "eighty, every tenth missed", many(80, 10));
        row(table, "eighty, every fourth missed", many(80, 4));
        return table.toString().strip();
    }

    private static String many(int promises, int missedEach) {
        StringBuilder events = new StringBuilder();
        for (int i = 1; i <= promises; i++) {
            boolean missed = missedEach > 0 && i % missedEach == 0;
            events.append(promise(i, missed ? "missed" : "met", missed ? 0 : -1, "confirmed"));
        }
        return events.toString();
    }

    /// Made ten days before it is due; promise 1 is due two days before the reading, each further one a day earlier.
    private static String promise(int number, String ending, int daysAfterDue, String evidence) {
        long due = due(number);
        String made = """
                {"id":"%1$d-1","commitment":"p%1$d","type":"made","at":%2$d,"rec":%2$d,"due":%3$d,"tier":"standard",
                 "evidence":"system"},""".formatted(number, due - 10 * 86_400, due);
        return ending.isEmpty() ? made : made + event(number, 2, ending, daysAfterDue, evidence);
    }

    private static String event(int number, int place, String type, int daysAfterDue, String evidence) {
        return """
                {"id":"%1$d-%2$d","commitment":"p%1$d","type":"%3$s","at":%4$d,"rec":%4$d,"evidence":"%5$s"},""".formatted(number, place, type, due(number) + daysAfterDue * 86_400L, evidence);
    }

    private static long due(int number) {
        return AS_OF - (number + 1) * 86_400L;
    }

    private static void row(StringBuilder table, String record, String events) {
        String array = "[" + events.replaceFirst(",$", "") + "]";
        JsonObject score = (JsonObject) JsonReader.readTrusted(
                ScoreCases.facts(array.getBytes(StandardCharsets.UTF_8), Policy.kyw1(), AS_OF, AS_OF)
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(((JsonArray) score.members().get("contributions")).items()).isNotNull();
        table.append("| ").append(record).append(" | ");
        table.append(text(score, "score")).append(" | ");
        table.append(text(score, "lower"))
                .append(" to ")
                .append(text(score, "upper"))
                .append(" | ");
        table.append(text(score, "grade")).append(" | ");
        table.append(text(score, "verdict")).append(" | ");
        table.append(text(score, "reserve")).append(" |\n");
    }

    private static String text(JsonObject score, String name) {
        return switch (score.get(name)) {
            case JsonText(String value) -> value;
            case JsonNumber(String value) -> value;
            case JsonNull _ -> "–";
            case null, default -> throw new IllegalStateException("expected " + name + " in a score");
        };
    }

    private static String replaced(String page, String name, String content) {
        String begin = "<!-- " + name + ": begin -->\n";
        String end = "<!-- " + name + ": end -->";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + content + "\n" + page.substring(page.indexOf(end));
    }
}
