package dev.kept.api.event;

import dev.kept.api.commitment.Money;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Tier;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The terms of a commitment as recorded: defaults filled in, the due date resolved.
public record PromisedTerms(
        String customer,
        Direction direction,
        String promisor,
        String kind,
        @Nullable String statement,
        ResolvedDue due,
        @Nullable Tier tier,
        @Nullable Money amount,
        @Nullable BigDecimal quantity,
        @Nullable String unit,
        @Nullable String parent,
        @Nullable String series,
        Map<String, Object> attributes) {
    public PromisedTerms {
        attributes = attributes.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }
}
