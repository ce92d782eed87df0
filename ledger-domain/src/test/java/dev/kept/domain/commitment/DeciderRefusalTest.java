package dev.kept.domain.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.sample.Ledger;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every reason for which the ledger does not record a readable line. There is no other: whatever breaks neither
/// identity nor authority nor time is recorded.
class DeciderRefusalTest {
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    @ParameterizedTest
    @MethodSource("dev.kept.domain.commitment.DeciderRefusalCases#cases")
    void refuses(DeciderRefusalCases.Case wrong) {
        Ledger ledger = wrong.given().get();
        int before = ledger.events().size();
        Refusal refusal = ledger.refused(wrong.line());
        assertThat(refusal.code()).as(refusal.toString()).isEqualTo(wrong.code());
        assertThat(refusal.field()).isEqualTo(wrong.field());
        assertThat(refusal.value()).isEqualTo(wrong.value());
        assertThat(refusal.fix()).contains(wrong.fix());
        assertThat(refusal.message()).isNotBlank();
        assertThat(ledger.events()).hasSize(before);
    }

    @Test
    void everyCodeThatIsNotAboutTheLineItselfHasItsCase() {
        Set<RefusalCode> ofTheLine = EnumSet.of(
                RefusalCode.MALFORMED,
                RefusalCode.MISSING_FIELD,
                RefusalCode.UNKNOWN_FIELD,
                RefusalCode.BAD_FIELD,
                RefusalCode.BAD_TIME,
                RefusalCode.BAD_ZONE,
                RefusalCode.BAD_AMOUNT);
        Set<RefusalCode> expected = EnumSet.complementOf(EnumSet.copyOf(ofTheLine));
        assertThat(DeciderRefusalCases.cases().stream()
                        .map(DeciderRefusalCases.Case::code)
                        .collect(Collectors.toSet()))
                .isEqualTo(expected);
    }

    @Test
    void namesInWhatASecondPromiseDiffers() {
        Refusal refusal = Ledger.withPromise()
                .refused("{'type':'made','customer':'ACME','due':'2026-03-11T12:00:00Z','kind':'ship-order',"
                        + "'amount':'1','currency':'EUR'}");
        assertThat(refusal.message()).endsWith("it differs in due, tier, amount");
    }

    @Test
    void acceptsAClockThatRunsFiveMinutesAhead() {
        Ledger.withPromise().accepted("{'type':'met','at':'2026-03-01T00:05:00Z'}");
    }

    @Test
    void showsNothingThatATerminalWouldActOn() {
        Refusal refusal = new Refusal(
                RefusalCode.BAD_FIELD, "a\u001b[2J", "\u202e" + "😀".repeat(200), "line\nbreak\ud800", "fix\0");
        assertThat(refusal.field()).isEqualTo("a\\u001b[2J");
        assertThat(refusal.value()).startsWith("\\u202e😀").endsWith("😀…");
        assertThat(refusal.message()).isEqualTo("line\\u000abreak\\ud800");
        assertThat(refusal.fix()).isEqualTo("fix\\u0000");
    }

    @Test
    void letsOthersCorrectAndResolveWhereFourEyesAreAskedFor() {
        Ledger.withPromise()
                .withFourEyes()
                .given("{'type':'met','actor':'anna','source':'s','id':'met'}")
                .given("{'type':'disputed','by':'promisee','actor':'buyer'}")
                .given("{'type':'resolved','finding':'REJECTED'" + BY_CLERK)
                .given("{'type':'corrected','target':{'source':'s','id':'met'},'strike':true" + BY_CLERK);
    }

    @Test
    void letsOneDecideAloneWhereFourEyesAreNotAskedFor() {
        Ledger.withPromise()
                .given("{'type':'met','actor':'clerk','source':'s','id':'met'}")
                .given("{'type':'corrected','target':{'source':'s','id':'met'},'strike':true" + BY_CLERK);
    }
}
