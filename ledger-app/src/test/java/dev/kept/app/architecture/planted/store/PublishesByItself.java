package dev.kept.app.architecture.planted.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.EventSink;

/// Publishes outside of any transaction, where a failure is swallowed.
class PublishesByItself {
    CompletableFuture<Void> publish(EventSink sink, EventMessage message) {
        return sink.publish(null, List.of(message));
    }
}
