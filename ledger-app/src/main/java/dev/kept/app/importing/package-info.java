/// Import of files: fact lines, or tables read through a mapping, recorded in batches. Nothing is dropped: what is
/// refused is written beside the file with its reason.
@NullMarked
package dev.kept.app.importing;

import org.jspecify.annotations.NullMarked;
