package dev.kept.api.commitment;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Tier;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was promised, by whom, to whom and until when.
///
/// @param customer the outside party
/// @param promisor who promised; null means the tenant itself (`BY_US`) or the customer itself (`BY_CUSTOMER`)
/// @param quantity how much was promised, in `unit`; lets partial deliveries be reported as quantities
/// @param attributes free text or decimals by name, at most 50; kept in the order of their names
public record Terms(
        String customer,
        Direction direction,
        @Nullable String promisor,
        String kind,
        @Nullable String statement,
        Due due,
        @Nullable Tier tier,
        @Nullable Money amount,
        @Nullable BigDecimal quantity,
        @Nullable String unit,
        @Nullable String parent,
        @Nullable String series,
        Map<String, Object> attributes) {
    public static final int MAX_ATTRIBUTES = 50;

    public Terms {
        attributes = attributes.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        if (quantity != null && (quantity.signum() <= 0 || unit == null)) {
            throw new IllegalArgumentException(
                    "quantity is " + quantity + " " + unit + ", expected more than 0 of a unit");
        }
    }

    public Terms withPromisor(String name) {
        return with(name, due, series);
    }

    public Terms withDue(Due other) {
        return with(promisor, other, series);
    }

    public Terms withSeries(String name) {
        return with(promisor, due, name);
    }

    private Terms with(@Nullable String promisor, Due due, @Nullable String series) {
        return new Terms(
                customer,
                direction,
                promisor,
                kind,
                statement,
                due,
                tier,
                amount,
                quantity,
                unit,
                parent,
                series,
                attributes);
    }
}
