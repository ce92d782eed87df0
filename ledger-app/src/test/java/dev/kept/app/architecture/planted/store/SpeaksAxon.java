package dev.kept.app.architecture.planted.store;

import org.axonframework.messaging.eventhandling.EventMessage;

/// Keeps every rule: the store is one of the places for Axon.
class SpeaksAxon {
    Object payload(EventMessage message) {
        return message.payload();
    }
}
