package dev.kept.benchmarks.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Warning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenessTest {
    @Test
    void isCountedFromTheInstantOfTheStageAlone() {
        List<Warning> warnings = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            warnings.add(
                    new Warning(i, "c-" + i, null, Stage.DUE, 1_000, 1_000, Instant.ofEpochMilli(1_000_000 + i * 10)));
        }
        warnings.add(new Warning(101, "c-1", null, Stage.OVERDUE, 1_000, 1_001, Instant.ofEpochMilli(1_009_000)));

        Lateness due = Lateness.of(warnings, Stage.DUE);

        assertThat(due.count()).isEqualTo(100);
        assertThat(due.seconds(50)).isEqualTo(0.51);
        assertThat(due.seconds(99)).isEqualTo(1.0);
        assertThat(due).hasToString("0.51 / 1.00 / 1.00 s");
        assertThat(Lateness.of(warnings, Stage.OVERDUE).seconds(99)).isEqualTo(8.0);
    }
}
