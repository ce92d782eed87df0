package dev.kept.domain.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.sample.Histories;
import dev.kept.domain.sample.Ledger;
import dev.kept.domain.sample.Property;
import dev.kept.domain.sample.RightFirst;
import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Scores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What holds for every history, whatever its facts and their order.
class StandingPropertiesTest {
    private static final int RUNS = 2_000;
    private static final long EVER = Long.MAX_VALUE;
    private static final Policy POLICY = Policy.kyw1();

    @Test
    void theHistoriesHoldEveryTypeOfFactAndReachEveryOutcome() {
        Set<FactType> types = EnumSet.noneOf(FactType.class);
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int seed = 0; seed < RUNS; seed++) {
            List<CommitmentEvent> history = Histories.of(new Random(seed));
            history.forEach(event -> types.add(event.type()));
            Ledger.standing(history, EVER, EVER).ifPresent(standing -> {
                outcomes.add(standing.outcome());
                flags.addAll(standing.flags());
            });
        }
        assertThat(types).containsExactlyInAnyOrder(FactType.values());
        assertThat(outcomes).containsExactlyInAnyOrder(Outcome.values());
        assertThat(flags).containsExactlyInAnyOrder(Flag.values());
    }

    @Test
    void anyOrderOfArrivalGivesTheSame() {
        Property.<CommitmentEvent>holds(RUNS, Histories::of, (history, random) -> {
            List<CommitmentEvent> arrived = new ArrayList<>(history);
            for (int i = random.nextInt(4); i > 0 && !history.isEmpty(); i--) {
                arrived.add(history.get(random.nextInt(history.size())));
            }
            Collections.shuffle(arrived, Random.from(random));
            assertThat(EffectivePromise.of(arrived)).isEqualTo(EffectivePromise.of(history));
            for (long[] cut : cuts(history, random)) {
                assertThat(Ledger.standing(arrived, cut[0], cut[1]))
                        .isEqualTo(Ledger.standing(history, cut[0], cut[1]));
                assertThat(entries(arrived, cut)).isEqualTo(entries(history, cut));
            }
        });
    }

    @Test
    void whatHappensOrBecomesKnownLaterChangesNoEarlierAnswer() {
        Property.<CommitmentEvent>holds(RUNS, Histories::of, (history, random) -> {
            for (long[] cut : cuts(history, random)) {
                List<CommitmentEvent> earlier = history.stream()
                        .filter(event -> event.envelope().at().getEpochSecond() <= cut[0]
                                && event.envelope().rec().getEpochSecond() <= cut[1])
                        .toList();
                assertThat(Ledger.standing(history, cut[0], cut[1])).isEqualTo(standing(earlier, cut[0]));
            }
        });
    }

    @Test
    void aCorrectionEqualsHavingRecordedItRightFirst() {
        int[] compared = new int[1];
        Property.<CommitmentEvent>holds(
                RUNS, random -> Histories.endingInACorrection(random, false), (history, random) -> {
                    Optional<List<CommitmentEvent>> right = RightFirst.of(history);
                    if (right.isPresent()) {
                        compared[0]++;
                        assertThat(standing(history, EVER)).isEqualTo(standing(right.get(), EVER));
                        assertThat(Scores.entries(FactsOf.events(history), POLICY))
                                .isEqualTo(Scores.entries(FactsOf.events(right.get()), POLICY));
                    }
                });
        assertThat(compared[0]).isGreaterThan(RUNS / 2);
    }

    @Test
    void aStruckFactEqualsNeverHavingRecordedIt() {
        Property.<CommitmentEvent>holds(
                RUNS, random -> Histories.endingInACorrection(random, true), (history, random) -> {
                    if (!(last(history) instanceof CommitmentEvent.FactCorrected strike) || strike.with() != null) {
                        return;
                    }
                    List<CommitmentEvent> never = new ArrayList<>(history);
                    never.removeIf(event -> event.envelope().factId().equals(strike.target()));
                    assertThat(standing(history, EVER)).isEqualTo(standing(never, EVER));
                    assertThat(Scores.entries(FactsOf.events(history), POLICY))
                            .isEqualTo(Scores.entries(FactsOf.events(never), POLICY));
                });
    }

    @Test
    void anUndoneCorrectionEqualsNeverHavingCorrected() {
        Property.<CommitmentEvent>holds(
                RUNS, random -> Histories.endingInACorrection(random, random.nextBoolean()), (history, random) -> {
                    if (!(last(history) instanceof CommitmentEvent.FactCorrected correction)) {
                        return;
                    }
                    List<CommitmentEvent> undone = new ArrayList<>(history);
                    undone.add(strikeOf(correction));
                    List<CommitmentEvent> never = history.subList(0, history.size() - 1);
                    if (!never.isEmpty()) {
                        assertThat(standing(undone, EVER)).isEqualTo(standing(never, EVER));
                        assertThat(EffectivePromise.of(undone)).isEqualTo(EffectivePromise.of(never));
                    }
                });
    }

    /// Only facts that a system vouches for: how long a report takes to arrive matters for a bare word.
    @Test
    void theLedgerEndsUpTheSameHoweverTheBusReordersReports() {
        Property.<String>holds(RUNS / 3, StandingPropertiesTest::reports, (reports, random) -> {
            List<String> shuffled = new ArrayList<>(reports);
            Collections.shuffle(shuffled, Random.from(random));
            assertThat(recorded(shuffled)).isEqualTo(recorded(reports));
        });
    }

    private static List<String> reports(RandomGenerator random) {
        List<String> reports = new ArrayList<>();
        reports.add("{'type':'made','evidence':'SYSTEM','at':'2026-01-01T00:00:00Z','customer':'ACME',"
                + "'due':'2026-01-20T00:00:00Z','quantity':'4','unit':'kg','source':'bus','id':'made'}");
        String[] rest = {
            "'type':'met'",
            "'type':'missed'",
            "'type':'partly_met','quantity':'1','unit':'kg'",
            "'type':'withdrawn'",
            "'type':'released','by':'promisee'",
            "'type':'disputed','by':'promisee'",
            "'type':'disclosed'",
            "'type':'made_good'",
            "'type':'renegotiated','newDue':'2026-02-01T00:00:00Z'",
            "'type':'resolved','finding':'UPHELD','actor':'a','reason':'r'"
        };
        for (int i = random.nextInt(8); i > 0; i--) {
            reports.add("{" + rest[random.nextInt(rest.length)] + ",'evidence':'SYSTEM','source':'bus','id':'" + i
                    + "','at':'" + "2026-01-%02dT00:00:%02dZ'}".formatted(1 + random.nextInt(31), i));
        }
        return reports;
    }

    private static Optional<Standing> recorded(List<String> lines) {
        Ledger ledger = new Ledger().from(Entrance.BUS);
        lines.forEach(ledger::given);
        return standing(ledger.events(), EVER);
    }

    /// The outcome says in one word what the score's reason says. They differ on purpose where something was
    /// delivered in part: the score counts the better of a part in time and the whole too late, the outcome the
    /// whole; and for the outcome a share of nothing is no part.
    @Test
    void theOutcomeAgreesWithTheReasonOfTheScore() {
        Property.<CommitmentEvent>holds(RUNS, Histories::of, (history, random) -> {
            Optional<Standing> found = standing(history, EVER);
            if (found.isEmpty()) {
                return;
            }
            List<Fact> facts = FactsOf.events(history);
            boolean partly = EffectiveFacts.of(facts, Standing.BACKDATE_SECONDS).facts().stream()
                    .anyMatch(fact -> fact.type() == FactType.PARTLY_MET);
            Optional<String> reason = reason(Scores.entries(facts, POLICY));
            Standing standing = found.get();
            assertThat(reason.orElse("")).as(standing.toString()).isIn(expected(standing, partly));
        });
    }

    /// Of the entry that counts the promise, without what was done about a breach.
    private static Optional<String> reason(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.n() == 1)
                .map(entry -> entry.code().replaceAll("\\+.*", ""))
                .findFirst();
    }

    private static Set<String> expected(Standing standing, boolean partly) {
        boolean disputed = standing.flags().contains(Flag.DISPUTED);
        return switch (standing.outcome()) {
            case VOIDED, AWAITING_TERMS, RELEASED -> Set.of("");
            case WITHDRAWN ->
                standing.withdrawnBy() == dev.kept.api.fact.Party.PROMISEE
                        ? Set.of("")
                        : either(disputed, partly, "WITHDRAWN");
            case OPEN -> either(disputed, partly, "OVERDUE");
            case MISSED -> either(disputed, partly, "MISSED");
            case PARTLY_MET -> either(disputed, false, "PARTIAL");
            case MET_LATE -> either(disputed, partly, "KEPT_LATE");
            // Nothing is counted if nobody but the promisor knew of the promise before it was kept.
            case MET -> disputed ? Set.of("DISPUTED", "") : Set.of("KEPT", "KEPT_UNPROVEN", "");
        };
    }

    private static Set<String> either(boolean disputed, boolean partly, String reason) {
        if (disputed) {
            return Set.of("DISPUTED");
        }
        return partly ? Set.of(reason, "PARTIAL") : Set.of(reason);
    }

    private static Optional<Standing> standing(List<CommitmentEvent> events, long asOf) {
        return Ledger.standing(events, asOf, EVER);
    }

    private static List<Entry> entries(List<CommitmentEvent> events, long[] cut) {
        return Scores.entries(FactsOf.within(events, cut[0], cut[1]), POLICY);
    }

    private static CommitmentEvent last(List<CommitmentEvent> history) {
        return history.isEmpty() ? null : history.getLast();
    }

    private static CommitmentEvent strikeOf(CommitmentEvent.FactCorrected correction) {
        Envelope envelope = correction.envelope();
        return new CommitmentEvent.FactCorrected(
                RightFirst.named(envelope, "ffffffff-ffff-7fff-bfff-ffffffffffff"), envelope.factId(), null, "undone");
    }

    private static List<long[]> cuts(List<CommitmentEvent> history, RandomGenerator random) {
        List<long[]> cuts = new ArrayList<>(List.of(new long[] {EVER, EVER}));
        for (int i = 0; i < 4 && !history.isEmpty(); i++) {
            Envelope one = history.get(random.nextInt(history.size())).envelope();
            Envelope other = history.get(random.nextInt(history.size())).envelope();
            cuts.add(new long[] {
                one.at().getEpochSecond() + random.nextInt(-1, 2), other.rec().getEpochSecond() + random.nextInt(-1, 2)
            });
        }
        return cuts;
    }
}
