package dev.kept.app.architecture.planted.domain.due;

import org.axonframework.messaging.eventhandling.EventMessage;

class UsesAxon {
    Object payload(EventMessage message) {
        return message.payload();
    }
}
