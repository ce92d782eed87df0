package dev.kept.api.fact;

/// Who promised: we, our customer, or a supplier of ours.
public enum Direction {
    BY_US,
    BY_CUSTOMER,
    BY_SUPPLIER
}
