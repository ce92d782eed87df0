package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.MissCause;
import dev.kept.projections.portfolio.Miss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which misses a page shows, and how an address and a reader say it.
record MissFilter(
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable String kind,
        @Nullable Direction direction,
        @Nullable String cause,
        @Nullable String month,
        @Nullable Lateness late,
        @Nullable Telling told) {
    static final String UNNAMED = "UNNAMED";
    private static final List<String> CAUSES = Stream.concat(
                    Arrays.stream(MissCause.values()).map(MissCause::name), Stream.of(UNNAMED))
            .toList();
    private static final long DAY = 86_400;

    /// The parameters as the address has them.
    record Asked(
            @Nullable String customer,
            @Nullable String promisor,
            @Nullable String kind,
            @Nullable String direction,
            @Nullable String cause,
            @Nullable String month,
            @Nullable String late,
            @Nullable String told) {}

    interface Band {
        String words();
    }

    /// How late a promise was kept.
    enum Lateness implements Band {
        DAY("up to a day late"),
        THREE_DAYS("up to 3 days late"),
        WEEK("up to a week late"),
        LONGER("more than a week late"),
        NEVER("not kept, or in part");

        private final String words;

        Lateness(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }

        static Lateness of(Miss miss) {
            Long late = miss.lateness();
            if (late == null) {
                return NEVER;
            }
            return late <= MissFilter.DAY
                    ? DAY
                    : late <= 3 * MissFilter.DAY ? THREE_DAYS : late <= 7 * MissFilter.DAY ? WEEK : LONGER;
        }
    }

    /// When the other side was told.
    enum Telling implements Band {
        BEFORE("told before it was due"),
        DAY("told within a day"),
        THREE_DAYS("told within 3 days"),
        LATER("told later"),
        NEVER("never told");

        private final String words;

        Telling(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }

        static Telling of(Miss miss) {
            Long after = miss.toldAfter();
            if (after == null) {
                return NEVER;
            }
            return after <= 0
                    ? BEFORE
                    : after <= MissFilter.DAY ? DAY : after <= 3 * MissFilter.DAY ? THREE_DAYS : LATER;
        }
    }

    static MissFilter of(Asked asked) {
        String month = text(asked.month());
        if (month != null && !month.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
            throw new BadParameter("month", month, "write a month like 2026-11");
        }
        String cause = text(asked.cause());
        if (cause != null && !CAUSES.contains(cause)) {
            throw new BadParameter("cause", cause, "use one of " + String.join(", ", CAUSES));
        }
        return new MissFilter(
                text(asked.customer()),
                text(asked.promisor()),
                text(asked.kind()),
                PromiseQuery.constant("direction", asked.direction(), Direction.class),
                cause,
                month,
                PromiseQuery.constant("late", asked.late(), Lateness.class),
                PromiseQuery.constant("told", asked.told(), Telling.class));
    }

    private static @Nullable String text(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    boolean accepts(Miss miss) {
        return (customer == null || customer.equals(miss.customer()))
                && (promisor == null || promisor.equals(miss.promisor()))
                && (kind == null || kind.equals(miss.kind()))
                && (direction == null || direction == miss.direction())
                && (cause == null || cause.equals(cause(miss)))
                && (month == null || month.equals(month(miss)))
                && (late == null || late == Lateness.of(miss))
                && (told == null || told == Telling.of(miss));
    }

    boolean isOfAll() {
        return Stream.of(customer, promisor, kind, direction, cause, month, late, told)
                .allMatch(Objects::isNull);
    }

    Address address() {
        return Address.of("misses")
                .with("customer", customer)
                .with("promisor", promisor)
                .with("kind", kind)
                .with("direction", direction)
                .with("cause", cause)
                .with("month", month)
                .with("late", late)
                .with("told", told);
    }

    List<PromiseQuery.Condition> inWords() {
        List<PromiseQuery.Condition> conditions = new ArrayList<>();
        add(conditions, "customer", customer);
        add(conditions, "promisor", promisor);
        add(conditions, "kind", kind);
        add(conditions, "direction", direction == null ? null : Words.of(direction));
        add(conditions, "cause", cause == null ? null : causeInWords(cause));
        add(conditions, "month", month);
        add(conditions, "lateness", late == null ? null : late.words());
        add(conditions, "silence", told == null ? null : told.words());
        return conditions;
    }

    private static void add(List<PromiseQuery.Condition> conditions, String name, @Nullable String value) {
        if (value != null) {
            conditions.add(new PromiseQuery.Condition(name, value));
        }
    }

    static String cause(Miss miss) {
        MissCause cause = miss.cause();
        return cause == null ? UNNAMED : cause.name();
    }

    static String month(Miss miss) {
        return MissesPage.month(miss.due()).toString();
    }

    static String causeInWords(String cause) {
        return switch (cause) {
            case "CAPABILITY" -> "could not (capability)";
            case "WILL" -> "would not (will)";
            case "EXTERNAL" -> "something outside (external)";
            default -> "not named";
        };
    }
}
