/// What auditors are shown, with the same names over HTTP and on the command line.
@NullMarked
package dev.kept.app.support.audit;

import org.jspecify.annotations.NullMarked;
