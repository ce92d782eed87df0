/// Business calendars as they are defined now.
@NullMarked
package dev.kept.projections.calendar;

import org.jspecify.annotations.NullMarked;
