package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.projections.reliability.Counts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One customer or one promisor: what was promised either way, why the score is what it is, how it came about, what is
/// open, and every promise.
///
/// @param role `Customer` or `Promisor`
/// @param cards one for each direction of promises
/// @param detail one direction in detail
/// @param total how many promises there are, voided ones too
/// @param csv the link to all promises as a table
record PartyPage(
        Frame frame,
        String role,
        String id,
        List<Card> cards,
        Detail detail,
        OverviewPage.OpenPanel agenda,
        String total,
        PromiseList list,
        String csv) {

    /// How many promises the list at the end shows at once: drawings and list share the page's weight.
    private static final int SHOWN = 20;

    /// @param none nothing was promised in this direction
    record Card(
            String heading,
            boolean none,
            Figures figures,
            @Nullable ScorePanel score) {}

    @FunctionalInterface
    interface Headings {
        String of(Direction direction);
    }

    /// What the address asks for beside the time and the place in the list.
    ///
    /// @param whole anything but nothing asks for reasons and line of a long record, too
    record Asked(@Nullable String direction, @Nullable String whole) {}

    static PartyPage ofCustomer(Reading reading, String id, PromiseQuery.Asked asked, Asked detail) {
        return of(reading, "Customer", id, PromiseQuery.ofCustomer(id), Address.customer(id), asked, detail);
    }

    static PartyPage ofPromisor(Reading reading, String id, PromiseQuery.Asked asked, Asked detail) {
        return of(reading, "Promisor", id, PromiseQuery.ofPromisor(id), Address.promisor(id), asked, detail);
    }

    private static PartyPage of(
            Reading reading,
            String role,
            String id,
            PromiseQuery query,
            Address self,
            PromiseQuery.Asked asked,
            Asked wanted) {
        if (!Ids.isPossible(id)) {
            throw new NotKnown(role, id);
        }
        Direction direction = PromiseQuery.constant("direction", wanted.direction(), Direction.class);
        boolean whole = wanted.whole() != null && !wanted.whole().isEmpty();
        Agenda agenda = new Agenda(OverviewPage.PANEL);
        Detail.Builder details = new Detail.Builder(reading.time());
        Map<Direction, Counts.Tally> tallies = new EnumMap<>(Direction.class);
        reading.ledger().commitments().forEachUntold(query.filter(), reading.at(), view -> {
            Direction its = view.standing().direction();
            if (its != null) {
                agenda.add(view);
                details.add(view);
                tallies.computeIfAbsent(its, _ -> new Counts.Tally()).add(view);
            }
        });
        List<Card> cards = new ArrayList<>();
        long total = 0;
        for (Direction each : Direction.values()) {
            Counts counts = tallies.getOrDefault(each, new Counts.Tally()).counts();
            long known = counts.made() + counts.voided();
            total += known;
            if (known > 0 || isAsked(role, each)) {
                cards.add(card(reading, query.of(each), heading(role, each), counts, known == 0));
            }
        }
        Detail detail = details.build(reading, query, self, direction, whole, each -> heading(role, each));
        if (total == 0 || detail == null) {
            throw new NotKnown(role, id);
        }
        return new PartyPage(
                reading.frame(id, self.with("direction", direction)),
                role,
                id,
                cards,
                detail,
                OverviewPage.OpenPanel.of(reading, agenda, query.address().with("outcome", "OPEN"), reading.time()),
                Words.number(total),
                PromiseList.chronological(reading, query, asked, self, SHOWN),
                query.address().with("panel", Csvs.PROMISES).as("csv").href(reading.time()));
    }

    private static Card card(Reading reading, PromiseQuery one, String heading, Counts counts, boolean none) {
        return new Card(
                heading,
                none,
                Figures.of(counts, one.address(), reading.time()),
                none ? null : ScorePanel.of(reading, one.filter()));
    }

    /// Of a customer one always wants to know both what was promised to them and what they promised.
    private static boolean isAsked(String role, Direction direction) {
        return role.equals("Customer") && direction != Direction.BY_SUPPLIER;
    }

    private static String heading(String role, Direction direction) {
        return role.equals("Customer")
                ? Words.of(direction)
                : switch (direction) {
                    case BY_US -> "Promised for us";
                    case BY_CUSTOMER -> "Promised as a customer";
                    case BY_SUPPLIER -> "Promised as a supplier";
                };
    }
}
