package dev.kept.app.ingest;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What is to be published, page by page.
@FunctionalInterface
interface Supply {
    /// @param to the place of the last thing of the page; where it began, if there was nothing within a moment
    record Page(List<ProducerRecord<byte[], byte[]>> records, long to) {}

    /// @param place of the last thing that was published; -1 before the first
    Page after(long place) throws InterruptedException;
}
