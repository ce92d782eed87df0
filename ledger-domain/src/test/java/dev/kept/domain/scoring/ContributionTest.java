package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.fact.Fact;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContributionTest {
    @Test
    void showsTheFourStrongestEachWayAndSumsUpTheOthers() {
        List<Contribution> all = Stream.concat(
                        IntStream.rangeClosed(1, 6).mapToObj(i -> new Contribution("up" + i, 0, "KEPT", i * 10)),
                        IntStream.rangeClosed(1, 5).mapToObj(i -> new Contribution("down" + i, 0, "MISSED", -i)))
                .toList();
        var summary = Contribution.summary(all);
        assertThat(summary.raising()).extracting(Contribution::commitment).containsExactly("up6", "up5", "up4", "up3");
        assertThat(summary.lowering())
                .extracting(Contribution::commitment)
                .containsExactly("down5", "down4", "down3", "down2");
        assertThat(summary.others()).isEqualTo(3);
        assertThat(summary.othersPoints()).isEqualTo(10 + 20 - 1);
    }

    @Test
    void aSummaryOfFewLeavesNothingOver() {
        var summary = Contribution.summary(List.of(new Contribution("a", 0, "KEPT_UNPROVEN", 5)));
        assertThat(summary.others()).isZero();
        assertThat(summary.othersPoints()).isZero();
    }

    @Test
    void theDifferenceOfTwoDatesNamesWhatCameWentAndMoved() {
        var before = List.of(
                new Contribution("a", 0, "OVERDUE", -100),
                new Contribution("b", 0, "KEPT", 20),
                new Contribution("c", 0, "KEPT", 7));
        var after = List.of(
                new Contribution("a", 0, "KEPT_LATE", -30),
                new Contribution("c", 0, "KEPT", 7),
                new Contribution("d", 1, "KEPT", 3));
        assertThat(Contribution.difference(before, after))
                .containsExactly(
                        new Contribution("a", 0, "KEPT_LATE", 70),
                        new Contribution("b", 0, "KEPT", -20),
                        new Contribution("d", 1, "KEPT", 3));
    }

    @Test
    void theDifferenceOfTwoDatesIsExactlyTheChangeOfTheScore() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = Histories.random(seed);
            List<Fact> facts = Histories.any(random);
            long early = Histories.NOW - Histories.DAY * random.nextInt(200);
            long late = early + Histories.DAY * random.nextInt(200);
            var before = Scores.explain(facts, Policy.kyw1(), early, early);
            var after = Scores.explain(facts, Policy.kyw1(), late, late);
            var change = Contribution.difference(before.contributions(), after.contributions());
            assertThat(Contribution.sum(change))
                    .as("seed %d", seed)
                    .isEqualTo(after.score().points() - before.score().points());
        }
    }
}
