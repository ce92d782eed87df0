package dev.kept.app.dashboard;

import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One promise in a list.
///
/// @param label the statement, else the kind; null while the promise itself is not known
/// @param kind beside a statement
/// @param hint how far away the due date of an open promise is
/// @param moved the due date first promised, where it has moved
/// @param facts how many facts are known of it, in words
/// @param firstAt when the first of them happened
record PromiseRow(
        String id,
        String href,
        @Nullable String label,
        @Nullable String kind,
        @Nullable Named customer,
        @Nullable Named promisor,
        @Nullable String direction,
        @Nullable Moment due,
        @Nullable String hint,
        @Nullable Moment moved,
        Mark outcome,
        List<Mark> flags,
        String facts,
        Moment firstAt) {

    /// A party and its page.
    record Named(String id, String href) {}

    static PromiseRow of(CommitmentView view, PageTime time) {
        Standing standing = view.standing();
        Long due = standing.due();
        String statement = view.statement();
        return new PromiseRow(
                view.commitment(),
                Address.commitment(view.commitment()).href(time),
                statement == null ? standing.kind() : statement,
                statement == null ? null : standing.kind(),
                customer(standing, time),
                promisor(standing, time),
                standing.direction() == null ? null : Words.of(standing.direction()),
                Moment.ofSeconds(due),
                standing.outcome() == Outcome.OPEN && due != null ? hint(due, time) : null,
                due == null || due.equals(standing.originalDue()) ? null : Moment.ofSeconds(standing.originalDue()),
                Mark.ofOutcome(standing),
                Mark.ofFlags(standing),
                Words.counted(view.facts(), "fact", "facts"),
                Moment.of(Instant.ofEpochSecond(view.firstAt())));
    }

    static @Nullable Named customer(Standing standing, PageTime time) {
        String id = standing.customer();
        return id == null ? null : new Named(id, Address.customer(id).href(time));
    }

    /// Whoever promised, if it is not the customer, who stands beside it anyway.
    static @Nullable Named promisor(Standing standing, PageTime time) {
        String id = standing.promisor();
        return id == null || id.equals(standing.customer())
                ? null
                : new Named(id, Address.promisor(id).href(time));
    }

    static String hint(long due, PageTime time) {
        long left = due - time.at().asOfSeconds();
        String span = Moment.span(Duration.ofSeconds(left));
        return left < 0 ? span + " overdue" : "in " + span;
    }
}
