/// Tests of what the repository's outer shell promises: the launcher and the documents.
@NullMarked
package dev.kept.app.docs;

import org.jspecify.annotations.NullMarked;
