package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Executes the commands of the pages on due dates and series, while a ledger is served and while none is.
class DueCommandsIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private static String block(String page) throws IOException {
        List<String> blocks = BLOCK.matcher(Repository.find().text(page).orElseThrow())
                .results()
                .map(block -> block.group(1).strip())
                .toList();
        assertThat(blocks).as(page).hasSize(1);
        return blocks.getFirst();
    }

    @Test
    void runsTheCommandsOfThePages() throws Exception {
        Kept kept = Kept.fresh();
        Kept.Run calendars;
        Kept.Run series;
        Kept.Run wrong;
        try (Kept.Serving serving = kept.serve("./kept serve", "Ctrl-C stops it")) {
            calendars = kept.run(block("docs/due.md"));
            series = kept.run(block("docs/series.md"));
            Files.writeString(
                    kept.folder().resolve("wrong.ics"),
                    "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n");
            wrong = kept.run("./kept calendar put support-eu '" + kept.folder().resolve("wrong.ics") + "'");
            serving.stop();
        }

        assertThat(calendars.exitCode()).as(calendars.err()).isZero();
        assertThat(calendars.out())
                .contains("support-eu version 0", "support-eu\t0\tEurope/Berlin\tDE-BE")
                .contains("\"2026-12-28\":[],\"2026-12-29\":[]", "\"2026-12-03\":[\"09:00-14:00\"]")
                .contains("\"2027-12-28\":[]", "\"2026-12-25\":[]");
        assertThat(series.exitCode()).as(series.err()).isZero();
        assertThat(series.out())
                .contains("tax-report version 0", "tax-report#2026-Q4\tmade ", "due 2026-12-31T16:00:00Z")
                .contains("tax-report version 1", "\"statement\":\"Quarterly report\"");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("wrong.ics:4: DTSTART", "[soon]");

        // without a ledger that serves, a command opens the data itself
        Kept.Run alone = kept.run("./kept series list");
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        assertThat(alone.out()).startsWith("tax-report\t1\t");
    }
}
