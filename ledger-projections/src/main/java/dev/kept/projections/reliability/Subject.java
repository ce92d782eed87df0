package dev.kept.projections.reliability;

import dev.kept.api.fact.Direction;
import dev.kept.domain.fact.Details;
import dev.kept.projections.commitment.CommitmentFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose record a commitment belongs to: who promised whom, and what else scores are rolled up by.
record Subject(
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable Direction direction,
        @Nullable String kind) {
    /// Of commitments of which no promise is known.
    static final Subject NOBODY = new Subject(null, null, null, null);

    /// No identifier holds a control character.
    private static final char SEPARATOR = '\u001f';

    private static final String PAIR = "s" + SEPARATOR;
    private static final String CUSTOMER = "c" + SEPARATOR;

    static Subject of(Details made) {
        return new Subject(made.customer(), made.promisor(), made.direction(), made.kind());
    }

    /// The subject or roll-up that this one belongs to.
    Subject by(Comparison.By by) {
        return switch (by) {
            case SUBJECT -> new Subject(customer, promisor, direction, null);
            case CUSTOMER -> new Subject(customer, null, direction, null);
            case PROMISOR -> new Subject(null, promisor, direction, null);
        };
    }

    boolean isIn(CommitmentFilter filter) {
        return (filter.customer() == null || filter.customer().equals(customer))
                && (filter.promisor() == null || filter.promisor().equals(promisor))
                && (filter.kind() == null || filter.kind().equals(kind))
                && (filter.direction() == null || filter.direction() == direction);
    }

    /// Every scope whose buckets and sums are kept; that of a pair only with long records, see [PairRecords].
    List<String> scopes() {
        if (direction == null) {
            return List.of();
        }
        List<String> scopes = new ArrayList<>(5);
        scopes.add(scope("d", direction.name()));
        if (customer != null) {
            scopes.add(scope("c", direction.name(), customer));
            if (promisor != null) {
                scopes.add(scopeOfPair(customer, promisor, direction.name()));
            }
        }
        if (promisor != null) {
            scopes.add(scope("p", direction.name(), promisor));
        }
        if (kind != null) {
            scopes.add(scope("k", direction.name(), kind));
        }
        return scopes;
    }

    /// The scopes whose records together are those that the filter accepts; empty if there are none such.
    static List<String> scopes(CommitmentFilter filter) {
        List<String> scopes = new ArrayList<>(3);
        Direction[] directions = filter.direction() == null ? Direction.values() : new Direction[] {filter.direction()};
        for (Direction direction : directions) {
            String scope = scope(filter, direction.name());
            if (scope != null) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private static @Nullable String scope(CommitmentFilter filter, String direction) {
        String customer = filter.customer();
        String promisor = filter.promisor();
        String kind = filter.kind();
        if (kind != null) {
            return customer == null && promisor == null ? scope("k", direction, kind) : null;
        }
        if (customer != null) {
            return promisor == null ? scope("c", direction, customer) : scopeOfPair(customer, promisor, direction);
        }
        return promisor == null ? scope("d", direction) : scope("p", direction, promisor);
    }

    static String scopeOfCustomer(Direction direction, String customer) {
        return scope("c", direction.name(), customer);
    }

    /// Whether it is the record of one customer with one promisor.
    static boolean isOfPair(String scope) {
        return scope.startsWith(PAIR);
    }

    static boolean isOfCustomer(String scope) {
        return scope.startsWith(CUSTOMER);
    }

    /// The record of the customer that the record of a pair is a part of.
    static String customerOf(String pair) {
        int customer = pair.indexOf(SEPARATOR, PAIR.length());
        int direction = pair.lastIndexOf(SEPARATOR) + 1;
        return scope("c", pair.substring(direction), pair.substring(PAIR.length(), customer));
    }

    /// What the scopes of all pairs of a customer's record begin with, and the name of the direction they end with.
    record Pairs(String customer, String prefix, String direction) {
        static Pairs of(String scopeOfCustomer) {
            String[] names = scopeOfCustomer.split(String.valueOf(SEPARATOR), -1);
            return new Pairs(names[2], scope("s", names[2], ""), names[1]);
        }
    }

    /// What comes after every scope with this prefix, which ends with a separator.
    static String afterAllOf(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + (char) (SEPARATOR + 1);
    }

    private static String scope(String level, String name) {
        return level + SEPARATOR + name;
    }

    private static String scope(String level, String first, String second) {
        return level + SEPARATOR + first + SEPARATOR + second;
    }

    private static String scopeOfPair(String customer, String promisor, String direction) {
        return PAIR + customer + SEPARATOR + promisor + SEPARATOR + direction;
    }
}
