package dev.kept.benchmarks.kafka;

import dev.kept.app.broker.LocalBroker;
import dev.kept.benchmarks.Machine;
import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Server;
import dev.kept.benchmarks.store.RawRow;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/// One topic, written once; in each round everybody reads it from its beginning, into a database of its own.
public final class KafkaBenchmark {
    static final String COMMITTED = "ledger, committed";
    static final String PROJECTED = "ledger, in the views";
    static final String LAG = "longest time from committed to in the views, ms";
    static final String STOCK = "stock JPA engine, the same topic, one command a record, 32 at a time";
    static final String STOCK_ONE = "stock JPA engine, the same topic, one command a record, one at a time";
    static final String RAW_FACTS = "raw COPY of the facts as the ledger stores them, with keys and indexes";
    static final String RAW_RECORDS = "raw COPY of the records alone, one primary key";
    static final String P50 = "latency p50, ms";
    static final String P99 = "latency p99, ms";

    private final Server server;
    private final LocalBroker broker;
    private final Plan plan;
    private final Rounds rounds = new Rounds();

    /// How much is measured.
    ///
    /// @param warmUps rounds before those that count
    /// @param rounds that count
    /// @param records in the topic
    /// @param stockTime how long the stock engine, which would not come to the end, is measured
    /// @param latencyTime how long records arrive at half load
    public record Plan(int warmUps, int rounds, int records, Duration stockTime, Duration latencyTime) {}

    public KafkaBenchmark(Server server, LocalBroker broker, Plan plan) {
        this.server = server;
        this.broker = broker;
        this.plan = plan;
    }

    /// @param command that the page is to name
    /// @param elapsed how long the whole run has taken when it is asked
    /// @return the section of the page
    public String run(String command, Supplier<Duration> elapsed) throws Exception {
        String machine = Machine.describe();
        Topic topic = Topic.create(broker.address(), "bench-backlog");
        Messages messages = new Messages(topic.name(), "order");
        try (Producer<byte[], byte[]> producer = topic.producer()) {
            for (int i = 0; i < plan.records(); i++) {
                producer.send(messages.record(i));
            }
            producer.flush();
        }
        double first = 0;
        for (int round = 1 - plan.warmUps(); round <= plan.rounds(); round++) {
            System.err.println("kept: measuring round " + round + " of " + plan.rounds()
                    + (round < 1 ? ", warming up" : "") + " …");
            round(topic, round);
            if (round == 1 - plan.warmUps()) {
                first = rounds.spread(COMMITTED).median();
            }
            if (round == 0) {
                rounds.clear();
            }
        }
        return new Report(rounds, plan, first).section(command, machine, server.describe(), elapsed.get());
    }

    private void round(Topic topic, int round) throws Exception {
        String group = "round-" + round;
        rounds.add(STOCK, stock(topic, group + "-stock", StockReader.DISPATCHERS));
        rounds.add(STOCK_ONE, stock(topic, group + "-stock-one", 1));
        server.clean();
        List<RawRow> rows;
        double committed;
        try (LedgerReader ledger = new LedgerReader(topic, group + "-ledger", server.fresh())) {
            LedgerReader.Backlog backlog = ledger.backlog(plan.records());
            committed = backlog.committed();
            rounds.add(COMMITTED, committed);
            rounds.add(PROJECTED, backlog.projected());
            rounds.add(LAG, backlog.lagMillis());
            rows = RawRow.first(ledger.ledger().log(), plan.records());
        }
        server.clean();
        Server.Access copied = server.fresh();
        new LedgerReader(topic, group, copied).close();
        rounds.add(RAW_FACTS, RawReader.ofFacts(topic, group + "-facts", copied, rows));
        server.clean();
        rounds.add(RAW_RECORDS, RawReader.ofRecords(topic, group + "-records", server.fresh(), plan.records()));
        latency(round, committed);
    }

    private double stock(Topic topic, String group, int atATime) throws Exception {
        server.clean();
        return StockReader.measure(
                topic, group, server.fresh(), atATime, plan.stockTime().dividedBy(4), plan.stockTime());
    }

    private void latency(int round, double committed) throws Exception {
        server.clean();
        Topic topic = Topic.create(broker.address(), "bench-latency-" + round);
        try (LedgerReader ledger = new LedgerReader(topic, "latency-" + round, server.fresh())) {
            List<Double> millis = Latency.measure(
                    ledger,
                    new Messages(topic.name(), "latency"),
                    topic,
                    (int) Math.max(100, committed / 2),
                    plan.latencyTime());
            rounds.add(P50, Latency.percentile(millis, 50));
            rounds.add(P99, Latency.percentile(millis, 99));
        }
    }
}
