package dev.kept.store;

import org.axonframework.eventsourcing.eventstore.StorageEngineTestSuite;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/// Axon's own contract for storage engines, unmodified.
class StorageEngineConformanceIT extends StorageEngineTestSuite<PostgresEventStorageEngine> {
    private final Fixture log = Fixture.fresh();

    @Override
    protected PostgresEventStorageEngine buildStorageEngine() {
        return log.engine;
    }

    @Override
    protected @Nullable ProcessingContext processingContext() {
        return null;
    }

    @AfterAll
    void close() {
        log.close();
    }
}
