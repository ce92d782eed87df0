package dev.kept.api.commitment;

import java.math.BigDecimal;

/// How much of a promise has been delivered so far, cumulatively.
public sealed interface Delivery {

    /// A share between 0 and 1.
    record Share(BigDecimal fraction) implements Delivery {
        public Share {
            if (fraction.signum() < 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
                throw new IllegalArgumentException("fraction is " + fraction + ", expected 0 to 1");
            }
        }
    }

    /// A quantity of the promised quantity, in the promised unit.
    record Quantity(BigDecimal quantity, String unit) implements Delivery {
        public Quantity {
            if (quantity.signum() < 0) {
                throw new IllegalArgumentException("quantity is " + quantity + ", expected 0 or more");
            }
        }
    }
}
