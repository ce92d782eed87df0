package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.scoring.Entry.WeightClass;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Given the facts of one standard promise made on day 0 and due on day 10, these are its entries under `kyw-1`.
class ResolverTest {
    private static final long DAY = 86_400;
    private static final Fact MADE = Fact.of("a", "c", FactType.MADE, 0, 0)
            .withEvidence(Evidence.SYSTEM)
            .withDetails(Details.builder().due(10 * DAY).tier(Tier.STANDARD).build());
    private static final Fact SELF_MADE = MADE.withEvidence(Evidence.SELF);

    @Test
    void aFactWithoutAPromiseGivesNothing() {
        assertThat(entries(fact(FactType.MET, 9))).isEmpty();
    }

    @Test
    void anOpenPromiseWaitsOnItsDueDay() {
        assertThat(entries(MADE))
                .containsExactly(new Entry(10, true, WeightClass.S, 1, 1000, 0, 0, 1, 0, 0, "OVERDUE"));
    }

    @Test
    void aVoidedPromiseNeverWas() {
        assertThat(entries(MADE, fact(FactType.MISSED, 11), fact(FactType.VOIDED, 12)))
                .isEmpty();
    }

    @Test
    void lettingThePromisorOffInTimeIsNeutralButForfeitsStay() {
        Fact extended = extended(5, 20, Party.PROMISOR);
        assertThat(entries(MADE, extended, fact(FactType.RELEASED, 20).withBy(Party.PROMISEE)))
                .containsExactly(new Entry(5, false, WeightClass.S, 0, 100, 0, 0, 0, 0, 1, "EXTENDED_EARLY"));
        assertThat(entries(MADE, fact(FactType.WITHDRAWN, 10).withBy(Party.PROMISEE)))
                .isEmpty();
    }

    @Test
    void lettingOffTooLateOrAfterDeliveryChangesNothing() {
        assertThat(codes(MADE, fact(FactType.RELEASED, 11).withBy(Party.PROMISEE)))
                .containsExactly("OVERDUE");
        assertThat(codes(
                        MADE,
                        fact(FactType.MET, 8).withEvidence(Evidence.SYSTEM),
                        fact(FactType.RELEASED, 9).withBy(Party.PROMISEE)))
                .containsExactly("KEPT");
        assertThat(codes(MADE, fact(FactType.RELEASED, 9))).containsExactly("OVERDUE");
    }

    @Test
    void anExtensionThePromiseeAskedForIsFree() {
        assertThat(codes(
                        MADE,
                        extended(9, 20, Party.PROMISEE),
                        fact(FactType.MET, 20).withEvidence(Evidence.SYSTEM)))
                .containsExactly("KEPT");
    }

    @Test
    void anExtensionWithoutAPromiseeBehindItForfeits() {
        assertThat(codes(MADE, extended(9, 20, Party.SYSTEM))).containsExactly("EXTENDED_LATE", "OVERDUE");
    }

    @Test
    void aSecondExtensionForfeitsOfWhatIsLeft() {
        assertThat(entries(MADE, extended(2, 20, Party.PROMISOR), extended(3, 30, Party.PROMISOR)))
                .extracting(Entry::w)
                .containsExactly(100L, 90L, 810L);
    }

    @Test
    void aDueMovedForwardHoldsAndOneMovedIntoThePastDoesNot() {
        Fact met = fact(FactType.MET, 8).withEvidence(Evidence.SYSTEM);
        assertThat(codes(MADE, extended(3, 7, Party.PROMISEE), met)).containsExactly("KEPT_LATE");
        assertThat(codes(MADE, extended(3, 2, Party.PROMISEE), met)).containsExactly("KEPT");
    }

    @Test
    void askingAfterTheDueOnlyAdmitsTheMiss() {
        assertThat(entries(MADE, extended(11, 30, Party.PROMISOR)))
                .containsExactly(
                        new Entry(10, true, WeightClass.S, 1, 1000, 160_000, 160_000, 1, 0, 0, "OVERDUE+DISCLOSED"));
    }

