/// What the tests of several packages are made of: a ledger in memory, random facts, properties with their seeds.
@NullUnmarked
package dev.kept.domain.sample;

import org.jspecify.annotations.NullUnmarked;
