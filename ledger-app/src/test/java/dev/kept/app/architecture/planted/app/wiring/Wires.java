package dev.kept.app.architecture.planted.app.wiring;

import dev.kept.app.architecture.planted.app.rest.Resource;
import org.axonframework.messaging.eventhandling.EventMessage;

/// Keeps every rule: the wiring may see all siblings, and Axon.
record Wires(Resource resource, EventMessage message) {}
