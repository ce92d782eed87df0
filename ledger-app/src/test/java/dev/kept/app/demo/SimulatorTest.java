package dev.kept.app.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.app.support.LineSink.LineAnswer;
import dev.kept.app.support.LineSink.SourceLine;
import dev.kept.app.support.MemoryLedger;
import dev.kept.domain.commitment.CommitmentState;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The simulated year is a year the ledger accepts, and it tells the story it is meant to tell.
class SimulatorTest {
    private static final Instant END = Instant.parse("2026-06-30T14:00:00Z");
    private static final Instant MIDDLE = END.minus(Duration.ofDays(182));

    /// The ledger as it decides while the facts arrive.
    private static final class Arrivals {
        private Instant now = Instant.EPOCH;
        private final MemoryLedger ledger = new MemoryLedger("demo", () -> now);

        LineAnswer record(SimulatedFact fact) {
            now = fact.arrival();
            byte[] line = FactLineWriter.line(fact.command());
            return ledger.record(List.of(new SourceLine(line, "none", "none"))).getFirst();
        }

        static Arrivals ofYear(long seed, Instant end) {
            Arrivals arrivals = new Arrivals();
            Simulator.year(seed, end).forEach(arrivals::record);
            return arrivals;
        }

        Collection<CommitmentState> states() {
            return ledger.states().values();
        }

