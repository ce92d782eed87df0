@NullMarked
package dev.kept.app.architecture.planted.domain.due;

import org.jspecify.annotations.NullMarked;
