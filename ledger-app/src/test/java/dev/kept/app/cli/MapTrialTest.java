package dev.kept.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.importing.Mapping;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapTrialTest {
    private static final String MAPPING = """
            fields: {commitment: "{id}", at: {column: at, date: iso}}
            facts:
              - type: made
                when: {column: type, is: new}
                fields: {customer: c, due: {column: due, date: iso}, evidence: "{level}"}
              - type: voided
                when: {column: type, is: void}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsWhatIsRecordedAndCountsTheRest() throws IOException {
        boolean well = tries(MAPPING, """
                {"type":"new","id":"a","at":"2026-01-01T00:00:00Z","due":"2026-02-01T00:00:00Z","level":"SELF"}
                {"type":"old","id":"b"}
                {"type":"new","id":"c","at":"2026-01-01T00:00:00Z","due":"2026-02-01T00:00:00Z","level":"HOPE"}
                {"type":"new","id":"d","at":"2026-03-01T00:00:00Z","due":"2026-02-01T00:00:00Z","level":"SELF"}
                {"type":"new","id":"a","at":"2026-01-01T00:00:00Z","due":"2026-02-02T00:00:00Z","level":"SELF"}
                {"type":"void","id":"e","at":"2026-01-01T00:00:00Z"}
                nonsense
                """);

        assertThat(well).isFalse();
        assertThat(out.toString().lines()).singleElement().asString().contains("\"commitment\":\"a\"", "2026-02-01");
        assertThat(err.toString())
                .contains("document 2: silent")
                .contains("document 3: BAD_FIELD: unknown value of evidence; it comes from {level}")
                .contains("document 4: DUE_BEFORE_MADE")
                .contains("document 5: ALREADY_MADE")
                .contains("document 6: REASON_REQUIRED")
                .contains("document 7: not JSON")
                .endsWith("7 documents, 1 facts, 5 faults in 5 documents, 1 silent\n");
    }

    @Test
    void leavesToTheLedgerWhatAnotherFactDecides() throws IOException {
        boolean well = tries("""
                facts:
                  - type: confirmed
                    fields: {commitment: "{id}", by: promisee, target: {source: erp, id: "{id}"}}
                """, "{\"id\":\"a\"}");

        assertThat(well).as(err.toString()).isTrue();
        assertThat(out.toString()).contains("\"confirmed\"");
    }

    @Test
    void readsOfZendeskWhatItsMappingSaysItDoes() throws IOException {
        String event = """
                {"id":%d,"ticket_id":9,"metric":"reply_time","instance_id":1,"time":"2026-08-27T08:00:00Z",%s}
                """;
        String target = """
                "type":"apply_sla","sla":{"target":%d,"business_hours":%s,"policy":{"title":"Urgent"}}""";

        tries(
                Files.readString(Path.of("..", "examples", "mappings", "zendesk.yaml")),
                event.formatted(1, target.formatted(60, false))
                        + event.formatted(2, target.formatted(30, false))
                        + event.formatted(3, target.formatted(30, true))
                        + event.formatted(4, "\"type\":\"pause\""));

        assertThat(err.toString())
                .contains("document 2: ALREADY_MADE")
                .contains("document 3: silent", "document 4: silent");
    }

    @Test
    void saysAllThatIsWrongWithADocumentAndThatItIsTakenAsAWhole() throws IOException {
        tries(
                "format: {each: lines}\n"
                        + MAPPING.replace("{id}", "{item.id}").replace("column: due", "column: item.due"),
                """
                {"type":"new","at":"2026-01-01T00:00:00Z","level":"SELF","lines":[
                 {"id":"a","due":"2026-02-01T00:00:00Z"},{"id":"b","due":"soon"},{"id":"c"}]}""");

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .contains("document 1: BAD_TIME: not a time written like iso in item 1 (item.due = soon)")
                .contains("document 1: MISSING_FIELD: due of the made fact is missing: {item.due} is empty in item 2")
                .contains("document 1: its other facts (1) are not recorded either")
                .contains("1 documents, 0 facts, 2 faults in 1 documents, 0 silent");
    }

    @Test
    void saysWhichPathsNoDocumentHas() throws IOException {
        boolean well = tries(MAPPING.replace("{level}", "{levle}"), """
                {"type":"new","id":"a","at":"2026-01-01T00:00:00Z","due":"2026-02-01T00:00:00Z","level":null}
                {"type":"old","id":"b"}""");
        tries(MAPPING, "{\"type\":\"old\",\"id\":\"b\",\"at\":null,\"due\":null,\"level\":null}");

        assertThat(well).isTrue();
        assertThat(err.toString())
                .containsOnlyOnce("no document has a value at")
                .contains("no document has a value at {levle}: check its spelling");
    }

    @Test
    void saysThatNoDocumentHasTheListOrThatItIsNone() throws IOException {
        boolean well = tries("format: {each: line}\n" + MAPPING, "{\"lines\":[]}");
        tries("format: {each: lines}\n" + MAPPING, "{\"lines\":\"none\"}");

        assertThat(well).isFalse();
        assertThat(err.toString())
                .contains("no document has line, the path of format.each: check its spelling")
                .contains("document 1: BAD_FIELD: format.each names a single value, not a list (lines)");
    }

    private boolean tries(String mapping, String documents) throws IOException {
        Path file = Files.writeString(folder.resolve("m.yaml"), mapping);
        MapTrial trial = new MapTrial(
                Mapping.read(file),
                new PrintWriter(out),
                new PrintWriter(err),
                InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z")));
        trial.take(documents.getBytes(StandardCharsets.UTF_8));
        return trial.finish();
    }
}
