/// A durable PostgreSQL server that lives and dies with the JVM that owns it, for whoever brings no database.
@NullMarked
package dev.kept.embedded;

import org.jspecify.annotations.NullMarked;
