package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Executes the commands of README.md as a newcomer does, in their order.
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Repository.find().text("README.md").orElseThrow())
                .results()
                .map(block -> block.group(1).strip())
                .toList();
    }

    @Test
    void runsTheDemonstrationAndKeepsItsDataOverARestart() throws Exception {
        // given
        Kept kept = Kept.fresh();
        String demo = blocks().getFirst();
        assertThat(demo).isEqualTo("./kept demo");

        // when
        String first;
        try (Kept.Serving running = kept.serve(demo, "Ctrl-C stops it")) {
            assertThat(kept.get("/").statusCode()).isEqualTo(200);
            first = kept.get("/v1/health").body();
            assertThat(running.stop()).isIn(0, 130, 143);
        }

        // then
        assertThat(first).containsPattern("\"facts\":[0-9]{4,}");
        try (Kept.Serving again = kept.serve(demo, "Ctrl-C stops it")) {
            assertThat(again.said()).contains("The simulated year is in the ledger.");
            assertThat(kept.get("/v1/health").body()).isEqualTo(first);
            assertThat(kept.get("/").body()).contains("Acme Tools");
            again.stop();
        }
    }

    @Test
    void namesTheTestCommandThatTheGateRuns() throws IOException {
        assertThat(blocks().get(1)).isEqualTo("./kept test");
        assertThat(Repository.find().text(".ci/run").orElseThrow()).contains("./kept test");
    }

    @Test
    void runsTheFiveMinutes() throws Exception {
        // given
        Kept kept = Kept.fresh();
        List<String> blocks = blocks().subList(2, blocks().size());
        assertThat(blocks).hasSize(4);

        // when
        Kept.Run imported = kept.run(blocks.get(0));
        Kept.Run again = kept.run(blocks.get(1));
        Kept.Run talked;
        try (Kept.Serving serving = kept.serve(blocks.get(2), "Ctrl-C stops it")) {
            talked = kept.run(blocks.get(3));
            serving.stop();
        }

        // then
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).containsPattern("accepted +8").containsPattern("(?m)^ACME +3 +1 +1 ");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).containsPattern("accepted +0").containsPattern("duplicate +8");
        assertThat(talked.exitCode()).as(talked.err()).isZero();
        assertThat(talked.out())
                .contains("\"outcome\":\"MET\"", "\"outcome\":\"OPEN\"", "\"key\":\"anna\",\"made\":2,\"on_time\":2");
    }
}