        List<Standing> standings(Instant asOf) {
            return states().stream()
                    .map(state -> Standing.of(state.facts(), asOf.getEpochSecond(), asOf.getEpochSecond()))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    @Test
    void everyLineIsAcceptedAsItArrives() {
        for (long seed = 1; seed <= 12; seed++) {
            Instant end = END.plus(Duration.ofDays(31 * seed));
            Arrivals arrivals = new Arrivals();
            for (SimulatedFact fact : Simulator.year(seed, end)) {
                LineAnswer answer = arrivals.record(fact);

                assertThat(answer).as("seed %d: %s", seed, fact).isInstanceOf(LineAnswer.Accepted.class);
            }
        }
    }

    @Test
    void theSameSeedAndEndGiveTheSameYearAndAddNothingTwice() {
        Arrivals arrivals = Arrivals.ofYear(7, END);
        int size = arrivals.ledger.size();

        List<SimulatedFact> again = Simulator.year(7, END);

        assertThat(again).isEqualTo(Simulator.year(7, END)).hasSize(size);
        assertThat(again)
                .allSatisfy(fact -> assertThat(arrivals.record(fact)).isInstanceOf(LineAnswer.Duplicate.class));
        assertThat(Simulator.year(8, END)).isNotEqualTo(again);
    }

    @Test
    void factsComeInTheOrderOfArrivalAndAreRecordedThen() {
        List<SimulatedFact> year = Simulator.year(7, END);

        assertThat(year).isSortedAccordingTo(SimulatedFact.BY_ARRIVAL);
        assertThat(year).allSatisfy(fact -> {
            Instant at = requireNonNull(fact.command().claim().at());
            assertThat(at).isBeforeOrEqualTo(fact.arrival());
            assertThat(fact.arrival()).isBeforeOrEqualTo(END);
            assertThat(fact.command().claim().recordedAt()).isEqualTo(fact.arrival());
        });
        assertThat(year.getFirst().arrival()).isBefore(END.minus(Duration.ofDays(362)));
        assertThat(year.getLast().arrival()).isAfter(END.minus(Duration.ofDays(1)));
    }

    @Test
    void theYearIsAsRichAsACompanys() {
        List<SimulatedFact> year = Simulator.year(7, END);
        Arrivals arrivals = Arrivals.ofYear(7, END);
        List<Standing> standings = arrivals.standings(END);

        assertThat(year).hasSizeBetween(5_000, 40_000);
        assertThat(standings).hasSizeBetween(2_500, 8_000);
        assertThat(distinct(standings, Standing::customer)).hasSizeGreaterThanOrEqualTo(30);
        assertThat(distinct(standings, Standing::kind)).hasSizeGreaterThanOrEqualTo(8);
        assertThat(distinct(standings, Standing::direction))
                .containsExactlyInAnyOrder(Direction.BY_US, Direction.BY_CUSTOMER, Direction.BY_SUPPLIER);
        assertThat(distinct(year, fact -> fact.command().type())).containsAll(Set.of(FactType.values()));
        assertThat(distinct(standings, Standing::outcome))
                .contains(
                        Outcome.OPEN,
                        Outcome.MET,
                        Outcome.MET_LATE,
                        Outcome.PARTLY_MET,
                        Outcome.MISSED,
                        Outcome.WITHDRAWN,
                        Outcome.RELEASED,
                        Outcome.VOIDED);
    }

    @Test
    void theDecayingPromisorKeepsClearlyLessInTheSecondHalf() {
        for (long seed = 1; seed <= 5; seed++) {
            Map<String, Rates> rates = rates(Arrivals.ofYear(seed, END).standings(END));

            Rates decaying = requireNonNull(rates.get(Company.DECAYING));
            assertThat(decaying.first()).as("seed %d, first half", seed).isGreaterThan(0.80);
            assertThat(decaying.second()).as("seed %d, second half", seed).isLessThan(decaying.first() - 0.10);
            Rates all =
                    rates.values().stream().filter(other -> other != decaying).reduce(Rates.NONE, Rates::plus);
            assertThat(all.second()).as("seed %d, all others", seed).isGreaterThan(all.first() - 0.05);
        }
    }

    @Test
    void theHonestPromisorTellsOfMostMissesBeforeAnybodyNotices() {
        for (long seed = 1; seed <= 5; seed++) {
            Arrivals year = Arrivals.ofYear(seed, END);

            assertThat(toldShare(year, Company.HONEST::equals))
                    .as("seed %d", seed)
                    .isGreaterThan(0.75);
            assertThat(toldShare(year, name -> !name.equals(Company.HONEST)))
                    .as("seed %d", seed)
                    .isLessThan(0.60);
            assertThat(standingsOf(year, Company.HONEST))
                    .as("seed %d", seed)
                    .anyMatch(standing -> standing.flags().contains(Flag.MADE_GOOD));
        }
    }

    @Test
    void lateEvidenceRestatesWhatWasAMissBefore() {
        Arrivals year = Arrivals.ofYear(7, END);
        long restated = year.states().stream()
                .map(CommitmentState::facts)
                .filter(facts -> facts.stream().anyMatch(SimulatorTest::isLateEvidence))
                .filter(SimulatorTest::wasMissedUntilTheEvidenceCame)
                .count();

        assertThat(restated).isGreaterThan(10);
    }

    @Test
    void someFactsComeBeforeTheirPromise() {
        Set<String> made = new HashSet<>();
        Set<String> before = new HashSet<>();
        for (SimulatedFact fact : Simulator.year(7, END)) {
            String commitment = fact.command().claim().commitment().value();
            if (fact.command() instanceof CommitmentCommand.MakeCommitment) {
                made.add(commitment);
            } else if (!made.contains(commitment)) {
                before.add(commitment);
            }
        }

        assertThat(before).hasSizeGreaterThan(10);
    }

    @Test
    void supplierPromisesNameTheOrderTheyBelongTo() {
        List<CommitmentCommand.MakeCommitment> promises = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (SimulatedFact fact : Simulator.year(7, END)) {
            if (fact.command() instanceof CommitmentCommand.MakeCommitment made) {
                promises.add(made);
                ids.add(made.claim().commitment().value());
            }
        }

        List<CommitmentCommand.MakeCommitment> suppliers = promises.stream()
                .filter(made -> made.terms().direction() == Direction.BY_SUPPLIER)
                .toList();
        assertThat(suppliers).hasSizeGreaterThan(100);
        assertThat(suppliers)
                .allSatisfy(made -> assertThat(made.terms().parent()).isIn(ids));
    }

    @Test
    void theEndHasOpenAndOverduePromises() {
        List<Standing> standings = Arrivals.ofYear(7, END).standings(END);

        assertThat(standings)
                .anyMatch(standing -> standing.flags().contains(Flag.OVERDUE))
                .anyMatch(standing ->
                        standing.outcome() == Outcome.OPEN && !standing.flags().contains(Flag.OVERDUE))
                .anyMatch(standing -> standing.flags().contains(Flag.DISPUTED));
    }

    /// Promises and those kept on time, in the first and in the second half of the year.
    private record Rates(int madeFirst, int keptFirst, int madeSecond, int keptSecond) {
        private static final Rates NONE = new Rates(0, 0, 0, 0);

        Rates plus(Rates other) {
            return new Rates(
                    madeFirst + other.madeFirst,
                    keptFirst + other.keptFirst,
                    madeSecond + other.madeSecond,
                    keptSecond + other.keptSecond);
        }

        double first() {
            return (double) keptFirst / madeFirst;
        }

        double second() {
            return (double) keptSecond / madeSecond;
        }
    }

    private static Map<String, Rates> rates(List<Standing> standings) {
        Map<Outcome, Boolean> counted = new EnumMap<>(
                Map.of(Outcome.MET, true, Outcome.MET_LATE, false, Outcome.PARTLY_MET, false, Outcome.MISSED, false));
        Map<String, Rates> rates = new HashMap<>();
        for (Standing standing : standings) {
            Boolean kept =
                    standing.outcome() == Outcome.OPEN && standing.flags().contains(Flag.OVERDUE)
                            ? Boolean.FALSE
                            : counted.get(standing.outcome());
            if (kept != null && standing.direction() == Direction.BY_US) {
                boolean first = requireNonNull(standing.madeAt()) < MIDDLE.getEpochSecond();
                int one = kept ? 1 : 0;
                rates.merge(
                        requireNonNull(standing.promisor()),
                        first ? new Rates(1, one, 0, 0) : new Rates(0, 0, 1, one),
                        Rates::plus);
            }
        }
        return rates;
    }

    /// Of the broken promises of these promisors, the share of which the customer was told before it noticed.
    private static double toldShare(Arrivals year, Predicate<String> promisor) {
        int broken = 0;
        int told = 0;
        for (CommitmentState state : year.states()) {
            List<Fact> facts = state.facts();
            Standing standing = Standing.of(facts, END.getEpochSecond(), END.getEpochSecond())
                    .orElseThrow();
            boolean counts = standing.direction() == Direction.BY_US
                    && promisor.test(requireNonNull(standing.promisor()))
                    && (standing.outcome() == Outcome.MET_LATE || standing.outcome() == Outcome.MISSED);
            if (counts) {
                broken++;
                long noticed = first(facts, FactType.NOTICED);
                told += first(facts, FactType.DISCLOSED) < noticed ? 1 : 0;
            }
        }
        assertThat(broken).isGreaterThan(10);
        return (double) told / broken;
    }

    private static long first(List<Fact> facts, FactType type) {
        return facts.stream()
                .filter(fact -> fact.type() == type)
                .mapToLong(Fact::at)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static List<Standing> standingsOf(Arrivals year, String promisor) {
        return year.standings(END).stream()
                .filter(standing -> promisor.equals(standing.promisor()))
                .toList();
    }

    /// Kept, known from a system only a week or more later.
    private static boolean isLateEvidence(Fact fact) {
        return fact.type() == FactType.MET
                && fact.evidence().atLeast(Evidence.SYSTEM)
                && fact.rec() - fact.at() > Duration.ofDays(7).toSeconds();
    }

    private static boolean wasMissedUntilTheEvidenceCame(List<Fact> facts) {
        long came = facts.stream()
                .filter(SimulatorTest::isLateEvidence)
                .mapToLong(Fact::rec)
                .min()
                .orElseThrow();
        long end = END.getEpochSecond();
        boolean missedBefore = Standing.of(facts, came - 1, came - 1)
                .filter(standing ->
                        standing.outcome() == Outcome.MISSED || standing.flags().contains(Flag.OVERDUE))
                .isPresent();
        boolean keptNow = Standing.of(facts, end, end)
                .filter(standing -> standing.outcome() == Outcome.MET)
                .isPresent();
        return missedBefore && keptNow;
    }

    private static <T, V> Set<V> distinct(Collection<T> items, java.util.function.Function<T, V> value) {
        Set<V> values = new HashSet<>();
        items.forEach(item -> {
            V one = value.apply(item);
            if (one != null) {
                values.add(one);
            }
        });
        return values;
    }
}
