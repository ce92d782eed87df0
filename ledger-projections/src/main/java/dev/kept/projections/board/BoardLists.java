package dev.kept.projections.board;

import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.watch.WatchPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The lists of a board while they are put together, and what is said of each promise in them.
final class BoardLists {
    private static final Comparator<CommitmentView> BY_DUE = Comparator.comparingLong(
                    (CommitmentView view) -> orZero(view.standing().due()))
            .thenComparing(CommitmentView::commitment);
    private static final Comparator<CommitmentView> LATEST_DUE_FIRST = Comparator.comparingLong(
                    (CommitmentView view) -> -orZero(view.standing().due()))
            .thenComparing(CommitmentView::commitment);
    private static final Comparator<CommitmentView> LATEST_FIRST = Comparator.comparingLong(
                    (CommitmentView view) -> -view.firstAt())
            .thenComparing(CommitmentView::commitment);
    private static final Comparator<Relation> SILENT_LAST_FIRST = Comparator.comparingLong(
                    (Relation relation) -> -relation.silentSince())
            .thenComparing(Relation::customer);

    private final BoardQuery query;
    private final String tenant;
    private final WatchPolicy policy;
    private final Merged<CommitmentView> overdue = new Merged<>(BY_DUE);
    private final Merged<CommitmentView> dueToday = new Merged<>(BY_DUE);
    private final Merged<CommitmentView> atRisk = new Merged<>(BY_DUE);
    private final Merged<CommitmentView> upcoming = new Merged<>(BY_DUE);
    private final Merged<CommitmentView> missedUntold = new Merged<>(LATEST_DUE_FIRST);
    private final Merged<CommitmentView> withoutPromise = new Merged<>(LATEST_FIRST);
    private final Merged<Relation> silent = new Merged<>(SILENT_LAST_FIRST);
    private final Merged<Relation> renewalOnly = new Merged<>(Comparator.comparing(Relation::customer));
    private final Map<String, Long> wanted = new HashMap<>();
    private final Map<String, Integer> factsThen = new HashMap<>();

    BoardLists(BoardQuery query, String tenant, WatchPolicy policy) {
        this.query = query;
        this.tenant = tenant;
        this.policy = policy;
    }

    /// One list from what an index gave and what was folded beside it.
    final class Merged<T> {
        private final Comparator<T> order;
        private final List<T> items = new ArrayList<>();
        private long total;

        private Merged(Comparator<T> order) {
            this.order = order;
        }

        void add(BoardRows.Found<T> found) {
            items.addAll(found.first());
            total += found.total();
        }

        private void add(T one) {
            items.add(one);
            total++;
            if (items.size() > 4 * BoardQuery.MAX_LIMIT) {
                items.sort(order);
                items.subList(query.limit(), items.size()).clear();
            }
        }

        private <R> Board.Section<R> section(Function<T, R> item) {
            items.sort(order);
            return new Board.Section<>(
                    items.stream().limit(query.limit()).map(item).toList(),
                    (int) Math.min(total, Board.MAX_TOTAL),
                    total > Board.MAX_TOTAL);
        }
    }

    Merged<CommitmentView> overdue() {
        return overdue;
    }

    Merged<CommitmentView> dueToday() {
        return dueToday;
    }

    Merged<CommitmentView> atRisk() {
        return atRisk;
    }

    Merged<CommitmentView> upcoming() {
        return upcoming;
    }

    Merged<CommitmentView> missedUntold() {
        return missedUntold;
    }

    Merged<CommitmentView> withoutPromise() {
        return withoutPromise;
    }

    Merged<Relation> silent() {
        return silent;
    }

    Merged<Relation> renewalOnly() {
        return renewalOnly;
    }

    /// A later due date that was asked for.
    void wanted(String commitment, long due) {
        wanted.put(commitment, due);
    }

