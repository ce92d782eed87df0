@NullMarked
package dev.kept.app.architecture.planted.api;

import org.jspecify.annotations.NullMarked;
