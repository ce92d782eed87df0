package dev.kept.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.sample.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsOfTest {
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    private static Fact last(Ledger ledger) {
        return FactsOf.events(ledger.events()).getLast();
    }

    @Test
    void keepsWhatOutcomesAndScoresAreMadeOf() {
        Fact made = last(new Ledger()
                .at("2026-03-01T10:00:00.999Z")
                .given(
                        "{'type':'made','at':'2026-03-01T09:59:59.999Z','customer':'ACME','promisor':'anna','kind':'ship',"
                                + "'due':{'from':'2026-03-10T09:00:00.9Z','to':'2026-03-10T11:00:00.9Z'},'tier':'major',"
                                + "'evidence':'SYSTEM'}"));
        assertThat(made.commitment()).isEqualTo("c");
        assertThat(made.type()).isEqualTo(FactType.MADE);
        assertThat(made.at()).as("floored").isEqualTo(Ledger.seconds("2026-03-01T09:59:59Z"));
        assertThat(made.rec()).as("floored").isEqualTo(Ledger.seconds("2026-03-01T10:00:00Z"));
        assertThat(made.evidence()).isEqualTo(Evidence.SYSTEM);
        assertThat(made.details().windowStart()).isEqualTo(Ledger.seconds("2026-03-10T09:00:00Z"));
        assertThat(made.details().due()).isEqualTo(Ledger.seconds("2026-03-10T11:00:00Z"));
        assertThat(made.details().tier()).isEqualTo(Tier.MAJOR);
        assertThat(made.details().amountMinor()).isNull();
        assertThat(made.details().customer()).isEqualTo("ACME");
        assertThat(made.details().promisor()).isEqualTo("anna");
        assertThat(made.details().kind()).isEqualTo("ship");
    }

    @Test
    void takesTheRecordingTimeThatAnImportBrings() {
        assertThat(last(new Ledger().from(Entrance.IMPORT).given("{'type':'met','recordedAt':'1996-07-16T13:00:00Z'}"))
                        .rec())
                .isEqualTo(Ledger.seconds("1996-07-16T13:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "440.00, USD, 44000",
        "440, USD, 44000",
        "0.019, EUR, 1",
        "440.9, JPY, 440",
        "1.2345, KWD, 1234",
        "7.9, XTS, 7",
        "0, EUR, 0",
        "10000000000000, EUR, 1000000000000000",
        "99999999999999999999999999999999999999, EUR, 1000000000000000"
    })
    void countsAmountsInMinorUnitsUpToABound(String amount, String currency, long minor) {
        Fact made = last(new Ledger()
                .given("{'type':'made','customer':'ACME','due':'2026-03-10T00:00:00Z','amount':'" + amount
                        + "','currency':'" + currency + "'}"));
        assertThat(made.details().amountMinor()).isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 333333",
        "2, 3, 666666",
        "3, 3, 1000000",
        "4, 3, 1000000",
        "0, 3, 0",
        "0.000001, 3, 0",
        "2.50, 10.00, 250000"
    })
    void readsAQuantityAsAFlooredShareOfThePromisedOne(String delivered, String promised, long share) {
        Fact partly = last(new Ledger()
                .given("{'type':'made','customer':'ACME','due':'2026-03-10T00:00:00Z','quantity':'" + promised
                        + "','unit':'kg'}")
                .given("{'type':'partly_met','quantity':'" + delivered + "','unit':'kg'}"));
        assertThat(partly.details().fractionPpm()).isEqualTo(share);
    }

    @Test
    void ofARenegotiationThePartyIsWhoAskedForIt() {
        Ledger ledger = Ledger.withPromise()
                .given("{'type':'renegotiated','by':'promisee','askedBy':'promisor','newDue':'2026-03-12T00:00:00Z',"
                        + "'source':'s','id':'moved'}");
        assertThat(last(ledger).by()).isEqualTo(Party.PROMISOR);
        Fact corrected = last(ledger.given(
                "{'type':'corrected','target':{'source':'s','id':'moved'},'with':{'by':'promisee'}" + BY_CLERK));
        assertThat(corrected.correction().with().by())
                .as("who reports it is not who asked")
                .isNull();
    }

    @Test
    void aShareIsOfTheQuantityPromisedAsItWasKnownThen() {
        Ledger ledger = new Ledger()
                .given("{'type':'made','customer':'ACME','due':'2026-03-10T00:00:00Z','quantity':'4','unit':'kg',"
                        + "'source':'s','id':'made'}")
                .given("{'type':'partly_met','quantity':'2','unit':'kg'}")
                .at("2026-03-02T00:00:00Z")
                .given("{'type':'corrected','target':{'source':'s','id':'made'},'with':{'quantity':'8','unit':'kg'}"
                        + BY_CLERK);
        assertThat(share(ledger, "2026-03-02T00:00:00Z")).isEqualTo(250_000);
        assertThat(share(ledger, "2026-03-01T23:59:59Z")).isEqualTo(500_000);
    }

    private static long share(Ledger ledger, String knownAt) {
        return FactsOf.within(ledger.events(), Ledger.seconds(knownAt), Ledger.seconds(knownAt)).stream()
                .filter(fact -> fact.type() == FactType.PARTLY_MET)
                .findFirst()
                .orElseThrow()
                .details()
                .fractionPpm();
    }
}
