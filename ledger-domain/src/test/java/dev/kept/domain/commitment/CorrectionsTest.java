package dev.kept.domain.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Replacement;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.EffectivePromise;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.sample.Ledger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A correction says something its target can mean, or is refused: it never seems to work and changes nothing.
class CorrectionsTest {
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    record Case(String line, RefusalCode code, String field, String value) {
        @Override
        public String toString() {
            return line;
        }
    }

    static List<Case> refused() {
        return List.of(
                new Case(with("met", "'tier':'major'"), RefusalCode.BAD_CORRECTION, "with.tier", "MAJOR"),
                new Case(with("met", "'customer':'X'"), RefusalCode.BAD_CORRECTION, "with.customer", "X"),
                new Case(with("met", "'due':'2026-03-12T00:00:00Z'"), RefusalCode.BAD_CORRECTION, "with.due", null),
                new Case(with("met", "'fraction':'0.5'"), RefusalCode.BAD_CORRECTION, "with.fraction", null),
                new Case(with("met", "'finding':'UPHELD'"), RefusalCode.BAD_CORRECTION, "with.finding", "UPHELD"),
                new Case(
                        with("met", "'confirmedUnnoticed':true"),
                        RefusalCode.BAD_CORRECTION,
                        "with.confirmedUnnoticed",
                        "true"),
                new Case(
                        with("made", "'newDue':'2026-03-12T00:00:00Z'"),
                        RefusalCode.BAD_CORRECTION,
                        "with.newDue",
                        null),
                new Case(with("made", "'askedBy':'promisee'"), RefusalCode.BAD_CORRECTION, "with.askedBy", "PROMISEE"),
                new Case(with("made", "'fraction':'0.5'"), RefusalCode.BAD_CORRECTION, "with.fraction", null),
                new Case(
                        with("moved", "'newDue':'2026-03-12T00:00:00Z','due':'2026-03-12T00:00:00Z'"),
                        RefusalCode.BAD_CORRECTION,
                        "with.due",
                        null),
                // the type
                new Case(with("made", "'type':'met'"), RefusalCode.BAD_CORRECTION, "with.type", "met"),
                new Case(with("met", "'type':'made'"), RefusalCode.BAD_CORRECTION, "with.type", "made"),
                new Case(with("met", "'type':'voided'"), RefusalCode.BAD_CORRECTION, "with.type", "voided"),
                new Case(with("met", "'type':'partly_met'"), RefusalCode.MISSING_FIELD, "with.fraction", null),
                new Case(with("met", "'type':'resolved'"), RefusalCode.MISSING_FIELD, "with.finding", null),
                new Case(
                        with("met", "'type':'renegotiated'").replace("}" + BY_CLERK, "},'evidenceRef':'x'" + BY_CLERK),
                        RefusalCode.MISSING_FIELD,
                        "with.newDue",
                        null),
                new Case(with("met", "'type':'extension_requested'"), RefusalCode.MISSING_FIELD, "with.newDue", null),
                // whose word it is
                new Case(with("met", "'type':'released'"), RefusalCode.NOT_ENTITLED, "with.type", "released"),
                new Case(with("met", "'type':'disputed'"), RefusalCode.NOT_ENTITLED, "with.type", "disputed"),
                new Case(with("met", "'by':'promisee'"), RefusalCode.NOT_ENTITLED, "with.by", "promisee"),
                new Case(with("asked", "'type':'renegotiated'"), RefusalCode.NOT_ENTITLED, "with.type", "renegotiated"),
                new Case(
                        with("met", "'type':'withdrawn','by':'system'"), RefusalCode.NOT_ENTITLED, "with.by", "system"),
                new Case(
                        with("met", "'type':'released','by':'promisor'")
                                .replace("}" + BY_CLERK, "},'by':'promisee'" + BY_CLERK),
                        RefusalCode.NOT_ENTITLED,
                        "with.by",
                        "promisor"),
                // terms
                new Case(
                        with("made", "'due':'2026-02-01T00:00:00Z'"),
                        RefusalCode.DUE_BEFORE_MADE,
                        "with.due",
                        "2026-02-01T00:00:00Z"),
                new Case(
                        with("moved", "'newDue':'2026-02-01T00:00:00Z'"),
                        RefusalCode.DUE_BEFORE_MADE,
                        "with.newDue",
                        "2026-02-01T00:00:00Z"),
                new Case(
                        with("made", "'due':{'from':'2026-03-10T11:00:00Z','to':'2026-03-10T09:00:00Z'}"),
                        RefusalCode.DUE_UNRESOLVABLE,
                        "with.due",
                        "2026-03-10T11:00:00Z to 2026-03-10T09:00:00Z"),
                new Case(with("part", "'quantity':'3','unit':'kg'"), RefusalCode.BAD_QUANTITY, "with.quantity", "3 kg"),
                new Case(
                        with("made", "'quantity':'0','unit':'kg'"), RefusalCode.BAD_QUANTITY, "with.quantity", "0 kg"));
    }

