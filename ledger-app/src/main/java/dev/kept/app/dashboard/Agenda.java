package dev.kept.app.dashboard;

import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.commitment.CommitmentView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The open promises that fall due first, hence the overdue ones before all others; keeps no more than a page shows.
final class Agenda {
    private static final Comparator<CommitmentView> BY_DUE =
            Comparator.comparingLong(Agenda::due).thenComparing(CommitmentView::commitment);

    private final int limit;
    private final PriorityQueue<CommitmentView> latestFirst = new PriorityQueue<>(BY_DUE.reversed());
    private long seen;

    Agenda(int limit) {
        this.limit = limit;
    }

    void add(CommitmentView view) {
        if (view.standing().outcome() != Outcome.OPEN) {
            return;
        }
        seen++;
        latestFirst.add(view);
        if (latestFirst.size() > limit) {
            latestFirst.remove();
        }
    }

    /// How many there are, kept or not.
    long seen() {
        return seen;
    }

    List<CommitmentView> byDue() {
        List<CommitmentView> views = new ArrayList<>(latestFirst);
        views.sort(BY_DUE);
        return views;
    }

    private static long due(CommitmentView view) {
        Long due = view.standing().due();
        return due == null ? Long.MAX_VALUE : due;
    }
}
