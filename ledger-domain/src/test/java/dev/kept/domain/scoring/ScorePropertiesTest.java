package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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

    @Test
    void everyStatementOfTheSpecificationIsHeldByItsName() {
        List<String> named = Stream.of(
                        ScoreProperties.ALL.stream().map(Property::id),
                        ScoreGuarantees.ALL.stream().map(Property::id),
                        Stream.of(RunningSumsTest.class, DecayTest.class)
                                .flatMap(test -> Stream.of(test.getDeclaredMethods()))
                                .filter(method -> method.isAnnotationPresent(DisplayName.class))
                                .map(method -> method.getAnnotation(DisplayName.class)
                                        .value()
                                        .split(" ")[0]))
                .flatMap(ids -> ids)
                .toList();
        List<String> specified = Stream.of(
                        IntStream.rangeClosed(1, 21).mapToObj(i -> String.format(Locale.ROOT, "P%02d", i)),
                        IntStream.rangeClosed(1, 10).mapToObj(i -> String.format(Locale.ROOT, "G%02d", i)),
                        Stream.of("G05b", "N01"))
                .flatMap(ids -> ids)
                .toList();
        assertThat(named).containsAll(specified).doesNotHaveDuplicates();
    }

    private static DynamicTest holds(Property property, int seeds) {
        return DynamicTest.dynamicTest(
                property.toString(),
                () -> assertThat(property.violation(ScoreModel.LEDGER, seeds)).isEmpty());
    }
}
