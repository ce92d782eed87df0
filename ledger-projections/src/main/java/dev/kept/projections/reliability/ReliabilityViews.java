package dev.kept.projections.reliability;

import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.ReadAt;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Counts, rates and streaks over the commitments of a ledger, for any time and any state of knowledge.
public final class ReliabilityViews {
    private final CommitmentViews commitments;

    public ReliabilityViews(CommitmentViews commitments) {
        this.commitments = commitments;
    }

    /// What rows are made by. A month is that in which the promise was made, in UTC.
    public enum By {
        CUSTOMER,
        PROMISOR,
        KIND,
        MONTH
    }

    public record Row(String key, Counts counts) {}

    /// @param awaitingTerms commitments of which facts are known and the promise is not
    public record Stats(Counts totals, List<Row> rows, long awaitingTerms) {}

    /// @param by null for the totals alone
    public Stats stats(CommitmentFilter filter, @Nullable By by, ReadAt at) {
        return stats(by, sink -> commitments.forEachUntold(filter, at, sink), _ -> {});
    }

    /// The same, and hands every commitment that is counted to the onlooker: a page's lists come from the very reading
    /// that its figures come from.
    public Stats stats(CommitmentFilter filter, @Nullable By by, ReadAt at, Consumer<? super CommitmentView> onlooker) {
        return stats(by, sink -> commitments.forEach(filter, at, sink), onlooker);
    }

    private static Stats stats(
            @Nullable By by, Consumer<Consumer<CommitmentView>> reading, Consumer<? super CommitmentView> onlooker) {
        Counts.Tally totals = new Counts.Tally();
        Map<String, Counts.Tally> tallies = new TreeMap<>();
        long[] awaiting = {0};
        reading.accept(view -> {
            onlooker.accept(view);
            if (view.standing().outcome() == Outcome.AWAITING_TERMS) {
                awaiting[0]++;
            }
            totals.add(view);
            if (by != null) {
                String key = key(view, by);
                if (key != null) {
                    tallies.computeIfAbsent(key, _ -> new Counts.Tally()).add(view);
                }
            }
        });
        List<Row> rows = new ArrayList<>(tallies.size());
        tallies.forEach((key, tally) -> rows.add(new Row(key, tally.counts())));
        return new Stats(totals.counts(), rows, awaiting[0]);
    }

    private static @Nullable String key(CommitmentView view, By by) {
        Standing standing = view.standing();
        Long madeAt = standing.madeAt();
        return switch (by) {
            case CUSTOMER -> standing.customer();
            case PROMISOR -> standing.promisor();
            case KIND -> standing.kind();
            case MONTH ->
                madeAt == null
                        ? null
                        : YearMonth.from(Instant.ofEpochSecond(madeAt).atOffset(ZoneOffset.UTC))
                                .toString();
        };
    }
}
