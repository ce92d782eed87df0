/// Webhooks as Standard Webhooks has them: signed, in order, at least once, and never to a private address.
@NullMarked
package dev.kept.app.webhook;

import org.jspecify.annotations.NullMarked;
