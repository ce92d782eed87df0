/// Watches due times: says once of every open promise that it is at risk, due, overdue and missed.
@NullMarked
package dev.kept.app.deadline;

import org.jspecify.annotations.NullMarked;
