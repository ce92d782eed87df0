package dev.kept.projections.commitment;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/// Which commitments to read; null asks for all.
///
/// @param dueBefore UTC epoch seconds
public record CommitmentFilter(
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable String kind,
        @Nullable Direction direction,
        @Nullable Outcome outcome,
        @Nullable Flag flag,
        @Nullable Long dueBefore) {
    public static final CommitmentFilter ALL = new CommitmentFilter(null, null, null, null, null, null, null);

    public static CommitmentFilter ofCustomer(String customer) {
        return new CommitmentFilter(customer, null, null, null, null, null, null);
    }

    boolean accepts(CommitmentView view) {
        var standing = view.standing();
        Long due = standing.due();
        return (customer == null || customer.equals(standing.customer()))
                && (promisor == null || promisor.equals(standing.promisor()))
                && (kind == null || kind.equals(standing.kind()))
                && (direction == null || direction == standing.direction())
                && (outcome == null || outcome == standing.outcome())
                && (flag == null || standing.flags().contains(flag))
                && (dueBefore == null || due != null && due < dueBefore);
    }
}
