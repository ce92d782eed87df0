/// Fact lines and stored events as JSON: one reader and one writer for every entrance, export and the log.
@NullMarked
package dev.kept.domain.line;

import org.jspecify.annotations.NullMarked;
