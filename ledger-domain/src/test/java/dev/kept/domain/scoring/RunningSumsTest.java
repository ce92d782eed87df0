package dev.kept.domain.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.fact.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RunningSumsTest {
    private static final int HISTORIES = 150;

    @Test
    @DisplayName("P21 running sums under add and remove equal the sums over buckets")
    void equalTheSumsOverBucketsHoweverEntriesComeAndGoAndDaysPass() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = Histories.random(seed);
            Policy policy = Policies.any(random);
            List<Entry> entries = new ArrayList<>();
            Histories.any(random).stream()
                    .collect(Collectors.groupingBy(Fact::commitment))
                    .values()
                    .forEach(ofOne -> entries.addAll(Scores.entries(ofOne, policy)));
            int today = Scores.day(Histories.NOW) - random.nextInt(400);
            RunningSums sums = new RunningSums(policy, today);
            ScoreState state = new ScoreState();
            List<Entry> in = new ArrayList<>();
            for (int step = 0; step < 40 && !entries.isEmpty(); step++) {
                Entry entry = entries.get(random.nextInt(entries.size()));
                if (in.remove(entry)) {
                    sums.subtract(entry);
                    state.subtract(entry);
                } else {
                    in.add(entry);
                    sums.add(entry);
                    state.add(entry);
                }
                today += random.nextInt(random.nextInt(5) == 0 ? 400 : 4) - random.nextInt(3);
                if (random.nextInt(3) == 0) {
                    assertThat(sums.read(today))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(Scores.read(state, policy, today));
                }
            }
            sums.subtract(state);
            assertThat(sums.read(today)).as("emptied, seed %d", seed).isEqualTo(new RunningSums(policy, 0).read(0));
        }
    }

    @Test
    void doNotDependOnTheDayTheyAreCountedFrom() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = Histories.random(seed);
            Policy policy = Policies.any(random);
            ScoreState state = Scores.state(Histories.any(random), policy);
            int today = Scores.day(Histories.NOW);
            Score expected = Scores.read(state, policy, today);
            for (int landmark : new int[] {-40_000, 0, today - 181, today + 20_000}) {
                RunningSums sums = new RunningSums(policy, landmark);
                sums.merge(state);
                assertThat(sums.read(today))
                        .as("seed %d, counted from day %d", seed, landmark)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void doNotMoveWithTheDayOfReading() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = Histories.random(seed);
            Policy policy = Policies.any(random);
            ScoreState state = Scores.state(Histories.any(random), policy);
            int settled = Scores.day(Histories.NOW) + 400;
            RunningSums sums = new RunningSums(policy, settled);
            sums.merge(state);
            Totals now = sums.totals(settled);
            Totals later = sums.totals(settled + 1 + random.nextInt(2_000));
            assertThat(later.standard()).as("seed %d", seed).isEqualTo(now.standard());
            assertThat(later.trivial()).as("seed %d", seed).isEqualTo(now.trivial());
        }
    }

    @Test
    void giveEachPointOfAHistoryAsIfReadAlone() {
        for (long seed = 0; seed < HISTORIES / 3; seed++) {
            Random random = Histories.random(seed);
            Policy policy = Policies.any(random);
            List<Fact> facts = Histories.any(random);
            long knownAt = Histories.NOW + Histories.DAY * (random.nextInt(30) - 20);
            List<Long> times = LongStream.range(0, 12)
                    .mapToObj(i -> Histories.NOW - Histories.DAY * (150 - 17 * i) + random.nextInt(90_000))
                    .toList();
            assertThat(Scores.historyAsShown(facts, policy, times))
                    .as("seed %d", seed)
                    .isEqualTo(times.stream()
                            .map(time -> point(facts, policy, time, time))
                            .toList());
            assertThat(Scores.historyRestated(facts, policy, times, knownAt))
                    .as("seed %d", seed)
                    .isEqualTo(times.stream()
                            .map(time -> point(facts, policy, time, knownAt))
                            .toList());
        }
    }

    @Test
    void storedSumsReadAsTheyWereAndAreTheSameBytesHoweverTheRecordCameAbout() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = Histories.random(seed);
            Policy policy = Policies.any(random);
            ScoreState state = new ScoreState();
            Scores.state(Histories.any(random), policy)
                    .buckets()
                    .forEach((key, bucket) ->
                            state.add(new ScoreState.Key(false, key.weightClass(), key.day()), bucket));
            int today = Scores.day(Histories.NOW) + random.nextInt(500);
            RunningSums.Sums direct = RunningSums.Sums.none(policy);
            RunningSums.Sums detour = RunningSums.Sums.none(policy);
            int longAgo = today - 40_000 + random.nextInt(90_000);
            ScoreState.Bucket passing = new ScoreState.Bucket(1, 700, 9, 8, 490_000, 1, 0, 1);
            detour.change(Entry.WeightClass.T, longAgo, ScoreState.Bucket.ZERO, passing);
            for (var bucket : state.buckets().entrySet()) {
                ScoreState.Key key = bucket.getKey();
                direct.change(key.weightClass(), key.day(), ScoreState.Bucket.ZERO, bucket.getValue());
                detour = RunningSums.Sums.of(policy, detour.encoded());
                detour.change(key.weightClass(), key.day(), ScoreState.Bucket.ZERO, bucket.getValue());
            }
            detour.change(Entry.WeightClass.T, longAgo, passing, ScoreState.Bucket.ZERO);
            assertThat(detour.encoded()).as("seed %d", seed).isEqualTo(direct.encoded());
            Score expected = Scores.read(state, policy, today);
            assertThat(RunningSums.Sums.of(policy, direct.encoded()).read(today, expected.streak()))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    private static Scores.Point point(List<Fact> facts, Policy policy, long asOf, long knownAt) {
        return new Scores.Point(
                asOf, Scores.explain(facts, policy, asOf, knownAt).score());
    }
}
