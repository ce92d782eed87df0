package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// No reader ever passes an unread position, whatever commits slowly, in another order, or not at all.
///
/// The same check must catch two stores that have this fault: ids of a sequence, and this log without its head's lock.
class PositionsIT {
    private static final int ENOUGH = 250;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final long seed = System.nanoTime();
    private final Fixture log = Fixture.fresh();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @FunctionalInterface
    private interface Writer {
        void write(Random random) throws Exception;
    }

    private record Read(long position, String factId) {}

    @FunctionalInterface
    private interface Reader {
        List<Read> after(long position) throws Exception;
    }

    private record Verdict(int acknowledged, int skipped, int doubled, int disordered) {}

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void readersMissNothingOfTwoNodesThatAppendAtOnce() throws Exception {
        try (TcpProxy slow = log.proxy();
                Fixture other = log.otherNode(slow)) {
            log.append(fact("taken", Tags.key("erp", "taken")));
            slow.delay(Duration.ofMillis(3));
            List<Verdict> verdicts = run(
                    List.of(
                            random -> append(log, random),
                            random -> append(other, random),
                            random -> appendWithOffsets(other, random),
                            this::holdTheHead),
                    List.of(asked(log), asked(other), streaming(log), streaming(other)));

            assertThat(verdicts)
                    .as("seed %d", seed)
                    .hasSize(4)
                    .containsOnly(new Verdict(verdicts.getFirst().acknowledged, 0, 0, 0));
            assertThat(verdicts.getFirst().acknowledged).isGreaterThanOrEqualTo(ENOUGH);
            List<StoredFact> all = log.reader.stream(-1).toList();
            assertThat(all)
                    .extracting(StoredFact::position)
                    .isEqualTo(LongStream.range(0, all.size()).boxed().toList());
            assertThat(log.reader.head().size()).isEqualTo(all.size());
            assertThat(all).isSortedAccordingTo(Comparator.comparing(StoredFact::acceptedAt));
            assertThat(all)
                    .allSatisfy(fact ->
                            assertThat(log.reader.entry(fact).leafHash()).isEqualTo(fact.leafHash()));
        }
    }

    @Test
    void theCheckCatchesAReaderOfASequence() throws Exception {
        log.asSuperuser("create table planted (id bigserial primary key, fact_id uuid not null);"
                + "grant select on planted to kept_app");
        List<Verdict> verdicts = run(
                List.of(this::insertWithSequence, this::insertWithSequence, this::insertWithSequence),
                List.of(position ->
                        read("select id, fact_id from planted where id > ? order by id limit 7", position)));
        assertThat(verdicts.getFirst().skipped).as("seed %d", seed).isPositive();
    }

    @Test
    void theCheckCatchesAnAppendWithoutTheHeadsLock() throws Exception {
        log.asSuperuser("create sequence planted minvalue 0; grant usage on planted to kept_app");
        List<Verdict> verdicts = run(
                List.of(this::insertWithoutLock, this::insertWithoutLock, this::insertWithoutLock),
                List.of(asked(log)));
        assertThat(verdicts.getFirst().skipped).as("seed %d", seed).isPositive();
    }

    private static Reader asked(Fixture node) {
        return position -> node.reader.after(position, 7).stream()
                .map(fact -> new Read(fact.position(), fact.factId()))
                .toList();
    }

    /// Follows the engine's own stream; nothing comes only where the head says that there is nothing.
    private static Reader streaming(Fixture node) {
        MessageStream<EventMessage> stream = node.engine.stream(
                StreamingCondition.conditionFor(TrackingToken.FIRST, EventCriteria.havingAnyTag()), null);
        return position -> {
            List<Read> page = new ArrayList<>();
            while (page.isEmpty() && node.reader.head().size() - 1 > position) {
                while (page.size() < 7 && stream.hasNextAvailable()) {
                    var entry = stream.next().orElseThrow();
                    long at = TrackingToken.fromContext(entry)
                            .orElseThrow()
                            .position()
                            .orElseThrow();
                    page.add(new Read(at, entry.message().identifier()));
                }
            }
            return page;
        };
    }

