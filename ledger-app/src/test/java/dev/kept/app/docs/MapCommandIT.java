package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A mapping is tried on a sample from the shell, as its documentation says.
class MapCommandIT {
    private static final String FULFILL = """
            {"id":2,"ticket_id":987,"metric":"reply_time","instance_id":1,"type":"fulfill","time":"%s"}""";

    @Test
    void printsTheFactsOfASampleOrSaysWhatIsWrong() throws Exception {
        Kept kept = Kept.fresh();

        // when
        Kept.Run good = kept.run("echo '" + FULFILL.formatted("2026-08-27T08:30:00Z")
                + "' | ./kept map --try examples/mappings/zendesk.yaml");
        Kept.Run bad = kept.run(
                "echo '" + FULFILL.formatted("yesterday") + "' | ./kept map --try examples/mappings/zendesk.yaml");

        // then
        assertThat(good.exitCode()).as(good.err()).isZero();
        assertThat(good.out()).contains("\"type\":\"met\"", "zendesk-987-reply_time-1");
        assertThat(good.err()).contains("1 documents, 1 facts, 0 faults");
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.err()).contains("BAD_TIME", "time");
    }
}
