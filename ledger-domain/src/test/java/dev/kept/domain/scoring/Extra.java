package dev.kept.domain.scoring;

import static dev.kept.domain.scoring.Histories.DAY;
import static dev.kept.domain.scoring.Histories.NOW;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.domain.fact.Details;
import dev.kept.domain.fact.Fact;
import java.util.Random;

/// One more promise beside a history, random in weight, evidence and span, with its outcomes before anything is read.
final class Extra {
    private final Random random;
    final long span;
    final long due;
    final Fact made;
    private int count;

    Extra(Random random) {
        this(random, 10 + random.nextInt(300));
    }

    Extra(Random random, int daysAgo) {
        this.random = random;
        span = DAY * (1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 20));
        due = NOW - DAY * daysAgo + random.nextInt((int) DAY);
        made = new Fact(
                "x0",
                "x",
                FactType.MADE,
                due - span,
                due - span,
                Party.PROMISOR,
                random.nextInt(3) > 0 ? Evidence.SYSTEM : Evidence.SELF,
                Details.builder()
                        .due(due)
                        .tier(Tier.values()[random.nextInt(5)])
                        .build(),
                null);
    }

    /// A fact of this promise, known at once, on the promisor's or a system's word.
    Fact fact(FactType type, long at) {
        count++;
        Evidence evidence = random.nextBoolean() ? Evidence.SELF : Evidence.SYSTEM;
        return Fact.of("x" + count, "x", type, at, at).withEvidence(evidence);
    }

    /// Kept, kept late, partly kept, missed or given up.
    Fact ending() {
        FactType[] types = {FactType.MET, FactType.PARTLY_MET, FactType.MISSED, FactType.WITHDRAWN};
        FactType type = types[random.nextInt(types.length)];
        return fact(type, due + random.nextLong(10 * DAY) - 4 * DAY)
                .withDetails(Details.builder().fractionPpm(600_000L).build());
    }
}
