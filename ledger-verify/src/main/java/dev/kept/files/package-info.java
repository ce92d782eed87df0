/// Files that outlive a crash: replaced as a whole, and keys that nobody else can read.
@NullMarked
package dev.kept.files;

import org.jspecify.annotations.NullMarked;
