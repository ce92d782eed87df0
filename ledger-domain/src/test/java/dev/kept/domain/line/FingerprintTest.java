package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.line.FactLineReader.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The fingerprint decides whether a repeated key says the same again. It is kept with every fact, so that a repeat is
/// recognised by every later release.
class FingerprintTest {
    private static final LineContext CONTEXT = new LineContext("c", null, "test", "1");
    private static final String MADE = "'type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z'";

    @Test
    void isPinned() {
        assertThat(fingerprint("{'type':'met','at':'2026-03-10T12:00:00Z'}"))
                .isEqualTo("52a665d9fe75e4d82caae1a0964649796533061e6feac019430f143dfc9ad250");
        assertThat(fingerprint(
                        "{" + MADE + ",'amount':'440.00','currency':'USD','attributes':{'b':1.50,'a':'x'},'own':7}"))
                .isEqualTo("2c783e4a2b106628a921c9a64a9ab8bbc203938e1334bdc11d19c6884cf28cd5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'met','at':'2026-03-10T12:00:00Z'    | 'at':'2026-03-10T13:00:00.000+01:00','type':'met'",
                "'type':'met','evidence':'SYSTEM'            | 'type':'met','evidence':'system','actor':null",
                "'type':'met'                                | 'type':'met','by':'promisor'",
                "'type':'met','commitment':'c'               | 'type':'met'",
                "'type':'met','source':'a','id':'1'          | 'type':'met','source':'b','id':'2'",
                "'type':'met','recordedAt':'2026-03-10T12:00:00Z' | 'type':'met'",
                "'type':'met','correlationId':'x'            | 'type':'met','causationId':'y'",
                "'type':'met','a':1,'b':'x'                  | 'type':'met','b':'x','a':1.00",
                "'type':'met','a':1e2                        | 'type':'met','a':100",
                "'type':'partly_met','fraction':'0.5'        | 'type':'partly_met','fraction':0.50",
                "'type':'confirmed','target':'AB'            | 'type':'confirmed','target':'ab'",
                "'type':'corrected','target':'t','strike':true | 'type':'corrected','target':'t','with':null"
            })
    void isTheSameForTheSameContent(String one, String other) {
        assertThat(fingerprint("{" + one + "}")).isEqualTo(fingerprint("{" + other + "}"));
    }

    @Test
    void comparesAmountsByValueAndAttributesInAnyOrder() {
        assertThat(fingerprint("{" + MADE + ",'amount':'440','currency':'USD','attributes':{'a':'x','b':2}}"))
                .isEqualTo(fingerprint(
                        "{" + MADE + ",'attributes':{'b':2.0,'a':'x'},'currency':'USD','amount':'440.00'}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'met'                                | 'type':'missed'",
                "'type':'met'                                | 'type':'met','at':'2026-03-10T12:00:00Z'",
                "'type':'met','by':'promisee'                | 'type':'met'",
                "'type':'met','actor':'a'                    | 'type':'met','actor':'b'",
                "'type':'met','evidence':'SELF'              | 'type':'met'",
                "'type':'met','evidenceRef':'a'              | 'type':'met'",
                "'type':'met','own':'1'                      | 'type':'met','own':1",
                "'type':'partly_met','fraction':'0.5'        | 'type':'partly_met','fraction':'0.51'",
                "'type':'withdrawn','reason':'a'             | 'type':'withdrawn','reason':'b'",
                "'type':'corrected','target':'t','with':{'by':'system'} | 'type':'corrected','target':'t','with':null"
            })
    void differsWithTheContent(String one, String other) {
        assertThat(fingerprint("{" + one + "}")).isNotEqualTo(fingerprint("{" + other + "}"));
    }

    private static String fingerprint(String line) {
        Reading reading = FactLineReader.read(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), CONTEXT);
        assertThat(reading).as(line).isInstanceOf(Reading.Read.class);
        return FactLineWriter.fingerprint(((Reading.Read) reading).command());
    }
}
