package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {
    @Test
    void readsWhatIsCommonAndWhatIsOwn() {
        Mapping mapping = mapping("""
                format: {separator: tab, quote: "'", charset: windows-1252, columns: [A, B]}
                fields: {commitment: "c-{A}", evidence: SYSTEM}
                facts:
                  - type: noticed
                    fields: {evidence: "{B}"}
                """);

        assertThat(mapping.separator()).isEqualTo('\t');
        assertThat(mapping.quote()).isEqualTo('\'');
        assertThat(mapping.charset()).isEqualTo(Charset.forName("windows-1252"));
        assertThat(mapping.columns()).containsExactly("A", "B");
        assertThat(mapping.usedColumns()).containsExactlyInAnyOrder("A", "B");
        assertThat(line(mapping, Map.of("A", "1", "B", "SELF")))
                .isEqualTo("{\"type\":\"noticed\",\"commitment\":\"c-1\",\"evidence\":\"SELF\"}");
    }

    @Test
    void keepsEveryScalarAsItIsWritten() {
        Mapping mapping = mapping(
                fact("kind: NO\n      actor: 012\n      reason: 1:30\n      attributes: {z: null, t: 2026-01-01}"));

        assertThat(line(mapping, Map.of("A", "1")))
                .contains(
                        "\"kind\":\"NO\"",
                        "\"actor\":\"012\"",
                        "\"reason\":\"1:30\"",
                        "\"z\":\"null\"",
                        "\"t\":\"2026-01-01\"");
    }

    @Test
    void leavesOutWhatIsEmpty() {
        Mapping mapping = mapping(fact("actor: \"clerk-{B}\"\n      attributes: {note: \"{B}\"}"));

        assertThat(line(mapping, Map.of("A", "1", "B", " "))).doesNotContain("actor", "attributes");
        assertThat(line(mapping, Map.of("A", "1", "B", " x "))).contains("\"clerk-x\"", "{\"note\":\"x\"}");
    }

    @Test
    void leavesOutATimeOrAnIdOnlyWhereTheMappingSaysSo() {
        Mapping strict = mapping(fact("at: {column: B, date: iso}"));
        Mapping optional = mapping(
                fact("at: {column: B, date: iso, optional: true}\n      id: {column: B, optional: true, default: x}"));
        Map<String, String> row = Map.of("A", "1", "B", "");

        RowFault fault = catchThrowableOfType(RowFault.class, () -> line(strict, row));

        assertThat(fault.refusal().message()).isEqualTo("at of the noticed fact is missing: {B} is empty");
        assertThat(line(optional, row)).doesNotContain("\"at\"").contains("\"id\":\"x\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "noticed | commitment: 'c-{A}-{B}' | commitment of the noticed fact is missing: {A}, {B} are empty",
                "made | commitment: c, customer: '{A}', due: {on: '{B}'} | customer of the made fact is missing: {A} is empty",
                "made | commitment: c, customer: c, due: {on: '{B}'} | due of the made fact is missing: {B} is empty",
                "made | commitment: c, customer: c, due: {column: A, date: iso, plus: B, unit: days} | due of the made fact is missing: {A}, {B} are empty",
                "partly_met | commitment: c, quantity: '{A}' | quantity of the partly_met fact is missing: {A} is empty",
                "resolved | commitment: c, finding: '{A}' | finding of the resolved fact is missing: {A} is empty",
                "corrected | commitment: c, target: {id: '{A}'} | target of the corrected fact is missing: {A} is empty",
            })
    void namesTheColumnsOfARequiredFieldThatAreEmpty(String type, String fields, String message) {
        Mapping mapping = mapping("facts: [{type: %s, fields: {%s}}]".formatted(type, fields));

        RowFault fault = catchThrowableOfType(RowFault.class, () -> line(mapping, Map.of("A", "", "B", "")));

        assertThat(fault.refusal().message()).isEqualTo(message);
        assertThat(fault.refusal().fix()).contains("default", "when");
    }

    @Test
    void readsBracesWrittenTwiceAsBraces() {
        Mapping mapping = mapping(fact("reason: \"{{as is}} {B}\"\n      actor: \"{{me}}\""));

        assertThat(line(mapping, Map.of("A", "1", "B", "x"))).contains("\"{as is} x\"", "\"{me}\"");
    }

    @Test
    void writesFlagsAsTrueAndFalse() {
        Mapping mapping = mapping("""
                facts:
                  - type: corrected
                    fields:
                      commitment: "{A}"
                      strike: true
                      target: {source: erp, id: "{B}"}
                """);

        assertThat(line(mapping, Map.of("A", "1", "B", "f1")))
                .isEqualTo("{\"type\":\"corrected\",\"commitment\":\"1\",\"strike\":true,"
                        + "\"target\":{\"source\":\"erp\",\"id\":\"f1\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dd.MM.yyyy HH:mm | zone: Europe/Berlin | 04.07.2026 09:12 | 2026-07-04T07:12:00Z",
                "yyyy-MM-dd'T'HH:mm:ssXXX | | 2026-07-04T09:12:00+05:30 | 2026-07-04T03:42:00Z",
                "M/d/yyyy | zone: UTC | 7/4/2026 | 2026-07-04T00:00:00Z",
                "M/d/yyyy | zone: UTC, time: '17:00' | 7/4/2026 | 2026-07-04T17:00:00Z",
                "d. MMMM yyyy | zone: UTC, locale: de | 4. März 2026 | 2026-03-04T00:00:00Z",
                "d MMM yyyy 'year' | zone: UTC | 4 Jul 2026 year | 2026-07-04T00:00:00Z",
                "iso | | 2026-07-04T09:12:00+02:00 | 2026-07-04T07:12:00Z",
                "iso | | 2026-07-04T09:12:00+0200 | 2026-07-04T07:12:00Z",
                "iso | | 2026-07-04T09:12:00.000-0430 | 2026-07-04T13:42:00Z",
                "iso | | 2026-07-04T09:12:00Z | 2026-07-04T09:12:00Z",
                "yyyy-MM-dd'T'HH:mm:ss[XX][xxx] | | 2026-07-04T09:12:00+0200 | 2026-07-04T07:12:00Z",
                "yyyy-MM-dd HH:mm:ss Z | | 2026-07-04 09:12:00 +0200 | 2026-07-04T07:12:00Z",
                "M/d/yyyy h:mm a | zone: America/New_York | 7/4/2026 9:12 AM | 2026-07-04T13:12:00Z",
                "yyyyMMdd'T'HHmmssX | | 20260704T091200Z | 2026-07-04T09:12:00Z",
                "epoch-seconds | | 1783149120 | 2026-07-04T07:12:00Z",
                "epoch-millis | | 1783149120000 | 2026-07-04T07:12:00Z",
                // The hour that comes twice: a fact takes the first one.
                "dd.MM.yyyy HH:mm | zone: Europe/Berlin | 25.10.2026 02:30 | 2026-10-25T00:30:00Z",
            })
    void readsTimesAsTheTableWritesThem(String pattern, String more, String cell, String expected) {
        Mapping mapping =
                mapping(fact("at: {column: B, date: \"" + pattern + "\"" + (more == null ? "" : ", " + more) + "}"));

        assertThat(line(mapping, Map.of("A", "1", "B", cell))).contains("\"at\":\"" + expected + "\"");
    }

    @Test
    void readsADayAsTheEndOfThatDayWhereADueIsMeant() {
        String format = "{column: B, date: yyyy-MM-dd, zone: Europe/Berlin}";
        Mapping mapping = mapping("""
                facts:
                  - type: made
                    fields: {commitment: "{A}", customer: ACME, due: %s, at: %s}
                """.formatted(format, format));

        assertThat(line(mapping, Map.of("A", "1", "B", "2026-07-04")))
                .contains("\"due\":{\"on\":\"2026-07-04\",\"zone\":\"Europe/Berlin\"}")
                .contains("\"at\":\"2026-07-03T22:00:00Z\"");
    }

    @Test
    void readsTheLaterOfTwoEqualLocalTimesForADue() {
        Mapping mapping = mapping("""
                facts:
                  - type: made
                    fields:
                      commitment: "{A}"
                      customer: ACME
                      due: {column: B, date: "dd.MM.yyyy HH:mm", zone: Europe/Berlin}
                """);

        assertThat(line(mapping, Map.of("A", "1", "B", "25.10.2026 02:30"))).contains("2026-10-25T01:30:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.234,56 | 1.863,40 | 1863.40",
                "1.234,56 | 440 | 440",
                "1.234,56 | 1234567,8 | 1234567.8",
                "1,234.56 | 1,863.40 | 1863.40",
                "1,234.56 | -007.50 | -7.50",
                "1234,56 | 0,5 | 0.5",
                "1'234.56 | 12'345 | 12345",
            })
    void readsDecimalsAsTheTableWritesThem(String sample, String cell, String expected) {
        Mapping mapping = mapping(fact("reason: {column: B, decimal: \"" + sample + "\"}\n"
                + "      attributes: {n: {column: B, decimal: \"" + sample + "\", as: number}}"));

        assertThat(line(mapping, Map.of("A", "1", "B", cell)))
                .contains("\"reason\":\"" + expected + "\"", "{\"n\":" + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "decimal: '1,234.56' | 1.234,56",
                "decimal: '1,234.56' | 1,23",
                "decimal: '1,234.56' | 12,34,567",
                "decimal: '1234.56' | 1,863.40",
                "decimal: '1234.56' | 12.",
                "decimal: '1234.56' | 1e3",
                "date: yyyy-MM-dd, zone: UTC | 2026-02-30",
                "date: yyyy-MM-dd, zone: UTC | 2026-2-3",
                "date: iso | 2026-02-03T10:00",
                "date: epoch-seconds | 12.5",
                "values: {a: minor} | b",
            })
    void refusesACellThatIsNotWhatTheMappingSays(String reading, String cell) {
        Mapping mapping = mapping(fact("reason: {column: B, " + reading + "}"));

        RowFault fault = catchThrowableOfType(RowFault.class, () -> line(mapping, Map.of("A", "1", "B", cell)));

        assertThat(fault.refusal().field()).isEqualTo("B");
        assertThat(fault.refusal().value()).isEqualTo(cell);
        assertThat(fault.refusal().fix()).containsAnyOf("mend the cell", "add it to the key");
    }

    @Test
    void putsOneWordForAnother() {
        Mapping mapping =
                mapping(fact("reason: {column: B, values: {1: minor, 2: major}, others: standard, default: none}"));

        assertThat(line(mapping, Map.of("A", "1", "B", "2"))).contains("\"major\"");
        assertThat(line(mapping, Map.of("A", "1", "B", "7"))).contains("\"standard\"");
        assertThat(line(mapping, Map.of("A", "1", "B", ""))).contains("\"none\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "B | x | true",
                "B | | false",
                "{column: B, empty: true} | | true",
                "{column: B, empty: true} | x | false",
                "{column: B, empty: false} | x | true",
                "{column: B, empty: True} | | true",
                "{column: B, empty: FALSE} | x | true",
                "{column: B, is: done} | done | true",
                "{column: B, is: [done, shipped]} | shipped | true",
                "{column: B, is: [done, shipped]} | open | false",
                "{column: B, not: open} | done | true",
                "{column: B, not: [open, done]} | done | false",
                "[A, {column: B, not: open}] | done | true",
                "[A, {column: B, not: open}] | open | false",
            })
    void appliesAFactWhenAllItsConditionsHold(String when, String cell, boolean expected) {
        Mapping mapping = mapping("""
                facts:
                  - type: noticed
                    when: %s
                    fields: {commitment: "{A}"}
                """.formatted(when));

        assertThat(mapping.facts().getFirst().appliesTo(row(Map.of("A", "1", "B", cell == null ? "" : cell))))
                .isEqualTo(expected);
    }

    @Test
    void readsAnAttributeNamedLikeAFlagAsText() {
        Mapping mapping = mapping(fact("attributes: {strike: maybe}"));

        assertThat(line(mapping, Map.of("A", "1"))).contains("{\"strike\":\"maybe\"}");
    }

    private static String fact(String fields) {
        return "facts:\n  - type: noticed\n    fields:\n      commitment: \"{A}\"\n      " + fields.replace('~', '\n')
                + "\n";
    }

    private static Mapping mapping(String yaml) {
        return Mapping.parse(yaml, "m.yaml");
    }

    private static String line(Mapping mapping, Map<String, String> cells) {
        return Rejects.text(mapping.facts().getFirst().line(row(cells)));
    }

    private static Row row(Map<String, String> cells) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        List<String> values = new java.util.ArrayList<>();
        cells.forEach((column, cell) -> {
            columns.put(column, columns.size());
            values.add(cell);
        });
        return new Row(columns, values);
    }
}
