package dev.kept.app.dashboard;

import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.portfolio.Census;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// What a searched text was found in: ids of customers, promisors and commitments.
///
/// @param more there are more commitments than are shown
record SearchPage(
        Frame frame,
        String text,
        boolean noneYet,
        List<PromiseRow.Named> customers,
        List<PromiseRow.Named> promisors,
        List<PromiseRow> commitments,
        boolean more) {
    private static final int SHOWN = 50;

    public boolean isNothing() {
        return customers.isEmpty() && promisors.isEmpty() && commitments.isEmpty();
    }

    /// The one thing that has exactly this id, if there is just one.
    static Optional<Address> exact(Reading reading, String text) {
        if (!Ids.isPossible(text)) {
            return Optional.empty();
        }
        var commitments = reading.ledger().commitments();
        List<Address> found = new ArrayList<>();
        if (commitments.find(text, reading.at()).isPresent()) {
            found.add(Address.commitment(text));
        }
        // A customer who promised, too, is one party, whose page shows both.
        if (exists(reading, CommitmentFilter.ofCustomer(text))) {
            found.add(Address.customer(text));
        } else if (exists(reading, new CommitmentFilter(null, text, null, null, null, null, null))) {
            found.add(Address.promisor(text));
        }
        if (found.isEmpty()) {
            reading.ledger()
                    .log()
                    .byFactId(text)
                    .filter(StoredFact::isOfCommitment)
                    .map(fact -> commitment(reading, fact))
                    .ifPresent(found::add);
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    static SearchPage of(Reading reading, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        TreeSet<String> customers = new TreeSet<>();
        TreeSet<String> promisors = new TreeSet<>();
        List<CommitmentView> commitments = new ArrayList<>();
        Census census = reading.ledger().portfolio().census(reading.at());
        census.customers().stream().filter(id -> isIn(id, wanted)).forEach(id -> keepFirst(customers, id));
        census.promisors().stream().filter(id -> isIn(id, wanted)).forEach(id -> keepFirst(promisors, id));
        reading.ledger().commitments().named(wanted, SHOWN + 1).stream()
                .map(id -> reading.ledger().commitments().find(id, reading.at()))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(CommitmentView::firstAt).thenComparing(CommitmentView::commitment))
                .forEach(commitments::add);
        PageTime time = reading.time();
        return new SearchPage(
                reading.frame("Search", Address.of("search").with("q", text)),
                text,
                reading.isOfNothing(),
                customers.stream()
                        .map(id -> new PromiseRow.Named(id, Address.customer(id).href(time)))
                        .toList(),
                promisors.stream()
                        .map(id -> new PromiseRow.Named(id, Address.promisor(id).href(time)))
                        .toList(),
                commitments.stream()
                        .limit(SHOWN)
                        .map(view -> PromiseRow.of(view, time))
                        .toList(),
                commitments.size() > SHOWN);
    }

    private static boolean exists(Reading reading, CommitmentFilter filter) {
        return !reading.ledger()
                .commitments()
                .list(filter, reading.at(), null, 1)
                .items()
                .isEmpty();
    }

    private static Address commitment(Reading reading, StoredFact fact) {
        return Address.commitment(FoldedCommitment.event(reading.ledger().tenant(), fact)
                .envelope()
                .commitment()
                .value());
    }

    private static void keepFirst(TreeSet<String> ids, String id) {
        ids.add(id);
        if (ids.size() > SHOWN) {
            ids.removeLast();
        }
    }

    private static boolean isIn(String id, String wanted) {
        return id.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
