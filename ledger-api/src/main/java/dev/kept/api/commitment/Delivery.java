package dev.kept.api.commitment;

import java.math.BigDecimal;

/// How much of a promise has been delivered so far, cumulatively.
public sealed interface Delivery {

    /// A share between 0 and 1.
    record Share(BigDecimal fraction) implements Delivery {}

    /// A quantity of the promised quantity, in the promised unit.
    record Quantity(BigDecimal quantity, String unit) implements Delivery {}
}
