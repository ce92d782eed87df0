package dev.kept.app.ingest;

import dev.kept.app.ingest.Intake.NotTaken;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.DeadLetter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one topic on one thread and hands each poll to the [Intake], which stores it while the next one is read.
///
/// | state | partitions | left when |
/// |---|---|---|
/// | reading | fetched | a batch was not taken: to *paused* |
/// | paused | none fetched, still a member of the group | the database gives offsets: to *reading*, from there |
/// | stuck | not this one | never by itself: the offset is not in the topic any more, or it is of another topic |
///
/// Offsets come from the database alone. What was polled and not taken is forgotten and read again, so that memory
/// holds a few polls at most.
final class SourceLoop implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SourceLoop.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /// With something under way: if nothing comes so soon, that is seen to first.
    private static final Duration SHORT_POLL = Duration.ofMillis(5);
    /// How often the broker is told how far reading has come while records keep coming.
    private static final long TELL_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);

    private final String consumerName;
    private final String topic;
    private final RecordReader reader;
    private final Intake intake;
    private final Supplier<Map<Integer, Long>> stored;
    private final TopicIdentity identity;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<Integer, Long> expected = new HashMap<>();
    private final Map<Integer, String> stuck = new ConcurrentSkipListMap<>();
    private long told = System.nanoTime();
    private volatile @Nullable String paused;
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean stopping;

    /// @param stored reads the partitions' next offsets from the database
    SourceLoop(
            String consumerName,
            String topic,
            RecordReader reader,
            Intake intake,
            Supplier<Map<Integer, Long>> stored,
            TopicIdentity identity,
            Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumerName = consumerName;
        this.topic = topic;
        this.reader = reader;
        this.intake = intake;
        this.stored = stored;
        this.identity = identity;
        this.consumers = consumers;
    }

    /// Why nothing, or not everything, is read at the moment.
    @Nullable String paused() {
        return paused;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                consumer.subscribe(List.of(topic), new Assignments(consumer));
                while (!stopping) {
                    step(consumer);
                }
            } catch (WakeupException _) {
                LOGGER.debug("only a stop wakes the consumer of {}", topic);
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException failure) {
                LOGGER.warn("the consumer of {} is opened again: {}", topic, failure.toString());
                paused = "the consumer failed: " + failure.getMessage();
                pause();
            } finally {
                current = null;
                intake.abandon();
                expected.clear();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY_WAIT);
        } catch (InterruptedException _) {
            stopping = true;
        }
    }

    private void step(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        if (paused != null) {
            consumer.pause(consumer.assignment());
            consumer.poll(POLL);
            resume(consumer);
            return;
        }
        ConsumerRecords<byte[], byte[]> polled;
        try {
            polled = consumer.poll(intake.isIdle() ? POLL : SHORT_POLL);
        } catch (OffsetOutOfRangeException outOfRange) {
            outOfRange.offsetOutOfRangePartitions().forEach(this::stick);
            consumer.pause(outOfRange.offsetOutOfRangePartitions().keySet());
            return;
        }
        if (paused != null) {
            return;
        }
        try {
            if (polled.isEmpty()) {
                settleFirst(consumer);
            } else {
                intake.handIn(records(polled), expected);
                if (System.nanoTime() - told >= TELL_NANOS) {
                    commit(consumer);
                }
            }
        } catch (NotTaken failure) {
            pause(failure);
        }
    }

    /// Nothing came for a moment, which does not say that there is nothing to come: one batch is waited for before the
    /// next look, not all of them, so that the recorder does not run dry.
    private void settleFirst(Consumer<byte[], byte[]> consumer) throws NotTaken, InterruptedException {
        if (!intake.isIdle()) {
            intake.settleFirst(expected);
            if (intake.isIdle()) {
                commit(consumer);
            }
        }
    }

    /// Waits until all that was handed in is stored, and tells the broker.
    private void settle(Consumer<byte[], byte[]> consumer) throws NotTaken, InterruptedException {
        if (!intake.isIdle()) {
            intake.settle(expected);
            commit(consumer);
        }
    }

    private void pause(NotTaken failure) {
        LOGGER.warn("{} is paused: {}", topic, failure.getMessage());
        paused = Intake.isFenced(failure) ? "another consumer has moved on" : "the database does not take facts";
    }

    private void stick(TopicPartition partition, long offset) {
        String why = "partition " + partition + " does not hold offset " + offset
                + " any more: records were deleted unread, or the topic was made anew;"
                + " read it under another consumer's name";
        stick(partition, why);
    }

    private void stick(TopicPartition partition, String why) {
        LOGGER.error("{} is not read: {}", partition, why);
        stuck.put(partition.partition(), why);
    }

    /// Goes on from the database's offsets, if it gives them.
    private void resume(Consumer<byte[], byte[]> consumer) {
        try {
            seek(consumer, consumer.assignment());
            consumer.resume(consumer.assignment().stream()
                    .filter(partition -> !stuck.containsKey(partition.partition()))
                    .toList());
            paused = null;
        } catch (IllegalStateException failure) {
            paused = "the database does not answer";
            LOGGER.debug("{} stays paused: {}", topic, failure.toString());
        }
    }

    private void seek(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        intake.abandon();
        Map<Integer, Long> offsets = stored.get();
        String anew = identity.fault();
        for (TopicPartition partition : partitions) {
            Long next = offsets.get(partition.partition());
            if (next == null) {
                expected.put(partition.partition(), ConsumerOffsets.NEVER);
                consumer.seekToBeginning(Set.of(partition));
            } else {
                expected.put(partition.partition(), next);
                consumer.seek(partition, next);
            }
            if (anew != null) {
                stick(partition, anew);
            }
        }
        if (anew != null) {
            consumer.pause(partitions);
        }
    }

    private List<Incoming> records(ConsumerRecords<byte[], byte[]> polled) {
        List<Incoming> records = new ArrayList<>(polled.count());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            List<DeadLetter.Header> headers = new ArrayList<>();
            for (Header header : record.headers()) {
                headers.add(new DeadLetter.Header(header.key(), header.value()));
            }
            byte[] body = record.value();
            records.add(reader.read(new DeadLetter.Record(
                    consumerName,
                    topic,
                    record.partition(),
                    record.offset(),
                    record.key(),
                    headers,
                    body == null ? new byte[0] : body)));
        }
        return records;
    }

    /// Tells the broker, for tools that show lag; nobody reads it back.
    private void commit(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        expected.forEach((partition, next) -> {
            if (next >= 0) {
                offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(next));
            }
        });
        consumer.commitAsync(offsets, null);
        told = System.nanoTime();
    }

    /// Where reading is stuck for good.
    List<String> stuck() {
        return stuck.values().stream().distinct().toList();
    }

    void stop() {
        stopping = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private final class Assignments implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Assignments(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            try {
                seek(consumer, partitions);
            } catch (IllegalStateException | KafkaException failure) {
                LOGGER.warn("{} is paused: {}", topic, failure.getMessage());
                paused = "the database does not answer";
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            try {
                settle(consumer);
            } catch (NotTaken failure) {
                pause(failure);
            } catch (InterruptedException _) {
                stopping = true;
            }
            partitions.forEach(partition -> {
                expected.remove(partition.partition());
                stuck.remove(partition.partition());
            });
        }
    }
}
