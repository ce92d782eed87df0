/// The pages people read, made on the server; they work without scripts and fetch nothing from outside.
@NullMarked
package dev.kept.app.dashboard;

import org.jspecify.annotations.NullMarked;
