/// A Kafka broker of our own, for the demonstration and for tests: one node, a process of its own.
@NullMarked
package dev.kept.app.broker;

import org.jspecify.annotations.NullMarked;
