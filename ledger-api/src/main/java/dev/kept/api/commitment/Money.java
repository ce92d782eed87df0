package dev.kept.api.commitment;

import java.math.BigDecimal;
import java.util.Currency;

/// An amount in a currency. The decimal keeps the digits it was written with.
public record Money(BigDecimal amount, Currency currency) {
    public Money {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("amount is " + amount + ", expected 0 or more");
        }
    }
}
