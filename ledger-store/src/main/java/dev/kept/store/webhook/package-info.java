/// Webhooks: which endpoints are told of what, and how far each has been told.
@NullMarked
package dev.kept.store.webhook;

import org.jspecify.annotations.NullMarked;
