package dev.kept.app.dashboard;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.FactType;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.CommitmentViews.Cursor;
import dev.kept.projections.commitment.CommitmentViews.Page;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a customer sees who follows a shared link: the promises of both sides and what became of them, as known now.
///
/// It names no colleague, no system and nothing that was noted for inside use.
///
/// @param whose whose ledger it is
/// @param lists what we promised, and what the customer did
record SharedPage(String whose, String customer, Moment readAt, List<Side> lists) {
    private static final int PAGE = 100;
    /// What a fact says that the customer was told, or said.
    private static final Set<String> SHOWN =
            Set.of("told", "remedy", "value", "claim", "finding", "newDue", "fraction", "quantity", "unit");

    /// One direction.
    ///
    /// @param figures kept, missed and open ones in words
    /// @param next the link to later ones; null where there are none
    record Side(
            String heading,
            String id,
            @Nullable String figures,
            List<Promise> promises,
            @Nullable String next) {}

    record Promise(
            String id,
            String label,
            @Nullable Moment due,
            @Nullable Moment moved,
            Mark outcome,
            List<Mark> flags,
            String href) {}

    /// One promise with what happened to it.
    record Detail(
            String whose,
            String customer,
            Moment readAt,
            Promise promise,
            @Nullable Moment madeAt,
            List<Happened> happened,
            String receipt,
            String back) {}

    record Happened(
            String what, Moment at, Moment rec, List<FactContent.Detail> details, String number, String factId) {}

    static SharedPage of(
            Reading reading, String customer, String secret, @Nullable String after, @Nullable String side) {
        List<Side> sides = new ArrayList<>();
        for (Direction direction : List.of(Direction.BY_US, Direction.BY_CUSTOMER)) {
            boolean asked = direction.name().equals(side);
            sides.add(side(reading, customer, direction, secret, asked ? Paging.after(after) : null));
        }
        return new SharedPage(
                reading.ledger().tenant(), customer, Moment.of(reading.time().now()), sides);
    }

    private static Side side(
            Reading reading, String customer, Direction direction, String secret, @Nullable Cursor after) {
        CommitmentFilter filter = new CommitmentFilter(customer, null, null, direction, null, null, null);
        Page page = reading.ledger().commitments().list(filter, reading.at(), after, PAGE);
        var counts = reading.ledger()
                .reliability()
                .stats(filter, null, reading.at(), _ -> {})
                .totals();
        Cursor next = page.next();
        return new Side(
                direction == Direction.BY_US ? "What we promised you" : "What you promised us",
                direction.name(),
                counts.made() == 0
                        ? null
                        : Words.counted(counts.made(), "promise", "promises") + ": " + Words.number(counts.onTime())
                                + " kept on time, " + Words.number(counts.late()) + " late, "
                                + Words.number(counts.partly()) + " in part, " + Words.number(counts.missed())
                                + " missed, " + Words.number(counts.open()) + " open",
                page.items().stream().map(view -> promise(view, secret)).toList(),
                next == null
                        ? null
                        : Address.of("shared")
                                .with("link", secret)
                                .with("side", direction)
                                .with("after", Paging.text(next))
                                .href(reading.time()));
    }

    private static Promise promise(CommitmentView view, String secret) {
        Standing standing = view.standing();
        String statement = view.statement();
        Long due = standing.due();
        return new Promise(
                view.commitment(),
                statement != null ? statement : standing.kind() != null ? standing.kind() : view.commitment(),
                Moment.ofSeconds(due),
                due == null || due.equals(standing.originalDue()) ? null : Moment.ofSeconds(standing.originalDue()),
                Mark.ofOutcome(standing),
                Mark.ofFlags(standing),
                Address.of("shared")
                        .with("link", secret)
                        .with("id", view.commitment())
                        .hrefNow());
    }

    /// Nothing, if it is no promise to or by this customer.
    static Optional<Detail> detail(Reading reading, String customer, String secret, String id) {
        if (!Ids.isPossible(id)) {
            return Optional.empty();
        }
        List<StoredFact> stored = reading.ledger().commitments().facts(id);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        FoldedCommitment folded = FoldedCommitment.of(reading.ledger().tenant(), stored);
        Optional<CommitmentView> view =
                folded.at(reading.at().asOfSeconds(), reading.at().knownAtSeconds());
        if (view.isEmpty()
                || !customer.equals(view.get().standing().customer())
                || view.get().standing().direction() == Direction.BY_SUPPLIER) {
            return Optional.empty();
        }
        List<Happened> happened = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            happened.add(happened(stored.get(i), folded.events().get(i)));
        }
        happened.sort(Comparator.comparing(one -> one.at().iso()));
        return Optional.of(new Detail(
                reading.ledger().tenant(),
                customer,
                Moment.of(reading.time().now()),
                promise(view.get(), secret),
                Moment.ofSeconds(view.get().standing().madeAt()),
                happened,
                Address.of("shared-receipt").with("link", secret).with("id", id).hrefNow(),
                Address.of("shared").with("link", secret).hrefNow()));
    }

    private static Happened happened(StoredFact fact, CommitmentEvent event) {
        return new Happened(
                Words.of(event),
                Moment.of(event.envelope().at()),
                Moment.of(event.envelope().rec()),
                event.type() == FactType.MADE ? List.of() : FactContent.details(event, SHOWN),
                "#" + Words.number(fact.position()),
                fact.factId());
    }
}
