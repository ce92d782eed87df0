/// The keep-your-word score: facts become entries, entries day buckets, buckets a score with its reasons. Whole numbers
/// only, so that every machine, every order of arrival and every year gives the same digits.
@NullMarked
package dev.kept.domain.scoring;

import org.jspecify.annotations.NullMarked;
