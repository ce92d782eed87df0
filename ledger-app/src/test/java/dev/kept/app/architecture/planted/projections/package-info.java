@NullMarked
package dev.kept.app.architecture.planted.projections;

import org.jspecify.annotations.NullMarked;
