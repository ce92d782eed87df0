package dev.kept.domain.scoring;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import java.util.Random;

/// Policies for tests: the shipped one, and variations of it that are valid.
final class Policies {
    private static final String[] VARIATIONS = {
        "{}",
        "{}",
        "{\"halfLifeDays\":90,\"trend\":{\"halfLifeDays\":20}}",
        "{\"halfLifeDays\":7,\"trend\":{\"halfLifeDays\":1,\"alertMicro\":1000000,\"stepMicro\":500000}}",
        "{\"overdueGraceDays\":3,\"verdict\":{\"minEvidenceMicro\":1000000,\"maxWidthMicro\":60000000}}",
        "{\"overdueGraceDays\":0,\"trivialCapMilli\":300,\"verdict\":{\"minEvidenceMicro\":500000}}",
        "{\"trivialBelowMilli\":1200,\"verdict\":{\"minEvidenceMicro\":0}}",
        "{\"backdateSeconds\":0,\"tableBits\":32}",
        "{\"prior\":{\"meanPpm\":600000,\"strengthMilli\":1500},\"credit\":{\"selfCapPpm\":550000,"
                + "\"selfFloorPpm\":123457},\"verdict\":{\"minEvidenceMicro\":1000000}}",
        "{\"credit\":{\"lateMinPpm\":0,\"partialMaxPpm\":333333,\"breachCapPpm\":777777,\"presumedNoticeSeconds\":0}}",
        "{\"interval\":{\"sameDayCorrelationPpm\":1000000,\"maxEvidenceMicro\":9000000}}",
        "{\"extension\":{\"earlySharePpm\":900000,\"earlyForfeitPpm\":333333},\"verdict\":{\"minEvidenceMicro\":100000}}"
    };

    private Policies() {}

    static Policy any(Random random) {
        return varied(VARIATIONS[random.nextInt(VARIATIONS.length)]);
    }

    static Policy varied(String override) {
        return Policy.kyw1().overriddenBy((JsonObject) JsonReader.read(override));
    }
}
