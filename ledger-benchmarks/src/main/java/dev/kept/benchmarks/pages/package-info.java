/// What a page costs its server, and its reader in bytes.
@NullMarked
package dev.kept.benchmarks.pages;

import org.jspecify.annotations.NullMarked;
