package dev.kept.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a mapping is said when it is read.
class MappingProblemsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "colour: red | colour | Check its spelling",
                "at: {column: B, date: 'yyyy-MM-dd'} | date | Europe/Berlin",
                "at: {column: B, date: 'yyyy-bb', zone: UTC} | date | dd.MM.yyyy",
                "at: {column: B, date: 'yyyy', zone: UTC} | date | dd.MM.yyyy",
                "at: {column: B, date: 'HH:mm', zone: UTC} | date | dd.MM.yyyy",
                "at: {column: B, date: 'HH:mm', zone: UTC, time: '10:00'} | date | Leave out",
                "at: {column: B, date: 'yyyy-MM-dd', zone: Berlin} | zone | Europe/Berlin",
                "at: {column: B, date: 'yyyy-MM-dd', zone: UTC, time: noon} | time | 17:00",
                "at: {column: B, zone: UTC} | zone | Add date",
                "reason: {column: B, decimal: '12.50'} | decimal | 1.234,56",
                "reason: {column: B, decimal: '1.234.56'} | decimal | 1.234,56",
                "reason: {column: B, decimal: '1234.56', as: text} | as | as: number",
                "strike: yes | strike | true or false",
                "confirmedUnnoticed: maybe | confirmedUnnoticed | true or false",
                "with: {confirmedUnnoticed: maybe} | with.confirmedUnnoticed | true or false",
                "reason: {column: B, date: iso, decimal: '1234.56'} | reason | Keep one",
                "reason: {columm: B} | reason | column",
                "reason: {column: B, dat: iso} | dat | date",
                "reason: [a, b] | reason | text",
                "reason: 'order-{B' | reason | twice",
                "reason: 'order-{}' | reason | twice",
                "type: met | type | beside",
                "reason: a~      reason: b | reason | Keep one",
            })
    void saysWhatIsWrongWithAFieldAndHowToMendIt(String field, String key, String fix) {
        Problem problem = onlyProblem(fact(field));

        assertThat(problem.key())
                .startsWith("m.yaml line ")
                .contains("facts[0].fields")
                .endsWith(key);
        assertThat(problem.fix()).contains(fix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "format: {separator: ';;'}~facts: [] | format.separator | tab",
                "format: {separator: '\"'}~facts: [] | format | differ",
                "format: {charset: UTF-16}~facts: [] | format.charset | iconv",
                "format: {charset: klingon}~facts: [] | format.charset | windows-1252",
                "format: {columns: [A, A]}~facts: [] | format.columns[1] | name of its own",
                "format: {head: no}~facts: [] | format.head | separator",
                "fact: [] | fact | facts",
                "facts: {type: met} | facts | - ",
                "facts: [{type: done, fields: {commitment: c}}] | facts[0].type | partly_met",
                "facts: [{fields: {commitment: c}}] | facts[0] | one of made",
                "facts: [{type: met}] | facts[0] | fields",
                "facts: [{type: made, fields: {commitment: c, customer: x}}] | facts[0] | fields",
                "facts: [{type: met, when: {column: A}, fields: {commitment: c}}] | facts[0].when | when: ShippedDate",
                "facts: [{type: met, when: {column: A, empty: yes}, fields: {commitment: c}}] | facts[0].when.empty | true or false",
                "facts: [] | facts | one item",
                "facts: [ | m.yaml line | Mend",
                "- a | m.yaml | facts",
            })
    void saysWhatIsWrongWithTheRest(String yaml, String key, String fix) {
        assertThat(problems(yaml.replace('~', '\n'))).anySatisfy(problem -> {
            assertThat(problem.key()).contains(key);
            assertThat(problem.fix()).contains(fix);
        });
    }

    @Test
    void saysEverythingAtOnceWithTheLineItStandsIn() {
        List<Problem> problems = problems("""
                format:
                  columns: [A]
                facts:
                  - type: met
                    fields:
                      commitment: "{B}"
                      colour: red
                      at: {column: A, date: yyyy}
                """);

        assertThat(problems).hasSize(3);
        assertThat(problems.get(0).toString())
                .isEqualTo("m.yaml line 7: facts[0].fields.colour = \"red\": a fact has no field colour. Check its"
                        + " spelling; what is your own goes below \"attributes\" of a made fact.");
        assertThat(problems.get(1).key()).isEqualTo("m.yaml line 8: facts[0].fields.at.date");
        assertThat(problems.get(2).message()).contains("column B");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "commitment: 'o-{n' | customer: c, due: '{B}' | commitment",
                "commitment: c | customer: '{', due: '{B}' | customer",
                "commitment: c | customer: c, due: [a] | due",
                "commitment: c | customer: c, due: {column: B, date: yyyy} | date",
                "commitment: c | no fields | fields",
            })
    void doesNotCallMissingWhatCannotBeRead(String common, String own, String key) {
        Problem problem = onlyProblem("""
                fields: {%s}
                facts: [{type: made, fields: %s}]
                """.formatted(common, own.equals("no fields") ? own : "{" + own + "}"));

        assertThat(problem.key()).endsWith(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "evidence: HOPE | evidence | self, system, confirmed",
                "by: nobody | by | promisor, promisee, system",
                "at: yesterday | at | 2026-11-30T17:00:00Z",
                "due: '2026-13-01' | due | months are 01 to 12",
                "finding: maybe | finding | upheld, rejected",
                "direction: LEFT | direction | by_us",
                "tier: huge | tier | trivial, minor",
                "amount: '1,50' | amount | 440.00",
                "currency: EURO | currency | ISO 4217",
                "fraction: '1.5' | fraction | 0.6",
                "quantity: many | quantity | 12",
                "cause: rain | cause | use one of",
                "newDue: soon | newDue | 2026-11-30T17:00:00Z",
                "askedBy: system | askedBy | promisor or promisee",
                "value: much | value | 440.00",
                "with: all | with | in braces",
                "with: {at: yesterday} | with.at | 2026-11-30T17:00:00Z",
                "with: {due: {on: today, zone: UTC}} | with.due.on | 2026-11-30",
                "due: {on: '{B}', zone: Berlin} | due.zone | Europe/Berlin",
                "due: {from: soon, to: '{B}'} | due.from | 2026-11-30",
                "due: {within: 2 days, calendar: c} | due.within | PT8H",
                "due: {within: P2D, calendarOf: us} | due.calendarOf | customer",
                "due: {by: '2026-11-30'} | due.by | a local day",
                "target: {sauce: erp, id: x} | target.sauce | source",
                "evidence: {column: B, default: HOPE} | evidence.default | self, system",
                "evidence: {column: B, values: {a: SELF, b: HOPE}} | values.b | self, system",
                "evidence: {column: B, values: {a: SELF}, others: HOPE} | others | self, system",
            })
    void saysWhichConstantsNoFactCanHave(String field, String key, String fix) {
        Problem problem = onlyProblem(fact(field));

        assertThat(problem.key()).startsWith("m.yaml line 5: ").endsWith(key);
        assertThat(problem.fix()).containsIgnoringCase(fix);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "evidence: confirmed",
                "by: PROMISEE",
                "at: 2026-07-04T09:12:00+02:00",
                "due: {from: '2026-07-04T09:12', to: '{B}', zone: Europe/Berlin}",
                "due: {from: '2026-07-04T09:12:00Z', to: '{B}'}",
                "due: {within: PT8H, calendarOf: customer}",
                "currency: JPY",
                "quantity: '12'",
                "unit: pieces",
                "with: {amount: '{B}', currency: EUR}",
                "with: {newDue: {at: '2026-07-04T09:12', zone: UTC}}",
                "target: some-fact",
                "evidenceRef: What's this?",
                "strike: TRUE",
            })
    void letsConstantsPassThatAFactCanHave(String field) {
        assertThat(mapping(fact(field)).facts()).hasSize(1);
    }

    @Test
    void namesAMappingThatCannotBeRead() {
        ImportRefused refused =
                catchThrowableOfType(ImportRefused.class, () -> Mapping.read(Path.of("no", "such", "mapping.yaml")));

        assertThat(refused).hasMessageContaining("mapping.yaml").hasMessageContaining("Check the path");
    }

    private static String fact(String fields) {
        return "facts:\n  - type: noticed\n    fields:\n      commitment: \"{A}\"\n      " + fields.replace('~', '\n')
                + "\n";
    }

    private static Mapping mapping(String yaml) {
        return Mapping.parse(yaml, "m.yaml");
    }

    private static List<Problem> problems(String yaml) {
        return catchThrowableOfType(ImportRefused.class, () -> mapping(yaml)).problems();
    }

    private static Problem onlyProblem(String yaml) {
        List<Problem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
