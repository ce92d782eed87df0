package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%x"})
    void aTextThatASpreadsheetWouldComputeIsNoFormula(String text) {
        assertThat(Csv.guarded(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ACME", "a=b", "1 - 2"})
    void anyOtherTextStandsAsItIs(String text) {
        assertThat(Csv.guarded(text)).isEqualTo(text);
    }
}
