/// Personal text under the key of its person, so that destroying the key erases the text and nothing else.
@NullMarked
package dev.kept.domain.seal;

import org.jspecify.annotations.NullMarked;
