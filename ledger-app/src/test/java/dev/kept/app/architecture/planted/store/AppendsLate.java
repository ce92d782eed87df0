package dev.kept.app.architecture.planted.store;

import org.axonframework.messaging.core.unitofwork.ProcessingContext;

/// Hooks into the preparation of a commit, where what is appended can be lost.
class AppendsLate {
    void append(ProcessingContext context, Runnable append) {
        context.runOnPrepareCommit(_ -> append.run());
    }
}
