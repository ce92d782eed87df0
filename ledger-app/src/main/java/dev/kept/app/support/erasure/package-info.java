/// Erasing what is written of a person, for whoever offers it.
@NullMarked
package dev.kept.app.support.erasure;

import org.jspecify.annotations.NullMarked;
