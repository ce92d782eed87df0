package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.fact.Fact;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Tests of the tests: each planted fault must be noticed, and the same check must let the sound reference pass.
class PlantedFaultsTest {
    private static final int SEEDS = 40;
    private static final Vectors VECTORS = Vectors.load();

    @TestFactory
    Stream<DynamicTest> noticesEachPlantedFault() {
        return Arrays.stream(Fault.values())
                .map(fault -> DynamicTest.dynamicTest(
                        fault + " by " + fault.noticedBy(),
                        () -> assertThat(notices(fault.noticedBy(), ReferenceModel.with(fault)))
                                .isTrue()));
    }

    @TestFactory
    Stream<DynamicTest> letsTheSoundReferencePass() {
        return Arrays.stream(Fault.values())
                .map(Fault::noticedBy)
                .distinct()
                .map(check -> DynamicTest.dynamicTest(
                        check,
                        () -> assertThat(notices(check, ReferenceModel.sound())).isFalse()));
    }

    private static boolean notices(String check, ScoreModel model) {
        if (check.equals("figures")) {
            return VECTORS.cases().stream().anyMatch(given -> differs(model, given));
        }
        return Stream.concat(ScoreProperties.ALL.stream(), ScoreGuarantees.ALL.stream())
                .filter(property -> property.id().equals(check))
                .findFirst()
                .orElseThrow()
                .isBrokenBy(model, check.startsWith("G") ? 2 : SEEDS);
    }

    private static boolean differs(ScoreModel model, Vectors.Case given) {
        for (List<Fact> arrival : ScoreVectorsTest.arrivals(given.facts())) {
            try {
                ScoreVectorsTest.assertMatches(model, given, arrival);
            } catch (AssertionError _) {
                return true;
            }
        }
        return false;
    }
}
