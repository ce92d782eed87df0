package dev.kept.domain.commitment;

import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Terms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// In what two promises differ. Amounts and quantities differ by value: 440.0 is 440.00. Due dates differ by the form
/// they were given in: the end of a day in Berlin is not an instant, though it may fall on one.
final class TermsDifference {
    private TermsDifference() {}

    /// The names of the fields that differ; none if the same was promised.
    static List<String> between(Terms one, Terms other) {
        List<String> differences = new ArrayList<>(0);
        compare(differences, "customer", one.customer(), other.customer());
        compare(differences, "direction", one.direction(), other.direction());
        compare(differences, "promisor", one.promisor(), other.promisor());
        compare(differences, "kind", one.kind(), other.kind());
        compare(differences, "statement", one.statement(), other.statement());
        compare(differences, "due", one.due(), other.due());
        compare(differences, "tier", one.tier(), other.tier());
        compare(differences, "amount", byValue(one.amount()), byValue(other.amount()));
        compare(differences, "quantity", byValue(one.quantity()), byValue(other.quantity()));
        compare(differences, "unit", one.unit(), other.unit());
        compare(differences, "parent", one.parent(), other.parent());
        compare(differences, "series", one.series(), other.series());
        compare(differences, "attributes", byValue(one.attributes()), byValue(other.attributes()));
        return differences;
    }

    private static void compare(List<String> differences, String field, @Nullable Object one, @Nullable Object other) {
        if (!Objects.equals(one, other)) {
            differences.add(field);
        }
    }

    private static @Nullable Money byValue(@Nullable Money money) {
        return money == null ? null : new Money(money.amount().stripTrailingZeros(), money.currency());
    }

    private static @Nullable BigDecimal byValue(@Nullable BigDecimal decimal) {
        return decimal == null ? null : decimal.stripTrailingZeros();
    }

    private static Map<String, Object> byValue(Map<String, Object> free) {
        Map<String, Object> byValue = new TreeMap<>(free);
        byValue.replaceAll((_, value) -> value instanceof BigDecimal decimal ? decimal.stripTrailingZeros() : value);
        return byValue;
    }
}
