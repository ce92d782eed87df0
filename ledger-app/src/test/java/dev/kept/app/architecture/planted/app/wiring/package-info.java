@NullMarked
package dev.kept.app.architecture.planted.app.wiring;

import org.jspecify.annotations.NullMarked;