    @Test
    void anUpheldDisputeStrikesTheDeliveryAndAPromisorsDisputeNothing() {
        Fact met = fact(FactType.MET, 9).withEvidence(Evidence.SYSTEM);
        Fact upheld = fact(FactType.RESOLVED, 15)
                .withDetails(Details.builder().finding(Finding.UPHELD).build());
        Fact disputed = fact(FactType.DISPUTED, 12).withBy(Party.PROMISEE);
        assertThat(codes(MADE, met, disputed)).containsExactly("DISPUTED");
        assertThat(codes(MADE, met, disputed, upheld)).containsExactly("OVERDUE");
        assertThat(codes(MADE, met, fact(FactType.DISPUTED, 12))).containsExactly("KEPT");
    }

    @Test
    void praiseWithoutAWitnessGoesToTheCappedClassAndBlameDoesNot() {
        assertThat(entries(SELF_MADE, fact(FactType.MET, 9)))
                .containsExactly(
                        new Entry(9, false, WeightClass.S, 1, 200, 0, 0, 0, 0, 0, "KEPT_UNPROVEN"),
                        new Entry(
                                9,
                                false,
                                WeightClass.T,
                                0,
                                800,
                                1_000_000,
                                625_000,
                                0,
                                0,
                                0,
                                "KEPT_UNPROVEN+UNWITNESSED"));
        assertThat(entries(SELF_MADE, fact(FactType.MET, 2).withEvidence(Evidence.SYSTEM)))
                .containsExactly(
                        new Entry(2, false, WeightClass.T, 1, 1000, 1_000_000, 1_000_000, 0, 1, 0, "KEPT+UNWITNESSED"));
    }

    @Test
    void whatWasRecordedOnlyOnceKeptGivesNothing() {
        Fact recordedLate =
                new Fact("a", "c", FactType.MADE, 0, 2 * DAY, Party.PROMISOR, Evidence.SELF, SELF_MADE.details(), null);
        assertThat(entries(recordedLate, fact(FactType.MET, 1))).isEmpty();
        assertThat(codes(recordedLate, fact(FactType.MET, 3))).contains("KEPT_UNPROVEN");
    }

    @Test
    void theBestDeliveryNamesTheBreach() {
        Fact half = fact(FactType.PARTLY_MET, 9)
                .withEvidence(Evidence.SYSTEM)
                .withDetails(Details.builder().fractionPpm(500_000L).build());
        Fact late = fact(FactType.MET, 11).withEvidence(Evidence.SYSTEM);
        assertThat(codes(MADE, half)).containsExactly("PARTIAL");
        assertThat(codes(MADE, half, late)).containsExactly("KEPT_LATE");
        assertThat(codes(MADE, half, late.withAt(30 * DAY))).containsExactly("PARTIAL");
    }

    @Test
    void amountsOfAnySizeAreClamped() {
        assertThat(weight(Long.MAX_VALUE)).isEqualTo(2000);
        assertThat(weight(150_099)).isEqualTo(1500);
        assertThat(weight(1)).isEqualTo(200);
        assertThat(weight(Long.MIN_VALUE)).isEqualTo(200);
    }

    @Test
    void aDisputedBreachNamesWhatWasDoneAboutIt() {
        Fact disputed = fact(FactType.DISPUTED, 12).withBy(Party.PROMISEE);
        Fact told = fact(FactType.DISCLOSED, 9);
        assertThat(codes(MADE, fact(FactType.MISSED, 11), told, fact(FactType.MADE_GOOD, 13), disputed))
                .containsExactly("DISPUTED+DISCLOSED+MADE_GOOD");
        assertThat(codes(MADE, fact(FactType.MET, 9).withEvidence(Evidence.SYSTEM), told, disputed))
                .containsExactly("DISPUTED");
    }

    private static long weight(long amountMinor) {
        Details details = MADE.details().toBuilder().amountMinor(amountMinor).build();
        return entries(MADE.withDetails(details)).getFirst().w();
    }

    private static Fact extended(long day, long newDue, Party by) {
        return fact(FactType.RENEGOTIATED, day)
                .withBy(by)
                .withDetails(Details.builder().newDue(newDue * DAY).build());
    }

    private static Fact fact(FactType type, long day) {
        return Fact.of(type + "-" + day, "c", type, day * DAY, day * DAY);
    }

    private static List<String> codes(Fact... facts) {
        return entries(facts).stream().map(Entry::code).toList();
    }

    private static List<Entry> entries(Fact... facts) {
        return Scores.entries(Arrays.asList(facts), Policy.kyw1());
    }
}
