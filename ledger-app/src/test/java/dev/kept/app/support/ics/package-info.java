@NullMarked
package dev.kept.app.support.ics;

import org.jspecify.annotations.NullMarked;
