package dev.kept.domain.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.domain.sample.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitmentDeciderTest {
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";
    private static final String PROMISE = "{'type':'made','at':'2026-03-01T00:00:00Z','customer':'ACME',"
            + "'due':'2026-03-10T12:00:00Z','kind':'ship-order',";

    @Test
    void recordsWhatWasSaidAndWhen() {
        Envelope envelope = new Ledger()
                .at("2026-03-01T10:00:00.5Z")
                .accepted(PROMISE + "'actor':'anna','evidenceRef':'mail:1','source':'erp','id':'7','correlationId':'x',"
                        + "'causationId':'y','own':1}")
                .envelope();
        assertThat(envelope.tenant()).isEqualTo("us");
        assertThat(envelope.commitment().value()).isEqualTo("c");
        assertThat(envelope.at()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(envelope.rec()).isEqualTo("2026-03-01T10:00:00.5Z");
        assertThat(envelope.acceptedAt()).isEqualTo("2026-03-01T10:00:00.5Z");
        assertThat(envelope.imported()).isFalse();
        assertThat(envelope.by()).isEqualTo(Party.PROMISOR);
        assertThat(envelope.actor()).isEqualTo("anna");
        assertThat(envelope.evidenceRef()).isEqualTo("mail:1");
        assertThat(envelope.correlationId()).isEqualTo("x");
        assertThat(envelope.causationId()).isEqualTo("y");
        assertThat(envelope.extra()).containsOnlyKeys("own");
    }

    @ParameterizedTest
    @EnumSource(Entrance.class)
    void takesTheEvidenceFromTheEntranceUnlessStated(Entrance entrance) {
        Evidence expected = entrance == Entrance.INTERACTIVE ? Evidence.SELF : Evidence.SYSTEM;
        Ledger ledger = new Ledger().from(entrance);
        assertThat(ledger.accepted(PROMISE + "'tier':'minor'}").envelope().evidence())
                .isEqualTo(expected);
        assertThat(ledger.accepted("{'type':'met','evidence':'CONFIRMED'}")
                        .envelope()
                        .evidence())
                .isEqualTo(Evidence.CONFIRMED);
    }

    @Test
    void keepsTheRecordingTimeOfImportedHistoryBesideTheAcceptance() {
        Envelope envelope = new Ledger()
                .from(Entrance.IMPORT)
                .accepted(PROMISE + "'recordedAt':'2026-03-01T00:00:00Z'}")
                .envelope();
        assertThat(envelope.imported()).isTrue();
        Envelope met = new Ledger()
                .from(Entrance.IMPORT)
                .accepted("{'type':'met','recordedAt':'1996-07-16T13:00:00Z'}")
                .envelope();
        assertThat(met.rec()).isEqualTo("1996-07-16T13:00:00Z");
        assertThat(met.at()).as("when nobody says otherwise").isEqualTo("1996-07-16T13:00:00Z");
        assertThat(met.acceptedAt()).isEqualTo("2026-03-01T00:00:00Z");
    }

    @Test
    void namesThePromisorWhereNobodyDoes() {
        assertThat(promisor("'direction':'BY_US'")).isEqualTo("us");
        assertThat(promisor("'direction':'BY_CUSTOMER'")).isEqualTo("ACME");
        assertThat(promisor("'direction':'BY_US','promisor':'anna'")).isEqualTo("anna");
        assertThat(promisor("'direction':'BY_SUPPLIER','promisor':'carrier'")).isEqualTo("carrier");
    }

    private static String promisor(String members) {
        return ((CommitmentEvent.CommitmentMade) new Ledger().accepted(PROMISE + members + "}"))
                .terms()
                .promisor();
    }

    @Test
    void answersTheSameKeyWithTheFirstAnswer() {
        Ledger ledger = Ledger.withPromise();
        CommitmentEvent first = ledger.accepted("{'type':'met','at':'2026-03-01T00:00:00Z','source':'s','id':'1'}");
        for (Entrance entrance : Entrance.values()) {
            ledger.from(entrance).at("2026-05-01T00:00:00Z");
            assertThat(
                            ledger.duplicate(
                                    "{'type':'met','at':'2026-03-01T01:00:00+01:00','source':'s','id':'1','correlationId':'z'}"))
                    .isEqualTo(first);
        }
        assertThat(ledger.events()).hasSize(2);
    }

    @Test
    void answersTheSameKeyEvenOnceTheCommitmentIsVoided() {
        Ledger ledger = Ledger.withPromise();
        CommitmentEvent first = ledger.accepted("{'type':'met','source':'s','id':'1'}");
        ledger.given("{'type':'voided'" + BY_CLERK);
        assertThat(ledger.duplicate("{'type':'met','source':'s','id':'1'}")).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'amount':'440.00','currency':'USD'",
                "'currency':'USD','amount':'440'",
                "'amount':'440.0','currency':'USD','direction':'by_us'",
                "'amount':'440.00','currency':'USD','promisor':'us'",
                "'amount':'440.00','currency':'USD','due':'2026-03-10T13:00:00+01:00'",
                "'amount':'440.00','currency':'USD','at':'2026-03-01T00:00:07Z'",
                "'amount':'440.00','currency':'USD','evidence':'CONFIRMED'"
            })
    void theSameTermsAgainAreNothingNew(String members) {
        Ledger ledger = new Ledger();
        CommitmentEvent made = ledger.accepted(PROMISE + "'amount':'440.00','currency':'USD'}");
        String due = members.contains("'due'") ? "" : "'due':'2026-03-10T12:00:00Z',";
        String line = "{'type':'made','customer':'ACME','kind':'ship-order'," + due + members + "}";
        assertThat(ledger.duplicate(line)).isEqualTo(made);
        assertThat(ledger.events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','attributes':{'a':1.50,'b':'x'}",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','attributes':{'b':'x','a':1.5}"
            })
    void comparesAttributesByValueInAnyOrder(String members) {
        Ledger ledger = new Ledger().given(PROMISE + "'attributes':{'b':'x','a':1.500}}");
        ledger.duplicate("{'type':'made'," + members + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:01Z'",
                "'customer':'ACME','kind':'ship-order','due':{'from':'2026-03-10T12:00:00Z','to':'2026-03-10T12:00:00Z'}",
                "'customer':'Acme','kind':'ship-order','due':'2026-03-10T12:00:00Z'",
                "'customer':'ACME','due':'2026-03-10T12:00:00Z'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','direction':'BY_CUSTOMER'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','promisor':'anna'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','statement':'x'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','tier':'minor'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','parent':'p'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','series':'s'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','quantity':'1','unit':'kg'",
                "'customer':'ACME','kind':'ship-order','due':'2026-03-10T12:00:00Z','attributes':{'a':1}"
            })
    void otherTermsAreAContradiction(String members) {
        Refusal refusal = new Ledger().given(PROMISE + "'own':1}").refused("{'type':'made'," + members + "}");
        assertThat(refusal.code()).isEqualTo(RefusalCode.ALREADY_MADE);
    }

    @Test
    void comparesASecondPromiseWithTheTermsAsCorrected() {
        Ledger ledger = Ledger.withPromise()
                .given("{'type':'corrected','target':{'source':'erp','id':'made'},'with':{'due':'2026-03-12T12:00:00Z'}"
                        + BY_CLERK);
        ledger.duplicate(
                "{'type':'made','customer':'ACME','due':'2026-03-12T12:00:00Z','kind':'ship-order','tier':'standard'}");
        assertThat(ledger.refused(
                                "{'type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z','kind':'ship-order','tier':'standard'}")
                        .code())
                .isEqualTo(RefusalCode.ALREADY_MADE);
    }

    @Test
    void aStruckPromiseMakesRoomForAnother() {
        Ledger ledger = Ledger.withPromise()
                .given("{'type':'corrected','target':{'source':'erp','id':'made'},'strike':true" + BY_CLERK)
                .given(PROMISE + "'statement':'another'}");
        assertThat(ledger.refused(PROMISE + "'statement':'a third'}").code()).isEqualTo(RefusalCode.ALREADY_MADE);
        assertThat(ledger.standing().originalDue()).isEqualTo(Ledger.seconds("2026-03-10T12:00:00Z"));
    }

    @Test
    void theBusMayTellFactsBeforeThePromise() {
        for (Entrance entrance : new Entrance[] {Entrance.BUS, Entrance.IMPORT}) {
            Ledger ledger = new Ledger().from(entrance).given("{'type':'met'}");
            ledger.given(PROMISE + "'tier':'minor'}");
            assertThat(ledger.events()).hasSize(2);
        }
    }

    @Test
    void asksWhereAPromisorMovesTheDateByItself() {
        CommitmentEvent event =
                Ledger.withPromise().accepted("{'type':'renegotiated','newDue':'2026-03-12T12:00:00Z'}");
        assertThat(event.type()).isEqualTo(FactType.EXTENSION_REQUESTED);
        assertThat(((CommitmentEvent.ExtensionRequested) event).due().due()).isEqualTo("2026-03-12T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'by':'promisee'", "'evidenceRef':'mail:1'", "'evidence':'CONFIRMED'", "'evidence':'SYSTEM'"})
    void movesTheDateWhereTheOtherSideAgreed(String consent) {
        CommitmentEvent event = Ledger.withPromise()
                .accepted("{'type':'renegotiated','newDue':'2026-03-12T12:00:00Z'," + consent + "}");
        assertThat(event.type()).isEqualTo(FactType.RENEGOTIATED);
    }

    @Test
    void aRepeatOfWhatBecameARequestIsARepeat() {
        Ledger ledger = Ledger.withPromise();
        String line = "{'type':'renegotiated','newDue':'2026-03-12T12:00:00Z','source':'s','id':'1'}";
        assertThat(ledger.accepted(line)).isEqualTo(ledger.duplicate(line));
    }

    @Test
    void anOperatorWithEvidenceSpeaksForThePromisee() {
        Ledger ledger = Ledger.withPromise();
        for (String type : new String[] {"released", "disputed"}) {
            Envelope envelope = ledger.accepted("{'type':'" + type + "','actor':'clerk','evidenceRef':'call:17'}")
                    .envelope();
            assertThat(envelope.by()).isEqualTo(Party.PROMISEE);
            assertThat(envelope.actor()).isEqualTo("clerk");
        }
    }

    @Test
    void thereIsNoAlreadyMet() {
        Ledger.withPromise()
                .given("{'type':'met'}")
                .given("{'type':'met'}")
                .given("{'type':'missed'}")
                .given("{'type':'partly_met','fraction':'0.3'}")
                .given("{'type':'withdrawn'}")
                .given("{'type':'released','by':'promisee'}")
                .given("{'type':'met','at':'2026-02-20T00:00:00Z'}");
    }

    @Test
    void decidesTheSameEveryTime() {
        for (int i = 0; i < 2; i++) {
            assertThat(Ledger.withPromise().accepted("{'type':'met'}"))
                    .isEqualTo(Ledger.withPromise().accepted("{'type':'met'}"));
        }
    }
}
