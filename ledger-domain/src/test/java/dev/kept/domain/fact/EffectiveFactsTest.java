package dev.kept.domain.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EffectiveFactsTest {
    private static final long DAY = 86_400;
    private static final long BACKDATE = 3 * DAY;
    private static final Fact MADE = Fact.of("f1", "c", FactType.MADE, 0, 0)
            .withEvidence(Evidence.SYSTEM)
            .withDetails(Details.builder().due(10 * DAY).build());
    private static final Fact MISSED = Fact.of("f2", "c", FactType.MISSED, 11 * DAY, 11 * DAY);
    private static final Patch TO_MET = Patch.NONE.withType(FactType.MET).withAt(9 * DAY);

    @Test
    void keepsFactsInTheOrderInWhichTheyHappenedWhateverTheOrderOfArrival() {
        var met = Fact.of("f0", "c", FactType.MET, 9 * DAY, 9 * DAY);
        assertThat(ids(MISSED, met, MADE, met)).containsExactly("f1", "f0", "f2");
    }

    @Test
    void replacesTheFieldsACorrectionNamesAndKeepsTheRest() {
        var fixed = effective(MADE, MISSED, correction("f3", 20, "f2", TO_MET));
        var expected =
                new Fact("f2", "c", FactType.MET, 9 * DAY, 11 * DAY, Party.PROMISOR, Evidence.SELF, Details.NONE, null);
        assertThat(fixed).containsExactly(MADE, expected);
    }

    @Test
    void strikesAFactOut() {
        assertThat(ids(MADE, MISSED, strike("f3", 20, "f2"))).containsExactly("f1");
    }

    @Test
    void anUndoneCorrectionIsAsIfNeverMade() {
        assertThat(effective(MADE, MISSED, correction("f3", 20, "f2", TO_MET), strike("f4", 21, "f3")))
                .isEqualTo(effective(MADE, MISSED));
    }

    @Test
    void anUndoneUndoingLetsTheCorrectionStand() {
        var facts = List.of(
                MADE, MISSED, correction("f3", 20, "f2", TO_MET), strike("f4", 21, "f3"), strike("f5", 22, "f4"));
        assertThat(EffectiveFacts.of(facts, BACKDATE).facts().getLast().type()).isEqualTo(FactType.MET);
    }

    @Test
    void onlyTheNewestLiveCorrectionOfAFactActs() {
        var older = correction("f3", 20, "f2", Patch.NONE.withAt(5 * DAY));
        var newer = correction("f4", 21, "f2", Patch.NONE.withType(FactType.MET));
        var last = effective(MADE, MISSED, older, newer).getLast();
        assertThat(last.type()).isEqualTo(FactType.MET);
        assertThat(last.at()).isEqualTo(11 * DAY);
    }

    @Test
    void aCorrectionCannotBePatchedNorActOnNewerFactsNorOnItself() {
        var patched = correction("f4", 21, "f3", Patch.NONE.withAt(0));
        assertThat(effective(MADE, MISSED, correction("f3", 20, "f2", TO_MET), patched))
                .isEqualTo(effective(MADE, MISSED, correction("f3", 20, "f2", TO_MET)));
        assertThat(ids(MADE, MISSED, strike("f0", 5, "f2"))).containsExactly("f1", "f2");
        assertThat(ids(MADE, MISSED, strike("f3", 20, "f3"))).containsExactly("f1", "f2");
    }

    @Test
    void whatThePromiseeSaysOrConfirmsIsConfirmed() {
        assertThat(evidenceOfMet(Party.PROMISEE, List.of())).isEqualTo(Evidence.CONFIRMED);
        assertThat(evidenceOfMet(Party.PROMISOR, List.of(confirmed("f4", Party.PROMISEE))))
                .isEqualTo(Evidence.CONFIRMED);
        assertThat(evidenceOfMet(Party.PROMISOR, List.of(confirmed("f4", Party.SYSTEM))))
                .isEqualTo(Evidence.SYSTEM);
        assertThat(evidenceOfMet(Party.SYSTEM, List.of())).isEqualTo(Evidence.SYSTEM);
        assertThat(evidenceOfMet(Party.PROMISOR, List.of(confirmed("f4", Party.PROMISOR))))
                .isEqualTo(Evidence.SELF);
    }

    @Test
    void aStruckConfirmationConfirmsNothing() {
        assertThat(evidenceOfMet(Party.PROMISOR, List.of(confirmed("f4", Party.PROMISEE), strike("f5", 30, "f4"))))
                .isEqualTo(Evidence.SELF);
    }

    @Test
    void theBareWordOfThePromisorCannotBackdateBeyondTheTolerance() {
        var inTime = Fact.of("f2", "c", FactType.MET, 9 * DAY, 12 * DAY);
        var late = Fact.of("f2", "c", FactType.MET, 9 * DAY - 1, 12 * DAY);
        assertThat(effective(MADE, inTime).getLast().at()).isEqualTo(9 * DAY);
        assertThat(effective(MADE, late).getLast().at()).isEqualTo(12 * DAY);
        assertThat(effective(MADE, late.withEvidence(Evidence.SYSTEM)).getLast().at())
                .isEqualTo(9 * DAY - 1);
    }

    @Test
    void deliveryBeforeTheWindowOpensCountsOnlyIfThePromiseeConfirmsIt() {
        var window = MADE.withDetails(
                Details.builder().windowStart(9 * DAY).due(10 * DAY).build());
        var early = Fact.of("f2", "c", FactType.MET, 9 * DAY - 1, 9 * DAY - 1).withEvidence(Evidence.SYSTEM);
        assertThat(ids(window, early)).containsExactly("f1");
        assertThat(ids(window, early, confirmed("f4", Party.PROMISEE))).containsExactly("f1", "f2");
        assertThat(ids(window, early.withAt(9 * DAY))).containsExactly("f1", "f2");
    }

    @Test
    void aRenegotiationReplacesTheWindow() {
        var window = MADE.withDetails(
                Details.builder().windowStart(9 * DAY).due(10 * DAY).build());
        var moved = Fact.of("f3", "c", FactType.RENEGOTIATED, 5 * DAY, 5 * DAY)
                .withDetails(Details.builder()
                        .newWindowStart(7 * DAY)
                        .newDue(8 * DAY)
                        .build());
        var met = Fact.of("f2", "c", FactType.MET, 7 * DAY, 7 * DAY);
        assertThat(ids(window, moved, met)).containsExactly("f1", "f3", "f2");
        var terms = EffectiveFacts.of(List.of(window, moved, met), BACKDATE).terms();
        assertThat(terms).isNotNull();
        assertThat(terms.due()).isEqualTo(8 * DAY);
        assertThat(terms.windowStart()).isEqualTo(7 * DAY);
    }

    @Test
    void thePromiseKnownFirstIsThePromise() {
        var second = MADE.withDetails(Details.builder().due(99 * DAY).build());
        var later =
                new Fact("f9", "c", FactType.MADE, -DAY, DAY, Party.SYSTEM, Evidence.SYSTEM, second.details(), null);
        assertThat(EffectiveFacts.of(List.of(later, MADE), BACKDATE).made()).isEqualTo(MADE);
    }

    @Test
    void everyOrderOfArrivalGivesTheSame() {
        var facts = new ArrayList<>(List.of(
                MADE,
                MISSED,
                correction("f3", 20, "f2", TO_MET),
                strike("f4", 21, "f3"),
                strike("f5", 22, "f4"),
                confirmed("f6", Party.PROMISEE)));
        var expected = EffectiveFacts.of(facts, BACKDATE);
        for (int seed = 0; seed < 50; seed++) {
            facts.add(facts.get(seed % 6));
            Collections.shuffle(facts, new Random(seed));
            assertThat(EffectiveFacts.of(facts, BACKDATE)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void namesTheCorrectionThatIsInForce() {
        var older = correction("f3", 20, "f2", TO_MET);
        var newer = correction("f4", 21, "f2", TO_MET);
        var undoing = strike("f5", 22, "f4");

        assertThat(EffectiveFacts.corrections(List.of(MADE, MISSED))).isEmpty();
        assertThat(EffectiveFacts.corrections(List.of(newer, MISSED, older, MADE)))
                .isEqualTo(Map.of("f2", newer));
        assertThat(EffectiveFacts.corrections(List.of(undoing, newer, MISSED, older, MADE)))
                .isEqualTo(Map.of("f2", older, "f4", undoing));
    }

    @Test
    void refusesTwoFactsThatClaimOneId() {
        assertThatThrownBy(() -> effective(MADE, MADE.withAt(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("id f1");
    }

    @Test
    void refusesTimesOutsideTheCalendar() {
        assertThatThrownBy(() -> MADE.withAt(Long.MAX_VALUE)).hasMessageStartingWith("at is 9223372036854775807");
    }

    private static Evidence evidenceOfMet(Party by, List<Fact> more) {
        var met = Fact.of("f2", "c", FactType.MET, 9 * DAY, 9 * DAY).withBy(by);
        var facts = new ArrayList<>(List.of(MADE, met));
        facts.addAll(more);
        return EffectiveFacts.of(facts, BACKDATE).facts().get(1).evidence();
    }

    private static Fact confirmed(String id, Party by) {
        return Fact.of(id, "c", FactType.CONFIRMED, 23 * DAY, 23 * DAY)
                .withBy(by)
                .withDetails(Details.builder().target("f2").build());
    }

    private static Fact correction(String id, long day, String target, Patch with) {
        return Fact.of(id, "c", FactType.CORRECTED, day * DAY, day * DAY)
                .withCorrection(Correction.replace(target, with));
    }

    private static Fact strike(String id, long day, String target) {
        return Fact.of(id, "c", FactType.CORRECTED, day * DAY, day * DAY).withCorrection(Correction.strike(target));
    }

    private static List<Fact> effective(Fact... facts) {
        return EffectiveFacts.of(Arrays.asList(facts), BACKDATE).facts();
    }

    private static List<String> ids(Fact... facts) {
        return effective(facts).stream().map(Fact::id).toList();
    }
}
