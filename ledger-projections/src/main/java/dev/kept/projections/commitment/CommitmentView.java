package dev.kept.projections.commitment;

import dev.kept.api.fact.Tier;
import dev.kept.domain.outcome.Standing;
import java.math.BigDecimal;
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
    CommitmentView saying(@Nullable String words) {
        return new CommitmentView(commitment, standing, words, tier, amount, currency, facts, firstAt);
    }
}
