package dev.kept.domain.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.sample.Ledger;
import org.junit.jupiter.api.Test;

/// What the language of the ledger says about awkward histories, from fact lines to what they add up to.
class TrickyCasesTest {
    private static final String DUE = "2026-03-10T12:00:00Z";
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    private static String with(String id, String fields) {
        return "{'type':'corrected','target':{'source':'s','id':'" + id + "'},'with':{" + fields + "}" + BY_CLERK;
    }

    private static String strike(String id) {
        return "{'type':'corrected','target':{'source':'s','id':'" + id + "'},'strike':true" + BY_CLERK;
    }

    @Test
    void metBeforeMadeWaitsForThePromise() {
        Ledger ledger = new Ledger()
                .from(Entrance.BUS)
                .at("2026-03-09T00:00:00Z")
                .given("{'type':'met','at':'2026-03-08T00:00:00Z'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.AWAITING_TERMS);
        assertThat(ledger.standing().customer()).isNull();
        ledger.given("{'type':'made','at':'2026-03-01T00:00:00Z','customer':'ACME','due':'" + DUE + "'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing().customer()).isEqualTo("ACME");
    }

    @Test
    void lateEvidenceUndoesTheMissAndAnEarlierViewStillShowsIt() {
        Ledger ledger = Ledger.withPromise()
                .at("2026-03-11T12:00:00Z")
                .given("{'type':'missed','by':'system'}")
                .at("2026-04-20T00:00:00Z")
                .given("{'type':'met','at':'2026-03-10T11:00:00Z','evidence':'SYSTEM'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing("2026-04-20T00:00:00Z", "2026-04-19T23:59:59Z")
                        .outcome())
                .isEqualTo(Outcome.MISSED);
        assertThat(ledger.standing("2026-03-10T11:00:00Z", "2026-04-20T00:00:00Z")
                        .outcome())
                .as("the same day, as it is known today")
                .isEqualTo(Outcome.MET);
    }

    @Test
    void nobodyReportedAnything() {
        Ledger ledger = Ledger.withPromise();
        assertThat(ledger.standing(DUE, DUE)).satisfies(standing -> {
            assertThat(standing.outcome()).isEqualTo(Outcome.OPEN);
            assertThat(standing.flags()).doesNotContain(Flag.OVERDUE);
        });
        assertThat(ledger.standing("2026-03-10T12:00:01Z", DUE)).satisfies(standing -> {
            assertThat(standing.outcome()).isEqualTo(Outcome.OPEN);
            assertThat(standing.flags()).contains(Flag.OVERDUE);
        });
    }

    @Test
    void metOnTheLastSecondIsMetAndASecondLaterIsLate() {
        assertThat(metAt(DUE).outcome()).isEqualTo(Outcome.MET);
        assertThat(metAt("2026-03-10T12:00:00.999Z").outcome())
                .as("times are read to the second")
                .isEqualTo(Outcome.MET);
        assertThat(metAt("2026-03-10T12:00:01Z").outcome()).isEqualTo(Outcome.MET_LATE);
    }

    private static Standing metAt(String at) {
        return Ledger.withPromise()
                .at("2026-03-12T00:00:00Z")
                .given("{'type':'met','at':'" + at + "','evidence':'SYSTEM'}")
                .standing();
    }

    @Test
    void aRemedyNeverReachesKept() {
        String remedy = "{'type':'made_good','remedy':'voucher'}";
        Ledger late = overdue().given("{'type':'met'}").given(remedy);
        Ledger partly =
                overdue().given("{'type':'partly_met','fraction':'0.6'}").given(remedy);
        Ledger missed = overdue().given("{'type':'missed'}").given(remedy);
        Ledger silent = overdue().given(remedy);
        assertThat(late.standing().outcome()).isEqualTo(Outcome.MET_LATE);
        assertThat(partly.standing().outcome()).isEqualTo(Outcome.PARTLY_MET);
        assertThat(missed.standing().outcome()).isEqualTo(Outcome.MISSED);
        assertThat(silent.standing().outcome()).isEqualTo(Outcome.OPEN);
        for (Ledger ledger : new Ledger[] {late, partly, missed, silent}) {
            assertThat(ledger.standing().flags()).contains(Flag.MADE_GOOD);
        }
    }

    private static Ledger overdue() {
        return Ledger.withPromise().at("2026-03-12T00:00:00Z");
    }

    @Test
    void partOfItIsPartlyMetUntilTheRestArrives() {
        Ledger ledger = Ledger.withPromise().at("2026-03-05T00:00:00Z").given("{'type':'partly_met','fraction':'0.6'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.PARTLY_MET);
        ledger.at("2026-03-09T00:00:00Z").given("{'type':'met'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing().settledAt()).isEqualTo(Ledger.seconds("2026-03-09T00:00:00Z"));
    }

    @Test
    void nothingDeliveredIsNoPart() {
        assertThat(overdue()
                        .given("{'type':'partly_met','fraction':'0'}")
                        .standing()
                        .outcome())
                .isEqualTo(Outcome.OPEN);
    }

    @Test
    void aQuantityIsAShareOfTheQuantityPromised() {
        Ledger ledger = new Ledger()
                .given("{'type':'made','customer':'ACME','due':'" + DUE
                        + "','quantity':'12','unit':'kg','source':'s','id':'made'}")
                .given("{'type':'partly_met','quantity':'3','unit':'kg'}");
        assertThat(share(ledger)).isEqualTo(250_000);
        ledger.given(with("made", "'quantity':'6','unit':'kg'"));
        assertThat(share(ledger)).isEqualTo(500_000);
        ledger.given(strike("made"))
                .given("{'type':'made','customer':'ACME','due':'" + DUE + "','quantity':'2','unit':'kg'}");
        assertThat(share(ledger)).as("more than promised is all of it").isEqualTo(1_000_000);
    }

    @Test
    void aQuantityToldBeforeThePromiseIsComparedOnceThatArrives() {
        Ledger ledger = new Ledger().from(Entrance.BUS).given("{'type':'partly_met','quantity':'3','unit':'kg'}");
        assertThat(share(ledger)).isZero();
        ledger.given("{'type':'made','customer':'ACME','due':'" + DUE + "','quantity':'4','unit':'kg'}");
        assertThat(share(ledger)).isEqualTo(750_000);
    }

    private static long share(Ledger ledger) {
        return ledger.state().facts().stream()
                .map(fact -> fact.details().fractionPpm())
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWrongRecordCorrectedEqualsHavingRecordedItRight() {
        Ledger wrong = Ledger.withPromise()
                .at("2026-03-10T13:00:00Z")
                .given("{'type':'missed','source':'s','id':'1'}")
                .at("2026-03-20T00:00:00Z")
                .given(with("1", "'type':'met','at':'2026-03-09T00:00:00Z','evidence':'SYSTEM'"));
        Ledger right = Ledger.withPromise()
                .at("2026-03-10T13:00:00Z")
                .given("{'type':'met','at':'2026-03-09T00:00:00Z','evidence':'SYSTEM'}")
                .at("2026-03-20T00:00:00Z");
        assertThat(wrong.standing()).isEqualTo(right.standing());
        assertThat(wrong.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(wrong.standing("2026-03-20T00:00:00Z", "2026-03-19T23:59:59Z")
                        .outcome())
                .isEqualTo(Outcome.MISSED);
        assertThat(wrong.events()).as("both stay readable").hasSize(3);
    }

    @Test
    void renegotiatedInTimeWithConsentTheNewDateCountsAndTheOriginalStaysVisible() {
        Ledger ledger = Ledger.withPromise()
                .at("2026-03-05T00:00:00Z")
                .given("{'type':'renegotiated','by':'promisee','newDue':'2026-03-20T12:00:00Z'}")
                .at("2026-03-15T00:00:00Z")
                .given("{'type':'met'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing().due()).isEqualTo(Ledger.seconds("2026-03-20T12:00:00Z"));
        assertThat(ledger.standing().originalDue()).isEqualTo(Ledger.seconds(DUE));
    }

    @Test
    void withoutConsentItWasOnlyAsked() {
        Ledger ledger = Ledger.withPromise()
                .at("2026-03-05T00:00:00Z")
                .given("{'type':'renegotiated','newDue':'2026-03-20T12:00:00Z'}")
                .at("2026-03-15T00:00:00Z")
                .given("{'type':'met'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET_LATE);
        assertThat(ledger.standing().due()).isEqualTo(Ledger.seconds(DUE));
    }

    @Test
    void renegotiatedAfterTheDueTheMissStands() {
        Ledger ledger = overdue()
                .given("{'type':'renegotiated','by':'promisee','newDue':'2026-03-20T12:00:00Z'}")
                .at("2026-03-15T00:00:00Z")
                .given("{'type':'met'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET_LATE);
        assertThat(ledger.standing().due()).isEqualTo(Ledger.seconds(DUE));
    }

    @Test
    void withdrawnByUsByTheCustomerReleasedOrVoided() {
        assertThat(early("{'type':'withdrawn'}")).satisfies(standing -> {
            assertThat(standing.outcome()).isEqualTo(Outcome.WITHDRAWN);
            assertThat(standing.withdrawnBy()).isEqualTo(Party.PROMISOR);
        });
        assertThat(early("{'type':'withdrawn','by':'promisee'}")).satisfies(standing -> {
            assertThat(standing.outcome()).isEqualTo(Outcome.WITHDRAWN);
            assertThat(standing.withdrawnBy()).isEqualTo(Party.PROMISEE);
        });
        assertThat(early("{'type':'released','by':'promisee'}").outcome()).isEqualTo(Outcome.RELEASED);
        assertThat(early("{'type':'voided'" + BY_CLERK).outcome()).isEqualTo(Outcome.VOIDED);
    }

    private static Standing early(String line) {
        return Ledger.withPromise().at("2026-03-05T00:00:00Z").given(line).standing();
    }

    @Test
    void lettingGoOnceItIsLateExcusesNothing() {
        for (String line :
                new String[] {"{'type':'released','by':'promisee'}", "{'type':'withdrawn','by':'promisee'}"}) {
            Standing standing = overdue().given(line).standing();
            assertThat(standing.outcome()).isEqualTo(Outcome.OPEN);
            assertThat(standing.flags()).contains(Flag.OVERDUE);
        }
    }

    @Test
    void whatWasMetBeforeTheReleaseIsMet() {
        assertThat(Ledger.withPromise()
                        .at("2026-03-05T00:00:00Z")
                        .given("{'type':'met'}")
                        .at("2026-03-06T00:00:00Z")
                        .given("{'type':'released','by':'promisee'}")
                        .standing()
                        .outcome())
                .isEqualTo(Outcome.MET);
    }

    @Test
    void aDisputeIsOpenUntilItIsResolved() {
        Ledger ledger = Ledger.withPromise()
                .at("2026-03-09T00:00:00Z")
                .given("{'type':'met','evidence':'SYSTEM'}")
                .at("2026-03-11T00:00:00Z")
                .given("{'type':'disputed','by':'promisee','claim':'never arrived'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing().flags()).contains(Flag.DISPUTED);
        ledger.at("2026-03-12T00:00:00Z").given("{'type':'resolved','finding':'REJECTED'" + BY_CLERK);
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing().flags()).doesNotContain(Flag.DISPUTED);
    }

    @Test
    void anUpheldDisputeStrikesTheClaimOfHavingMetIt() {
        Ledger ledger = Ledger.withPromise()
                .at("2026-03-09T00:00:00Z")
                .given("{'type':'met','evidence':'SYSTEM'}")
                .given("{'type':'partly_met','fraction':'0.4'}")
                .at("2026-03-11T00:00:00Z")
                .given("{'type':'disputed','by':'promisee'}")
                .at("2026-03-12T00:00:00Z")
                .given("{'type':'resolved','finding':'UPHELD'" + BY_CLERK);
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
        assertThat(ledger.standing().flags()).contains(Flag.OVERDUE).doesNotContain(Flag.DISPUTED);
        ledger.at("2026-03-14T00:00:00Z").given("{'type':'met'}");
        assertThat(ledger.standing().outcome()).as("delivered after all").isEqualTo(Outcome.MET_LATE);
    }

    @Test
    void anAppointmentIsKeptWithinItsWindowBoundsIncluded() {
        assertThat(appointment("2026-03-10T08:59:59Z", "").outcome()).isEqualTo(Outcome.OPEN);
        assertThat(appointment("2026-03-10T09:00:00Z", "").outcome()).isEqualTo(Outcome.MET);
        assertThat(appointment("2026-03-10T11:00:00Z", "").outcome()).isEqualTo(Outcome.MET);
        assertThat(appointment("2026-03-10T11:00:01Z", "").outcome()).isEqualTo(Outcome.MET_LATE);
    }

    @Test
    void anEarlyArrivalCountsIfThePromiseeAcceptsIt() {
        assertThat(appointment("2026-03-10T08:00:00Z", ",'by':'promisee'").outcome())
                .isEqualTo(Outcome.MET);
        Ledger ledger = window().given(
                        "{'type':'met','at':'2026-03-10T08:00:00Z','evidence':'SYSTEM','source':'s','id':'met'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
        ledger.given("{'type':'confirmed','by':'system','target':{'source':'s','id':'met'}}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
        ledger.given("{'type':'confirmed','by':'promisee','target':{'source':'s','id':'met'}}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void aWindowCorrectedIntoAnInstantIsAWindowNoMore() {
        Ledger ledger = window().given("{'type':'met','at':'2026-03-10T08:00:00Z','evidence':'SYSTEM'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
        ledger.given(with("made", "'due':'2026-03-10T11:00:00Z'"));
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        ledger.given(with("made", "'due':{'from':'2026-03-10T08:30:00Z','to':'2026-03-10T11:00:00Z'}"));
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
    }

    private static Standing appointment(String at, String members) {
        return window().given("{'type':'met','at':'" + at + "','evidence':'SYSTEM'" + members + "}")
                .standing();
    }

    private static Ledger window() {
        return new Ledger()
                .given("{'type':'made','customer':'ACME','source':'s','id':'made',"
                        + "'due':{'from':'2026-03-10T09:00:00Z','to':'2026-03-10T11:00:00Z'}}")
                .at("2026-03-10T20:00:00Z");
    }

    @Test
    void theEndOfADayIsTheLocalOne() {
        Ledger ledger = new Ledger()
                .given("{'type':'made','customer':'ACME','due':{'on':'2026-03-10','zone':'America/New_York'}}")
                .at("2026-03-12T00:00:00Z")
                .given("{'type':'met','at':'2026-03-11T03:59:59Z','evidence':'SYSTEM'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        assertThat(ledger.standing().due()).isEqualTo(Ledger.seconds("2026-03-11T03:59:59Z"));
    }

    @Test
    void aStandingPromiseIsOneCommitmentAPeriod() {
        for (String quarter : new String[] {"no-hidden-fees#2026-Q1", "no-hidden-fees#2026-Q2"}) {
            new Ledger()
                    .given("{'commitment':'" + quarter + "','type':'made','customer':'ACME','kind':'no-hidden-fees',"
                            + "'series':'no-hidden-fees','due':{'on':'2026-06-30','zone':'UTC'}}")
                    .at("2026-06-30T12:00:00Z")
                    .given("{'commitment':'" + quarter + "','type':'met','evidence':'SYSTEM'}");
        }
    }

    @Test
    void aPricePromiseIsMissedByAHigherCharge() {
        Ledger ledger = new Ledger()
                .given("{'type':'made','customer':'ACME','kind':'PRICE','statement':'all in','amount':'100.00',"
                        + "'currency':'EUR','due':{'on':'2026-03-31','zone':'Europe/Berlin'}}")
                .at("2026-04-01T00:00:00Z")
                .given("{'type':'missed','by':'system','cause':'WILL','charged':'112.00'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MISSED);
        assertThat(ledger.standing().kind()).isEqualTo("PRICE");
        assertThat(ledger.events().getLast().envelope().extra()).containsEntry("charged", "112.00");
    }

    @Test
    void aVoidStruckLetsTheCommitmentLiveAndCanBeMadeAgain() {
        Ledger ledger = Ledger.withPromise().given("{'type':'voided','source':'s','id':'void'" + BY_CLERK);
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.VOIDED);
        ledger.given(strike("void").replace("{'type'", "{'source':'s','id':'strike','type'"));
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
        ledger.given("{'type':'met'}").given(strike("strike"));
        assertThat(ledger.standing().outcome()).as("the striking struck").isEqualTo(Outcome.VOIDED);
        assertThat(ledger.refused("{'type':'met'}").code()).isEqualTo(RefusalCode.VOIDED);
        ledger.given(strike("void"));
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
        ledger.given("{'type':'voided'" + BY_CLERK);
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.VOIDED);
    }

    @Test
    void aSupplierWhoFailsUsExcusesNothingTowardsTheCustomer() {
        Ledger ledger = Ledger.withPromise()
                .given("{'commitment':'child','type':'made','customer':'ACME','direction':'BY_SUPPLIER',"
                        + "'promisor':'carrier','parent':'c','due':'2026-03-09T00:00:00Z'}")
                .at("2026-03-12T00:00:00Z")
                .given("{'commitment':'child','type':'missed'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
        assertThat(ledger.standing().flags()).contains(Flag.OVERDUE);
    }

    @Test
    void aPromiseNobodyElseHasSeenIsUnwitnessed() {
        Ledger ledger =
                new Ledger().given("{'type':'made','customer':'ACME','due':'" + DUE + "','source':'s','id':'made'}");
        assertThat(ledger.standing().flags()).contains(Flag.UNWITNESSED);
        ledger.given("{'type':'met','by':'promisee'}");
        assertThat(ledger.standing().flags()).doesNotContain(Flag.UNWITNESSED);
    }

    @Test
    void theBareWordOfThePromisorCannotBackdateADelivery() {
        Ledger ledger = Ledger.withPromise()
                .at("2026-03-14T00:00:01Z")
                .given("{'type':'met','at':'2026-03-10T11:00:00Z','source':'s','id':'met'}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET_LATE);
        ledger.given("{'type':'confirmed','by':'promisee','target':{'source':'s','id':'met'}}");
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.MET);
    }
}
