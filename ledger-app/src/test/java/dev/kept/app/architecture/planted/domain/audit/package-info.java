@NullMarked
package dev.kept.app.architecture.planted.domain.audit;

import org.jspecify.annotations.NullMarked;
