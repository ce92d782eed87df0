@NullMarked
package dev.kept.app.architecture.planted.app.support;

import org.jspecify.annotations.NullMarked;
