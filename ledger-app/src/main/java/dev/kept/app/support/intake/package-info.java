/// What came in by topics, for whoever shows it: the books, the letters, and whether the broker answers.
@NullMarked
package dev.kept.app.support.intake;

import org.jspecify.annotations.NullMarked;
