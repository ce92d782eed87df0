package dev.kept.app.dashboard;

import dev.kept.projections.commitment.CommitmentViews.Page;
import java.util.List;

/// Promises in a table, a page at a time.
record PromiseList(List<PromiseRow> rows, Paging paging) {

    /// In the order in which the promises began.
    static PromiseList chronological(Reading reading, PromiseQuery query, PromiseQuery.Asked asked, Address self) {
        long from = Paging.from(asked.from());
        Page page = reading.ledger()
                .commitments()
                .list(query.filter(), reading.at(), Paging.after(asked.after()), Paging.PAGE);
        return new PromiseList(
                page.items().stream()
                        .map(view -> PromiseRow.of(view, reading.time()))
                        .toList(),
                Paging.placed(from, page.items().size(), page.next(), self, reading.time()));
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
