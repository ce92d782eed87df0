package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which promises a list shows, and how an address and a reader say it.
///
/// @param made only promises that were made: neither voided nor still awaited
/// @param due the day, in the page's zone, on which they fall due
record PromiseQuery(
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable String kind,
        @Nullable Direction direction,
        @Nullable Outcome outcome,
        boolean made,
        @Nullable Flag flag,
        @Nullable LocalDate due) {
    /// What stands for an outcome in the address where every outcome of a made promise is meant.
    static final String MADE = "MADE";

    static final String MADE_IN_WORDS = "any but voided";

    /// The parameters as the address has them.
    ///
    /// @param after the place in the list, with `from` as its number; `page` where a list is numbered
    record Asked(
            @Nullable String customer,
            @Nullable String promisor,
            @Nullable String kind,
            @Nullable String direction,
            @Nullable String outcome,
            @Nullable String flag,
            @Nullable String due,
            @Nullable String after,
            @Nullable String from,
            @Nullable String page) {}

    /// One condition in words.
    record Condition(String name, String value) {}

    static PromiseQuery of(Asked asked) {
        boolean made = MADE.equals(asked.outcome());
        return new PromiseQuery(
                text(asked.customer()),
                text(asked.promisor()),
                text(asked.kind()),
                constant("direction", asked.direction(), Direction.class),
                made ? null : constant("outcome", asked.outcome(), Outcome.class),
                made,
                constant("flag", asked.flag(), Flag.class),
                day(asked.due()));
    }

    static PromiseQuery ofCustomer(@Nullable String customer) {
        return new PromiseQuery(customer, null, null, null, null, false, null, null);
    }

    static PromiseQuery ofPromisor(String promisor) {
        return new PromiseQuery(null, promisor, null, null, null, false, null, null);
    }

    PromiseQuery of(@Nullable Direction which) {
        return new PromiseQuery(customer, promisor, kind, which, outcome, made, flag, due);
    }

    /// The filter of the views; what it cannot say, [#accepts] does.
    CommitmentFilter filter() {
        return new CommitmentFilter(customer, promisor, kind, direction, outcome, flag, null);
    }

    boolean accepts(CommitmentView view) {
        Outcome its = view.standing().outcome();
        return (!made || its != Outcome.VOIDED && its != Outcome.AWAITING_TERMS)
                && (due == null || due.equals(day(view.standing().due())));
    }

    /// Whether anything can match at all.
    boolean isPossible() {
        return Stream.of(customer, promisor, kind).allMatch(id -> id == null || Ids.isPossible(id));
    }

    /// Open promises are listed by their due date, all others in the order in which they began.
    boolean isByDue() {
        return outcome == Outcome.OPEN || flag == Flag.OVERDUE;
    }

    Address address() {
        return Address.commitments()
                .with("customer", customer)
                .with("promisor", promisor)
                .with("kind", kind)
                .with("direction", direction)
                .with("outcome", made ? MADE : outcome)
                .with("flag", flag)
                .with("due", due);
    }

    List<Condition> inWords() {
        List<Condition> conditions = new ArrayList<>();
        add(conditions, "customer", customer);
        add(conditions, "promisor", promisor);
        add(conditions, "kind", kind);
        add(conditions, "direction", direction == null ? null : Words.of(direction));
        add(conditions, "outcome", made ? MADE_IN_WORDS : outcome == null ? null : Words.of(outcome));
        add(conditions, "flag", flag == null ? null : Words.of(flag));
        add(conditions, "due on", due == null ? null : due.toString());
        return conditions;
    }

    private static void add(List<Condition> conditions, String name, @Nullable String value) {
        if (value != null) {
            conditions.add(new Condition(name, value));
        }
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static @Nullable LocalDate day(@Nullable Long seconds) {
        return seconds == null
                ? null
                : Instant.ofEpochSecond(seconds).atZone(Zones.shown()).toLocalDate();
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new BadParameter("due", text, "write a day like 2026-11-30");
        }
    }

    static <E extends Enum<E>> @Nullable E constant(String name, @Nullable String text, Class<E> type) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        E[] constants = type.getEnumConstants();
        for (E constant : constants) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw new BadParameter(name, text, "use one of " + String.join(", ", names(constants)));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}
