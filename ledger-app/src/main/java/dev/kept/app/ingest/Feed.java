package dev.kept.app.ingest;

import dev.kept.store.StoredFact;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What is published of a batch of facts.
@FunctionalInterface
interface Feed {
    /// @param batch facts in the order of their positions, never empty
    List<ProducerRecord<byte[], byte[]>> records(List<StoredFact> batch) throws InterruptedException;
}
