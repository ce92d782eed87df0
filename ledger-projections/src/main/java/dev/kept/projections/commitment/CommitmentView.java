package dev.kept.projections.commitment;

import dev.kept.api.fact.Tier;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One commitment as it stands at some time: terms in words, and what its facts add up to.
///
/// @param facts how many facts were recorded about it, at any time
/// @param firstAt when the one that was recorded first happened, UTC epoch seconds: the order of lists, which no later
///     fact changes
public record CommitmentView(
        String commitment,
        Standing standing,
        @Nullable String statement,
        @Nullable Tier tier,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        int facts,
        long firstAt) {
    /// The same at another time: nothing but whether it is overdue depends on it while no fact comes.
    CommitmentView at(long asOf) {
        Long due = standing.due();
        boolean overdue = standing.outcome() == Outcome.OPEN && due != null && due < asOf;
        if (overdue == standing.flags().contains(Flag.OVERDUE)) {
            return this;
        }
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        flags.addAll(standing.flags());
        if (overdue) {
            flags.add(Flag.OVERDUE);
        } else {
            flags.remove(Flag.OVERDUE);
        }
        return new CommitmentView(commitment, standing.with(flags), statement, tier, amount, currency, facts, firstAt);
    }

    CommitmentView saying(@Nullable String words) {
        return new CommitmentView(commitment, standing, words, tier, amount, currency, facts, firstAt);
    }
}
