package dev.kept.app.dashboard;

import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.CommitmentViews.Cursor;
import dev.kept.projections.commitment.CommitmentViews.Page;
import java.util.ArrayList;
import java.util.List;

/// Promises in a table, a page at a time.
record PromiseList(List<PromiseRow> rows, Paging paging) {

    /// In the order in which the promises began.
    static PromiseList chronological(Reading reading, PromiseQuery query, PromiseQuery.Asked asked, Address self) {
        return chronological(reading, query, asked, self, Paging.PAGE);
    }

    /// @param size how many a page shows
    static PromiseList chronological(
            Reading reading, PromiseQuery query, PromiseQuery.Asked asked, Address self, int size) {
        long from = Paging.from(asked.from());
        CommitmentViews commitments = reading.ledger().commitments();
        List<CommitmentView> found = new ArrayList<>();
        Cursor after = Paging.after(asked.after());
        do {
            Page page = commitments.list(query.filter(), reading.at(), after, size + 1);
            page.items().stream().filter(query::accepts).forEach(found::add);
            after = page.next();
        } while (after != null && found.size() <= size);
        boolean more = found.size() > size;
        List<CommitmentView> shown = more ? found.subList(0, size) : found;
        Cursor next =
                more ? new Cursor(shown.getLast().firstAt(), shown.getLast().commitment()) : null;
        return new PromiseList(
                shown.stream().map(view -> PromiseRow.of(view, reading.time())).toList(),
                Paging.placed(from, shown.size(), next, self, reading.time()));
    }

    /// Open ones in the order in which they fall due.
    static PromiseList byDue(Reading reading, PromiseQuery query, PromiseQuery.Asked asked, Address self) {
        int page = Paging.page(asked.page());
        Agenda agenda = new Agenda(page * Paging.PAGE);
        reading.ledger().commitments().forEach(query.filter(), reading.at(), agenda::add);
        List<PromiseRow> rows = agenda.byDue().stream()
                .skip((page - 1L) * Paging.PAGE)
                .map(view -> PromiseRow.of(view, reading.time()))
                .toList();
        return new PromiseList(rows, Paging.numbered(page, rows.size(), agenda.seen(), self, reading.time()));
    }

    static PromiseList none(Reading reading, Address self) {
        return new PromiseList(List.of(), Paging.placed(1, 0, null, self, reading.time()));
    }
}