    private static String with(String id, String fields) {
        return "{'type':'corrected','target':{'source':'erp','id':'" + id + "'},'with':{" + fields + "}" + BY_CLERK;
    }

    private static Ledger given() {
        return Ledger.withPromise()
                .given("{'type':'extension_requested','newDue':'2026-03-12T00:00:00Z','source':'erp','id':'asked'}")
                .given(
                        "{'type':'renegotiated','by':'promisee','newDue':'2026-03-11T00:00:00Z','source':'erp','id':'moved'}")
                .given("{'type':'partly_met','fraction':'0.5','source':'erp','id':'part'}")
                .given("{'type':'met','source':'erp','id':'met'}");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(Case wrong) {
        Refusal refusal = given().refused(wrong.line());
        assertThat(refusal.code()).as(refusal.toString()).isEqualTo(wrong.code());
        assertThat(refusal.field()).isEqualTo(wrong.field());
        if (wrong.value() != null) {
            assertThat(refusal.value()).isEqualTo(wrong.value());
        }
        assertThat(refusal.fix()).isNotBlank();
    }

    @Test
    void findsItsTargetByIdInEitherCaseAndByKey() {
        Ledger ledger = Ledger.withPromise();
        String id = ledger.events().getFirst().envelope().factId();
        String upper = id.toUpperCase(java.util.Locale.ROOT);
        assertThat(upper).isNotEqualTo(id);
        for (String target : new String[] {"'" + id + "'", "'" + upper + "'", "{'source':'erp','id':'made'}"}) {
            var corrected = (CommitmentEvent.FactCorrected)
                    ledger.accepted("{'type':'corrected','target':" + target + ",'with':{'tier':'major'}" + BY_CLERK);
            assertThat(corrected.target()).isEqualTo(id);
        }
    }

    @Test
    void callsTheNewDueDateByOneName() {
        Replacement with = ((CommitmentEvent.FactCorrected)
                        given().accepted(with("moved", "'due':'2026-03-15T00:00:00Z'")))
                .with();
        assertThat(with.fields().due()).isNull();
        assertThat(with.due()).isNull();
        assertThat(with.fields().newDue()).isEqualTo(new Due.At(Instant.parse("2026-03-15T00:00:00Z")));
        assertThat(with.newDue().due()).isEqualTo("2026-03-15T00:00:00Z");
    }

    @Test
    void makesAReleaseOnlyInTheNameOfThePromisee() {
        Ledger ledger = given();
        var corrected = (CommitmentEvent.FactCorrected) ledger.accepted(
                with("met", "'type':'released'").replace("}" + BY_CLERK, "},'evidenceRef':'mail:1'" + BY_CLERK));
        assertThat(corrected.with().fields().by()).isEqualTo(Party.PROMISEE);
        ledger.given("{'type':'corrected','target':{'source':'erp','id':'part'},'strike':true" + BY_CLERK);
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.RELEASED);
    }

    @Test
    void turnsARequestIntoAnAgreementOnceConsentIsShown() {
        Ledger ledger = Ledger.withPromise()
                .given("{'type':'extension_requested','newDue':'2026-03-12T00:00:00Z','source':'erp','id':'asked'}");
        assertThat(ledger.standing().due()).isEqualTo(Ledger.seconds("2026-03-10T12:00:00Z"));
        ledger.given(
                with("asked", "'type':'renegotiated'").replace("}" + BY_CLERK, "},'evidenceRef':'mail:1'" + BY_CLERK));
        assertThat(ledger.standing().due()).isEqualTo(Ledger.seconds("2026-03-12T00:00:00Z"));
    }

    @Test
    void keepsThePromisorThatNobodyNamedInStepWithTheCustomer() {
        Ledger ledger = new Ledger()
                .given("{'type':'made','customer':'ACEM','direction':'BY_CUSTOMER','due':'2026-03-10T12:00:00Z',"
                        + "'source':'erp','id':'made'}");
        ledger.given(with("made", "'customer':'ACME'"));
        assertThat(ledger.standing().promisor()).isEqualTo("ACME");
        ledger.given(with("made", "'customer':'ACME','direction':'BY_US'"));
        assertThat(ledger.standing().promisor()).isEqualTo(Ledger.TENANT);
        assertThat(ledger.standing().direction()).isEqualTo(Direction.BY_US);
    }

