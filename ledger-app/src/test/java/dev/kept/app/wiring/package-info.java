@NullMarked
package dev.kept.app.wiring;

import org.jspecify.annotations.NullMarked;