    /// Puts a folded commitment into the lists where it belongs.
    ///
    /// @param facts how many of it were known then
    void place(CommitmentView view, int facts) {
        Standing standing = view.standing();
        if (standing.outcome() == Outcome.AWAITING_TERMS) {
            withoutPromise.add(view);
            return;
        }
        Long due = standing.due();
        if (due == null
                || standing.direction() != query.direction()
                || query.promisor() != null && !query.promisor().equals(standing.promisor())) {
            return;
        }
        factsThen.put(view.commitment(), facts);
        if (standing.outcome() == Outcome.MISSED
                && !standing.flags().contains(Flag.DISCLOSED)
                && !standing.flags().contains(Flag.MADE_GOOD)) {
            missedUntold.add(view);
        } else if (standing.outcome() == Outcome.OPEN) {
            if (due < query.now()) {
                overdue.add(view);
            } else if (due < query.tomorrow()) {
                dueToday.add(view);
            } else if (due < query.horizon()) {
                upcoming.add(view);
            }
            if (isAtRisk(standing) && due < query.horizon()) {
                atRisk.add(view);
            }
        }
    }

    /// Puts a customer who was summed up anew into the lists where they belong.
    void place(Relation relation) {
        if (relation.silentSince() <= query.silentBy()) {
            silent.add(relation);
        }
        if (relation.ours() == 0 && relation.renewals() > 0) {
            renewalOnly.add(relation);
        }
    }

    Board board() {
        return new Board(
                query,
                overdue.section(view -> item(view, orZero(view.standing().due()))),
                dueToday.section(view -> item(view, orZero(view.standing().due()))),
                atRisk.section(view -> item(view, riskFrom(view.standing()))),
                upcoming.section(view -> item(view, orZero(view.standing().due()))),
                missedUntold.section(view -> item(view, missedAt(view.standing()))),
                withoutPromise.section(view -> item(view, view.firstAt())),
                silent.section(relation -> relation.at(query.now())),
                renewalOnly.section(relation -> relation.at(query.now())));
    }

    private Board.Item item(CommitmentView view, long since) {
        List<Board.Why> why = why(view);
        Board.Risk risk = why.isEmpty()
                ? Board.Risk.NONE
                : why.stream().anyMatch(BoardLists::weighs) ? Board.Risk.HIGH : Board.Risk.RAISED;
        return new Board.Item(view, risk, why, wanted.get(view.commitment()), since, query.now() - since);
    }

    private static boolean weighs(Board.Why why) {
        return switch (why) {
            case OVERDUE, UNASSIGNED, MORE_TIME_WANTED, MOVED_BEFORE, DISPUTED -> true;
            case TIME_RUNS_OUT, NOTHING_HEARD -> false;
        };
    }

    /// Only what is open and runs out of time is at risk; the rest says why that is worse than usual.
    private List<Board.Why> why(CommitmentView view) {
        Standing standing = view.standing();
        Long due = standing.due();
        if (standing.outcome() != Outcome.OPEN || due == null) {
            return List.of();
        }
        boolean overdue = due < query.now();
        if (!overdue && !isAtRisk(standing)) {
            return List.of();
        }
        List<Board.Why> why = new ArrayList<>();
        why.add(overdue ? Board.Why.OVERDUE : Board.Why.TIME_RUNS_OUT);
        if (tenant.equals(standing.promisor())) {
            why.add(Board.Why.UNASSIGNED);
        }
        if (wanted.containsKey(view.commitment())) {
            why.add(Board.Why.MORE_TIME_WANTED);
        }
        if (!due.equals(standing.originalDue())) {
            why.add(Board.Why.MOVED_BEFORE);
        }
        if (standing.flags().contains(Flag.DISPUTED)) {
            why.add(Board.Why.DISPUTED);
        }
        if (factsThen.getOrDefault(view.commitment(), view.facts()) == 1) {
            why.add(Board.Why.NOTHING_HEARD);
        }
        return why;
    }

    private boolean isAtRisk(Standing standing) {
        Long due = standing.due();
        return due != null && due >= query.now() && riskFrom(standing) <= query.now();
    }

    private long riskFrom(Standing standing) {
        return policy.atRiskAt(orZero(standing.madeAt()), orZero(standing.due()));
    }

    /// A promise is missed when its time has passed, or when it is given up before.
    private static long missedAt(Standing standing) {
        Long due = standing.due();
        Long settled = standing.settledAt();
        return due == null ? orZero(settled) : settled == null ? due : Math.min(due, settled);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
