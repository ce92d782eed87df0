package dev.kept.benchmarks.kafka;

import dev.kept.benchmarks.Server;
import dev.kept.benchmarks.store.Stock;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/// The same topic into the stock engine: one command a record, one after the other or up to 32 at a time, a customer's
/// in their order.
final class StockReader {
    static final int DISPATCHERS = 32;
    private static final long LIMIT_SECONDS = 120;
    private static final LineContext CONTEXT = new LineContext(null, null, "topic", "record");

    private StockReader() {}

    /// @param atATime how many commands are under way at a time
    /// @param warmUp time that is not counted
    /// @return records a second
    static double measure(Topic topic, String group, Server.Access access, int atATime, Duration warmUp, Duration time)
            throws Exception {
        try (Stock stock = new Stock(access);
                ExecutorService dispatchers = Executors.newVirtualThreadPerTaskExecutor()) {
            Meter meter = new Meter(warmUp, time);
            topic.read(group, polled -> {
                dispatch(stock, dispatchers, atATime, polled);
                return meter.more(polled.count());
            });
            return meter.perSecond();
        }
    }

    private static void dispatch(
            Stock stock, ExecutorService dispatchers, int atATime, ConsumerRecords<byte[], byte[]> polled)
            throws Exception {
        List<List<RecordFacts.Item>> lanes = new ArrayList<>(atATime);
        for (int i = 0; i < atATime; i++) {
            lanes.add(new ArrayList<>());
        }
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            lanes.get(Math.floorMod(Arrays.hashCode(record.key()), atATime)).add(item(record.value()));
        }
        List<Future<?>> all = new ArrayList<>(atATime);
        for (List<RecordFacts.Item> lane : lanes) {
            all.add(dispatchers.submit(() -> {
                for (RecordFacts.Item item : lane) {
                    stock.record(item);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static RecordFacts.Item item(byte[] line) {
        return switch (FactLineReader.read(line, CONTEXT)) {
            case FactLineReader.Reading.Read(var command) -> new RecordFacts.Item(command, Entrance.BUS);
            case FactLineReader.Reading.Unreadable(var refusal) -> throw new IllegalStateException(refusal.toString());
        };
    }
}
