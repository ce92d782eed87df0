@NullMarked
package dev.kept.app.architecture.planted.store;

import org.jspecify.annotations.NullMarked;
