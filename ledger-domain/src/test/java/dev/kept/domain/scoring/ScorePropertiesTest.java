package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ScorePropertiesTest {
    private static final int HISTORIES = Integer.getInteger("kept.histories", 200);
    private static final int POPULATIONS = 20;

    @TestFactory
    Stream<DynamicTest> holdsOnRandomHistories() {
        return ScoreProperties.ALL.stream().map(property -> holds(property, HISTORIES));
    }

    @TestFactory
    Stream<DynamicTest> cannotBeGamed() {
        return ScoreGuarantees.ALL.stream().map(property -> holds(property, POPULATIONS));
    }

    private static DynamicTest holds(Property property, int seeds) {
        return DynamicTest.dynamicTest(
                property.toString(),
                () -> assertThat(property.violation(ScoreModel.LEDGER, seeds)).isEmpty());
    }
}
