/// Business calendars: when a place is open, and time counted in what is open.
@NullMarked
package dev.kept.domain.calendar;

import org.jspecify.annotations.NullMarked;
