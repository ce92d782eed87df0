/// A simulated company whose year makes the demonstration.
@NullMarked
package dev.kept.app.demo;

import org.jspecify.annotations.NullMarked;
