/// Webhooks against real receivers.
package dev.kept.app.webhook;