    private List<Verdict> run(List<Writer> writers, List<Reader> readers) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers.size(); i++) {
                Writer writer = writers.get(i);
                Random random = new Random(seed + i);
                running.add(executor.submit(() -> {
                    while (acknowledged.size() < ENOUGH && System.nanoTime() < end) {
                        writer.write(random);
                    }
                    return null;
                }));
            }
            List<Future<List<Read>>> reading = new ArrayList<>();
            for (Reader reader : readers) {
                reading.add(executor.submit(() -> readUntilDone(running, reader)));
            }
            for (Future<?> writer : running) {
                await(writer);
            }
            List<Verdict> verdicts = new ArrayList<>();
            for (Future<List<Read>> read : reading) {
                verdicts.add(verdict(await(read)));
            }
            return verdicts;
        }
    }

    private static List<Read> readUntilDone(List<Future<?>> writers, Reader reader) throws Exception {
        List<Read> all = new ArrayList<>();
        long last = -1;
        while (true) {
            boolean done = writers.stream().allMatch(Future::isDone);
            List<Read> page = reader.after(last);
            all.addAll(page);
            if (!page.isEmpty()) {
                last = page.getLast().position();
            } else if (done) {
                return all;
            }
        }
    }

    private Verdict verdict(List<Read> read) {
        Set<String> distinct = new HashSet<>();
        read.forEach(one -> distinct.add(one.factId()));
        int skipped =
                (int) acknowledged.stream().filter(id -> !distinct.contains(id)).count();
        int disordered = 0;
        for (int i = 1; i < read.size(); i++) {
            disordered += read.get(i).position() > read.get(i - 1).position() ? 0 : 1;
        }
        return new Verdict(acknowledged.size(), skipped, read.size() - distinct.size(), disordered);
    }

    private void append(Fixture node, Random random) throws InterruptedException {
        List<TaggedEventMessage<EventMessage>> facts = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            facts.add(fact("f", Tags.commitment("c" + random.nextInt(20))));
        }
        boolean doomed = random.nextInt(4) == 0;
        if (doomed) {
            facts.add(fact("again", Tags.key("erp", "taken")));
        }
        try {
            node.append(facts.toArray(TaggedEventMessage[]::new));
            assertThat(doomed).isFalse();
            facts.forEach(fact -> acknowledged.add(fact.event().identifier()));
        } catch (AppendEventsTransactionRejectedException rejected) {
            assertThat(doomed).as(rejected.getMessage()).isTrue();
        }
        Thread.sleep(random.nextInt(4));
    }

    /// Takes several round trips with the head locked, each slowed by the proxy.
    private void appendWithOffsets(Fixture node, Random random) {
        var offsets = new ConsumerOffsets(
                "c-" + random.nextLong(), List.of(new ConsumerOffsets.Step("t", 0, ConsumerOffsets.NEVER, 1)));
        var fact = fact("slow", Tags.commitment("c" + random.nextInt(20)));
        Fixture.appendWith(node.engine, offsets, List.of(fact));
        acknowledged.add(fact.event().identifier());
    }

    /// A transaction that holds the head for a while and is rolled back.
    private void holdTheHead(Random random) throws SQLException, InterruptedException {
        try (Connection connection = log.access.connect()) {
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement()) {
                lock.execute("select from kept_log.log for update");
            }
            Thread.sleep(random.nextInt(15));
            connection.rollback();
        }
        Thread.sleep(20);
    }

    private void insertWithSequence(Random random) throws SQLException, InterruptedException {
        insertSlowly("insert into planted (fact_id) values (?)", random);
    }

    private void insertWithoutLock(Random random) throws SQLException, InterruptedException {
        insertSlowly("""
                insert into kept_log.fact (log, position, fact_id, stream, version, name, revision,
                                           at_micros, rec_micros, accepted_micros, payload, meta, salt, leaf_hash)
                select 1, nextval('planted'), id, 'commitment/' || id, 0, 'commitment.made', 1,
                       0, 0, 0, '{}', '{}', decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex')
                from (select ?::uuid as id) one
                """, random);
    }

    private void insertSlowly(String sql, Random random) throws SQLException, InterruptedException {
        String factId = UUID.randomUUID().toString();
        try (Connection connection = log.access.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setObject(1, UUID.fromString(factId));
                insert.executeUpdate();
            }
            Thread.sleep(random.nextInt(15));
            if (random.nextInt(4) == 0) {
                connection.rollback();
            } else {
                connection.commit();
                acknowledged.add(factId);
            }
        }
    }

    private List<Read> read(String sql, long position) throws SQLException {
        try (Connection connection = log.database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, position);
            List<Read> page = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new Read(rows.getLong(1), rows.getString(2)));
                }
            }
            return page;
        }
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
