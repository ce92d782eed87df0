@NullMarked
package dev.kept.app.access;

import org.jspecify.annotations.NullMarked;
