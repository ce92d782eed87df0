package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.portfolio.Census;
import dev.kept.projections.portfolio.Member;
import dev.kept.projections.reliability.Counts;
import dev.kept.projections.reliability.ReliabilityViews.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole ledger on one page: totals, what is open, what waits for its promise, and every customer.
///
/// @param noneYet nothing is recorded at all
/// @param unfiltered the link to the same without filter and time; null where there is neither
/// @param directions links that choose who promised
/// @param agenda the open promises that fall due first
/// @param awaiting facts without a promise
record OverviewPage(
        Frame frame,
        boolean noneYet,
        boolean noneMatch,
        @Nullable String unfiltered,
        String scope,
        List<Choice> directions,
        Figures totals,
        OpenPanel agenda,
        AwaitingPanel awaiting,
        CustomerTable customers) {
    static final int PANEL = 10;

    record Choice(String word, String href, boolean chosen) {}

    /// @param all the link to all of them; null where all are shown
    record OpenPanel(
            List<PromiseRow> rows, String count, @Nullable String all) {
        /// @param agenda without statements, which are read for those shown
        static OpenPanel of(Reading reading, Agenda agenda, Address open, PageTime time) {
            List<CommitmentView> first = agenda.byDue();
            Map<String, CommitmentView> told = reading.ledger()
                    .commitments()
                    .all(first.stream().map(CommitmentView::commitment).toList(), reading.at());
            List<CommitmentView> shown = first.stream()
                    .map(view -> told.getOrDefault(view.commitment(), view))
                    .toList();
            return of(shown, agenda.seen(), open, time);
        }

        /// @param all how many there are
        static OpenPanel of(List<CommitmentView> views, long all, Address open, PageTime time) {
            List<PromiseRow> rows =
                    views.stream().map(view -> PromiseRow.of(view, time)).toList();
            return new OpenPanel(rows, Words.number(all), all > rows.size() ? open.href(time) : null);
        }
    }

    record AwaitingPanel(
            List<PromiseRow> rows, String count, @Nullable String all) {}

    record CustomerTable(List<CustomerOrder.Head> heads, List<CustomerRow> rows, Paging paging, String csv) {}

    record CustomerRow(String id, String href, Figures figures) {}

    /// What the address asks for beside the time.
    record Asked(
            @Nullable String direction,
            @Nullable String sort,
            @Nullable String page) {}

    static OverviewPage of(Reading reading, Asked asked) {
        Direction direction = PromiseQuery.constant("direction", asked.direction(), Direction.class);
        CustomerOrder order = CustomerOrder.of(asked.sort());
        int page = Paging.page(asked.page());
        PageTime time = reading.time();
        PromiseQuery query = PromiseQuery.ofCustomer(null).of(direction);
        Census census = reading.ledger().portfolio().census(reading.at());
        List<Member> members = census.members(direction);
        Counts totals = Census.sum(members);
        List<CommitmentView> open = reading.ledger().commitments().openByDue(query.filter(), reading.at(), PANEL);
        List<CommitmentView> awaiting = direction == null && census.awaiting() > 0
                ? reading.ledger().commitments().awaiting(reading.at(), PANEL)
                : List.of();
        List<Row> rows = members.stream()
                .map(member -> new Row(member.customer(), member.counts()))
                .toList();
        long waiting = direction == null ? census.awaiting() : 0;
        Address self = Address.home().with("direction", direction).with("sort", order.parameter());
        boolean none = rows.isEmpty() && waiting == 0;
        return new OverviewPage(
                reading.frame("Overview", page == 1 ? self : self.with("page", page)),
                reading.isOfNothing(),
                none && !reading.isOfNothing(),
                direction == null && time.isNow() ? null : Address.home().href(new PageTime(null, null, time.now())),
                direction == null ? "promises" : "promises where: " + Words.of(direction),
                choices(direction, order, time),
                Figures.of(totals, query.address(), time),
                OpenPanel.of(open, totals.open(), query.address().with("outcome", Outcome.OPEN), time),
                new AwaitingPanel(
                        awaiting.stream().map(view -> PromiseRow.of(view, time)).toList(),
                        Words.number(waiting),
                        waiting > awaiting.size()
                                ? reading.href(Address.commitments().with("outcome", Outcome.AWAITING_TERMS))
                                : null),
                customers(rows, order, page, self, direction, time));
    }

    private static CustomerTable customers(
            List<Row> rows, CustomerOrder order, int page, Address self, @Nullable Direction direction, PageTime time) {
        List<CustomerRow> shown = Firsts.of(rows, order.comparator(), page * Paging.PAGE).stream()
                .skip((page - 1L) * Paging.PAGE)
                .limit(Paging.PAGE)
                .map(row -> new CustomerRow(
                        row.key(),
                        Address.customer(row.key()).href(time),
                        Figures.of(
                                row.counts(),
                                Address.commitments()
                                        .with("customer", row.key())
                                        .with("direction", direction),
                                time)))
                .toList();
        return new CustomerTable(
                order.heads(Address.home().with("direction", direction), time),
                shown,
                Paging.numbered(page, shown.size(), rows.size(), self, time),
                self.with("panel", Csvs.CUSTOMERS).as("csv").href(time));
    }

    private static List<Choice> choices(@Nullable Direction chosen, CustomerOrder order, PageTime time) {
        Address all = Address.home();
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("All", all.with("sort", order.parameter()).href(time), chosen == null));
        Arrays.stream(Direction.values())
                .map(direction -> new Choice(
                        Words.of(direction),
                        all.with("direction", direction)
                                .with("sort", order.parameter())
                                .href(time),
                        direction == chosen))
                .forEach(choices::add);
        return choices;
    }
}
