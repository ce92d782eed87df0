/// Who sends a request, what they may do, and how a browser signs in.
@NullMarked
package dev.kept.app.support.access;

import org.jspecify.annotations.NullMarked;
