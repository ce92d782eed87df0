@NullMarked
package dev.kept.app.support;

import org.jspecify.annotations.NullMarked;
