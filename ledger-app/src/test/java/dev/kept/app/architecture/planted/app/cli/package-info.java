@NullMarked
package dev.kept.app.architecture.planted.app.cli;

import org.jspecify.annotations.NullMarked;
