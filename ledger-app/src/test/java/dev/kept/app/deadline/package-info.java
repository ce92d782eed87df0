@NullMarked
package dev.kept.app.deadline;

import org.jspecify.annotations.NullMarked;
