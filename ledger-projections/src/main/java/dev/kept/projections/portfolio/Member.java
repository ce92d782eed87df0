package dev.kept.projections.portfolio;

import dev.kept.projections.reliability.Counts;

/// One customer of the portfolio.
///
/// @param counts what the promises came to
/// @param lastAt when the last promise was made or settled, UTC epoch seconds
/// @param silent how many promises are overdue without anybody having told the promisee
public record Member(String customer, Counts counts, long lastAt, long silent) {}
