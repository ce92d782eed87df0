package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.reliability.Counts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One customer or one promisor: what was promised either way, what is open, and every promise.
///
/// @param role `Customer` or `Promisor`
/// @param cards one for each direction of promises
/// @param total how many promises there are, voided ones too
record PartyPage(
        Frame frame,
        String role,
        String id,
        List<Card> cards,
        OverviewPage.OpenPanel agenda,
        String total,
        PromiseList list) {

    /// @param none nothing was promised in this direction
    record Card(
            String heading,
            boolean none,
            Figures figures,
            @Nullable ScorePanel score) {}

    static PartyPage ofCustomer(Reading reading, String id, PromiseQuery.Asked asked) {
        return of(reading, "Customer", id, PromiseQuery.ofCustomer(id), Address.customer(id), asked);
    }

    static PartyPage ofPromisor(Reading reading, String id, PromiseQuery.Asked asked) {
        return of(reading, "Promisor", id, PromiseQuery.ofPromisor(id), Address.promisor(id), asked);
    }

    private static PartyPage of(
            Reading reading, String role, String id, PromiseQuery query, Address self, PromiseQuery.Asked asked) {
        if (!Ids.isPossible(id)) {
            throw new NotKnown(role, id);
        }
        Agenda agenda = new Agenda(OverviewPage.PANEL);
        List<Card> cards = new ArrayList<>();
        long total = 0;
        for (Direction direction : Direction.values()) {
            PromiseQuery one = query.of(direction);
            Counts counts = reading.ledger()
                    .reliability()
                    .stats(one.filter(), null, reading.at(), agenda::add)
                    .totals();
            long known = counts.made() + counts.voided();
            total += known;
            if (known > 0 || isAsked(role, direction)) {
                cards.add(new Card(
                        heading(role, direction),
                        known == 0,
                        Figures.of(counts, one.address(), reading.time()),
                        known == 0 ? null : ScorePanel.of(reading, one.filter())));
            }
        }
        if (total == 0) {
            throw new NotKnown(role, id);
        }
        return new PartyPage(
                reading.frame(id, self),
                role,
                id,
                cards,
                OverviewPage.OpenPanel.of(agenda, query.address().with("outcome", Outcome.OPEN), reading.time()),
                Words.number(total),
                PromiseList.chronological(reading, query, asked, self));
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
