package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.commitment.CommitmentFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which promises a list shows, and how an address and a reader say it.
record PromiseQuery(
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable String kind,
        @Nullable Direction direction,
        @Nullable Outcome outcome,
        @Nullable Flag flag) {

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
            @Nullable String after,
            @Nullable String from,
            @Nullable String page) {}

    /// One condition in words.
    record Condition(String name, String value) {}

    static PromiseQuery of(Asked asked) {
        return new PromiseQuery(
                text(asked.customer()),
                text(asked.promisor()),
                text(asked.kind()),
                constant("direction", asked.direction(), Direction.class),
                constant("outcome", asked.outcome(), Outcome.class),
                constant("flag", asked.flag(), Flag.class));
    }

    CommitmentFilter filter() {
        return new CommitmentFilter(customer, promisor, kind, direction, outcome, flag, null);
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
                .with("outcome", outcome)
                .with("flag", flag);
    }

    List<Condition> inWords() {
        List<Condition> conditions = new ArrayList<>();
        add(conditions, "customer", customer);
        add(conditions, "promisor", promisor);
        add(conditions, "kind", kind);
        add(conditions, "direction", direction == null ? null : Words.of(direction));
        add(conditions, "outcome", outcome == null ? null : Words.of(outcome));
        add(conditions, "flag", flag == null ? null : Words.of(flag));
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