    @Test
    void keepsAPromisorWhoWasNamed() {
        Ledger ledger = new Ledger()
                .given("{'type':'made','customer':'ACEM','promisor':'anna','due':'2026-03-10T12:00:00Z',"
                        + "'source':'erp','id':'made'}");
        ledger.given(with("made", "'customer':'ACME'"));
        assertThat(ledger.standing().promisor()).isEqualTo("anna");
        assertThat(ledger.standing().customer()).isEqualTo("ACME");
    }

    @Test
    void correctsEveryWordOfThePromise() {
        Ledger ledger = Ledger.withPromise()
                .given(
                        with(
                                "made",
                                "'statement':'Order leaves','kind':'ship','amount':'12.50','currency':'EUR','quantity':'4',"
                                        + "'unit':'pallets','at':'2026-02-28T00:00:00Z','due':{'on':'2026-03-20','zone':'UTC'}"));
        EffectivePromise promise = EffectivePromise.of(ledger.events()).orElseThrow();
        assertThat(promise.at()).isEqualTo("2026-02-28T00:00:00Z");
        assertThat(promise.terms().statement()).isEqualTo("Order leaves");
        assertThat(promise.terms().kind()).isEqualTo("ship");
        assertThat(promise.terms().amount().amount()).isEqualTo("12.50");
        assertThat(promise.terms().quantity()).isEqualTo("4");
        assertThat(promise.terms().unit()).isEqualTo("pallets");
        assertThat(promise.terms().due().due()).isEqualTo("2026-03-20T23:59:59Z");
        assertThat(promise.terms().customer()).isEqualTo("ACME");
        assertThat(promise.made().terms().kind()).isEqualTo("ship-order");
    }

    @Test
    void aStruckPromiseCanBeMendedByTheOneWhoStruckIt() {
        Ledger ledger = Ledger.withPromise()
                .given(
                        "{'type':'corrected','source':'s','id':'strike','target':{'source':'erp','id':'made'},'strike':true"
                                + BY_CLERK);
        assertThat(ledger.refused("{'type':'met'}").code()).isEqualTo(RefusalCode.UNKNOWN_COMMITMENT);
        ledger.given("{'type':'corrected','target':{'source':'s','id':'strike'},'strike':true" + BY_CLERK)
                .given("{'type':'met'}");
    }

    @Test
    void anImportedCorrectionIsNotOlderThanWhatItCorrects() {
        Ledger ledger = Ledger.withPromise().from(Entrance.IMPORT).at("2026-04-01T00:00:00Z");
        Refusal refusal = ledger.refused("{'type':'corrected','recordedAt':'2026-02-28T23:59:59Z',"
                + "'target':{'source':'erp','id':'made'},'strike':true" + BY_CLERK);
        assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_CORRECTION);
        assertThat(refusal.field()).isEqualTo("recordedAt");
        ledger.given("{'type':'corrected','recordedAt':'2026-03-01T00:00:00Z',"
                + "'target':{'source':'erp','id':'made'},'strike':true" + BY_CLERK);
        assertThat(EffectivePromise.of(ledger.events())).isEmpty();
    }

    @Test
    void aSourceWhoseClockRunsAheadIsCorrectedAllTheSame() {
        Ledger ledger = Ledger.withPromise()
                .from(Entrance.IMPORT)
                .given("{'type':'met','recordedAt':'2026-03-01T00:04:00Z','source':'s','id':'met'}");
        assertThat(ledger.events().getLast().envelope().rec()).isEqualTo("2026-03-01T00:00:00Z");
        ledger.from(Entrance.INTERACTIVE)
                .given("{'type':'corrected','target':{'source':'s','id':'met'},'strike':true" + BY_CLERK);
        assertThat(ledger.standing().outcome()).isEqualTo(Outcome.OPEN);
    }

    @Test
    void evidenceMayBeCorrectedToo() {
        Ledger ledger =
                given().at("2026-03-02T00:00:00Z").given(with("met", "'evidence':'CONFIRMED','evidenceRef':'mail:7'"));
        var with = ((CommitmentEvent.FactCorrected) ledger.events().getLast()).with();
        assertThat(with.fields().evidence()).isEqualTo(Evidence.CONFIRMED);
        assertThat(with.fields().evidenceRef()).isEqualTo("mail:7");
    }
}
