/// Calendar files (RFC 5545) read as closures of a business calendar.
@NullMarked
package dev.kept.app.support.ics;

import org.jspecify.annotations.NullMarked;
