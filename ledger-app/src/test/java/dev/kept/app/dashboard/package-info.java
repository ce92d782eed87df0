@NullMarked
package dev.kept.app.dashboard;

import org.jspecify.annotations.NullMarked;
