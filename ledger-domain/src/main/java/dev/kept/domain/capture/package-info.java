/// Promises in a person's own words, read into what a fact line says.
@NullMarked
package dev.kept.domain.capture;

import org.jspecify.annotations.NullMarked;
