package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.scoring.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `./kept score`, offline on the published vectors and on a ledger's own facts.
class ScoreCommandIT {
    private static final String VECTORS = "ledger-domain/src/test/resources/vectors/score-kyw-1.json";

    @Test
    void givesThePublishedVectorsToTheMicroPoint() throws Exception {
        // given
        Kept kept = Kept.fresh();
        JsonObject vectors = (JsonObject) JsonReader.readTrusted(
                Files.readAllBytes(Repository.find().root().resolve(VECTORS)));
        List<JsonValue> cases = ((JsonArray) vectors.members().get("cases")).items();

        // when
        Kept.Run run = kept.run("./kept score --cases " + VECTORS + " --json");

        // then
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonValue> results = ((JsonArray) JsonReader.readTrusted(run.out().getBytes())).items();
        assertThat(results).hasSize(cases.size()).hasSizeGreaterThan(20);
        for (int i = 0; i < cases.size(); i++) {
            JsonObject one = (JsonObject) cases.get(i);
            JsonObject result = (JsonObject) results.get(i);
            assertThat(result.members().get("name")).isEqualTo(one.members().get("name"));
            assertThat(result.members().get("result"))
                    .as(JsonWriter.text(one.members().get("name")))
                    .isEqualTo(one.members().get("expect"));
        }
    }

    @Test
    void computesOneSetOfEventsOffline() throws Exception {
        // given
        Kept kept = Kept.fresh();
        Path events = kept.folder().resolve("events.json");
        Files.writeString(events, """
                [{"id":"a-1","commitment":"a","type":"made","at":"2025-12-20T00:00:00Z","rec":"2025-12-20T00:00:00Z","due":"2025-12-30T00:00:00Z","evidence":"system","tier":"standard"},
                 {"id":"a-2","commitment":"a","type":"met","at":"2025-12-29T00:00:00Z","rec":"2025-12-29T00:00:00Z","evidence":"confirmed"}]""");

        // when
        Kept.Run run = kept.run("./kept score --facts " + events + " --as-of 2026-01-01T00:00:00Z --json");
        Kept.Run bad = kept.run("./kept score --facts nowhere.json");
        Kept.Run none = kept.run("./kept score");

        // then
        assertThat(run.out()).contains("\"score\":\"83.963160\"", "\"lower\":\"55.433763\"", "\"streak\":1");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.err()).contains("nowhere.json");
        assertThat(none.exitCode()).isEqualTo(2);
    }

    @Test
    void readsTheSameScoreFromTheFolderAndFromTheRunningLedger() throws Exception {
        // given
        Kept kept = Kept.fresh();
        kept.run("./kept import examples/orders.jsonl");
        String command =
                "./kept score --customer ACME --as-of 2026-10-01T00:00:00Z --known-at 2199-01-01T00:00:00Z --json";

        Path policy = kept.folder().resolve("short.json");
        Files.writeString(policy, Policy.kyw1().canonicalJson().replace("\"halfLifeDays\":180", "\"halfLifeDays\":30"));
        Path export = kept.folder().resolve("export.jsonl");

        // when
        Kept.Run offline = kept.run(command);
        Kept.Run tried = kept.run(command + " --policy " + policy);
        Kept.Run running;
        Kept.Run runningTried;
        Kept.Run whatIf;
        Kept.Run wrong;
        try (Kept.Serving serving = kept.serve("./kept serve", "Ctrl-C stops it")) {
            running = kept.run(command);
            runningTried = kept.run(command + " --policy " + policy);
            whatIf = kept.run("./kept whatif --policy " + policy + " --json");
            wrong = kept.run("./kept whatif --policy " + kept.folder().resolve("none.json"));
            Files.writeString(export, kept.run("./kept export").out());
            serving.stop();
        }
        Kept.Run audited = kept.run(command.replace("--json", "--facts " + export));

        // then
        assertThat(offline.exitCode()).as(offline.err()).isZero();
        assertThat(offline.out()).contains("\"promises\":2", "\"code\":\"KEPT_LATE+DISCLOSED\"");
        assertThat(JsonReader.readTrusted(running.out().getBytes()))
                .isEqualTo(JsonReader.readTrusted(offline.out().getBytes()));
        assertThat(runningTried.out()).isEqualTo(tried.out()).isNotEqualTo(running.out());
        assertThat(whatIf.out()).contains("\"changedGrades\":", "\"customer\":\"ACME\"");
        assertThat(whatIf.err()).contains("reads its whole log");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("none.json");
        JsonObject whole = (JsonObject) JsonReader.readTrusted(offline.out().getBytes());
        ((JsonObject) JsonReader.readTrusted(audited.out().getBytes()))
                .members()
                .forEach((name, value) -> assertThat(whole.get(name)).as(name).isEqualTo(value));
    }
}
