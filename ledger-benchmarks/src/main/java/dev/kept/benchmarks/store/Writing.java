package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Server;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The same facts through the stock engine, the ledger and raw JDBC, in interleaved rounds.
final class Writing {
    static final int BATCH = 1_000;
    static final int[] STOCK_CALLERS = {1, 8, 32};
    static final int[] OUR_CALLERS = {1, 8, 32, 256};
    static final int[] RAW_CALLERS = {1, 8, 32};
    static final String IMPORT = "ledger, import in batches of 1,000";
    static final String LATENCY = "ledger, latency of a lone caller";
    static final String RAW_LATENCY = "raw INSERT + commit, latency of a lone caller";
    static final List<String> RAW_BATCHES = List.of(
            "raw batched INSERT, 1,000 a transaction",
            "raw batched INSERT, rewritten, 1,000 a transaction",
            "raw INSERT … SELECT unnest, 1,000 a transaction",
            "raw COPY, text, 1,000 a transaction",
            "raw COPY, binary, 1,000 a transaction");
    private static final List<RawWrites.Way> RAW_WAYS = List.of(
            RawWrites::insert, RawWrites::insert, RawWrites::unnest, RawWrites::copyText, RawWrites::copyBinary);

    private final Ours ours;
    private final Stock stock;
    private final RawTables raw;
    private final Rounds rounds;
    private final Duration time;
    private final Server server;

    Writing(Server server, Ours ours, Stock stock, RawTables raw, Rounds rounds, Duration time) {
        this.server = server;
        this.ours = ours;
        this.stock = stock;
        this.raw = raw;
        this.rounds = rounds;
        this.time = time;
    }

    static String stock(int callers) {
        return "stock JPA engine, " + callers + (callers == 1 ? " dispatcher" : " dispatchers");
    }

    static String ours(int callers) {
        return "ledger, " + callers + (callers == 1 ? " caller" : " callers");
    }

    static String raw(int callers) {
        return "raw INSERT + commit, " + callers + (callers == 1 ? " connection" : " connections");
    }

    /// @param name sets this round's orders apart
    void round(String name) throws Exception {
        server.checkpoint();
        for (int callers : STOCK_CALLERS) {
            Orders orders = new Orders(name + "-s" + callers);
            Load.Result result = Load.run(callers, time, (caller, number) -> stock.record(orders.next(caller, number)));
            rounds.add(stock(callers), result.perSecond());
        }
        stock.rest();
        for (int callers : OUR_CALLERS) {
            Orders orders = new Orders(name + "-o" + callers);
            Load.Result result = Load.run(callers, time, (caller, number) -> ours.record(orders.next(caller, number)));
            rounds.add(ours(callers), result.perSecond());
            if (callers == 1) {
                rounds.add(LATENCY, result.medianMicros());
                one(1);
            }
        }
        one(8);
        one(32);
        rounds.add(IMPORT, ours.importFor(time, new Orders(name + "-i")));
        for (int i = 0; i < RAW_WAYS.size(); i++) {
            rounds.add(
                    RAW_BATCHES.get(i),
                    batches(RAW_WAYS.get(i), RAW_BATCHES.get(i).contains("rewritten")));
        }
    }

    private void one(int callers) throws Exception {
        List<Connection> connections = new ArrayList<>();
        try {
            List<RawTables.Supply> supplies = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                connections.add(raw.connect(false));
                supplies.add(raw.new Supply());
            }
            IntFunction<RawTables.Supply> supply = supplies::get;
            Load.Result result = Load.run(callers, time, (caller, _) -> {
                RawRow row = supply.apply(caller).take(1).getFirst();
                RawWrites.one(connections.get(caller), supply.apply(caller).number(), row);
            });
            rounds.add(raw(callers), result.perSecond());
            if (callers == 1) {
                rounds.add(RAW_LATENCY, result.medianMicros());
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private double batches(RawWrites.Way way, boolean rewritten) throws SQLException, IOException {
        try (Connection connection = raw.connect(rewritten)) {
            connection.setAutoCommit(false);
            RawTables.Supply supply = raw.new Supply();
            long start = System.nanoTime();
            long rows = 0;
            do {
                List<RawRow> batch = supply.take(BATCH);
                way.write(connection, supply.number(), batch);
                connection.commit();
                rows += BATCH;
            } while (System.nanoTime() - start < time.toNanos());
            return rows / ((System.nanoTime() - start) / 1e9);
        }
    }
}
