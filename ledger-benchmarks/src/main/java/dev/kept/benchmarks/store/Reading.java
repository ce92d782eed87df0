package dev.kept.benchmarks.store;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.id.CommitmentId;
import dev.kept.benchmarks.Rounds;
import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.FactConverter;
import dev.kept.domain.axon.FactTags;
import dev.kept.domain.line.EventJson;
import dev.kept.store.PostgresEventStorageEngine;
import dev.kept.store.StoredFact;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;

/// Reading the log from its beginning beside a raw cursor, and sourcing commitments.
final class Reading {
    static final String STREAM = "ledger, FactReader.after";
    static final String CURSOR = "raw cursor";
    static final String SOURCE_ONE = "one stream, from the database";
    static final String SOURCE_ONE_KNOWN = "one stream, remembered";
    static final String SOURCE_MANY = "a batch of 1,000 streams, from the database";
    static final String SOURCE_MANY_KNOWN = "a batch of 1,000 streams, remembered";

    private static final int PAGE = 1_000;
    private static final int SINGLE = 200;
    private static final String SELECT = """
            select fact_id, name, accepted_micros, payload, meta from kept_log.fact order by log, position limit ?
            """;

    private final Server.Access access;
    private final Ours ours;
    private final Rounds rounds;
    private final int facts;

    Reading(Server.Access access, Ours ours, Rounds rounds, int facts) {
        this.access = access;
        this.ours = ours;
        this.rounds = rounds;
        this.facts = facts;
    }

    void round() throws SQLException {
        long start = System.nanoTime();
        long checked = cursor();
        long middle = System.nanoTime();
        long same = stream();
        long end = System.nanoTime();
        if (checked != same) {
            throw new IllegalStateException("the cursor read " + checked + ", the reader " + same);
        }
        rounds.add(CURSOR, facts / ((middle - start) / 1e9));
        rounds.add(STREAM, facts / ((end - middle) / 1e9));
        source();
    }

    private long stream() {
        long sum = 0;
        long position = -1;
        long read = 0;
        while (read < facts) {
            List<StoredFact> page = ours.reader.after(position, (int) Math.min(PAGE, facts - read));
            for (StoredFact fact : page) {
                sum += check(decode(fact.factId(), fact.name(), fact.acceptedAt(), fact.payload(), fact.meta()));
            }
            position = page.getLast().position();
            read += page.size();
        }
        return sum;
    }

    private long cursor() throws SQLException {
        long sum = 0;
        try (Connection connection = access.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setFetchSize(PAGE);
                select.setLong(1, facts);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        Instant accepted = Instant.EPOCH.plusNanos(TimeUnit.MICROSECONDS.toNanos(rows.getLong(3)));
                        sum += check(decode(
                                rows.getString(1), rows.getString(2), accepted, rows.getBytes(4), rows.getBytes(5)));
                    }
                }
            }
        }
        return sum;
    }

    private static CommitmentEvent decode(String factId, String name, Instant accepted, byte[] payload, byte[] meta) {
        return EventJson.read(
                new EventJson.Stored(Stock.TENANT, factId, name, accepted, payload, StockConverter.read(meta)));
    }

    private static long check(CommitmentEvent event) {
        return event.envelope().factId().hashCode();
    }

    private void source() {
        List<String> orders = new ArrayList<>(orders());
        var engine = PostgresEventStorageEngine.open(
                ours.database, Stock.TENANT, Ours.ORIGIN, new FactConverter(), new SecureRandom());
        int single = Math.min(SINGLE, orders.size() / 4);
        List<String> ones = orders.subList(0, single);
        rounds.add(SOURCE_ONE, median(engine, ones));
        rounds.add(SOURCE_ONE_KNOWN, median(engine, ones));
        List<String> many = orders.subList(single, Math.min(orders.size(), single + PAGE));
        rounds.add(SOURCE_MANY, micros(engine, many));
        rounds.add(SOURCE_MANY_KNOWN, micros(engine, many));
    }

    private Set<String> orders() {
        Set<String> orders = new LinkedHashSet<>();
        long position = -1;
        while (orders.size() < SINGLE + PAGE) {
            List<StoredFact> page = ours.reader.after(position, PAGE);
            if (page.isEmpty()) {
                return orders;
            }
            page.forEach(fact -> orders.add(fact.stream().substring("commitment/".length())));
            position = page.getLast().position();
        }
        return orders;
    }

    private static double median(PostgresEventStorageEngine engine, List<String> orders) {
        List<Double> micros = new ArrayList<>();
        orders.forEach(order -> micros.add(micros(engine, List.of(order))));
        return dev.kept.benchmarks.Spread.of(micros).median();
    }

    private static double micros(PostgresEventStorageEngine engine, List<String> orders) {
        List<EventCriteria> criteria = new ArrayList<>(orders.size());
        orders.forEach(order -> criteria.add(EventCriteria.havingTags(FactTags.commitment(new CommitmentId(order)))));
        long start = System.nanoTime();
        MessageStream<EventMessage> stream =
                engine.source(SourcingCondition.conditionFor(EventCriteria.either(criteria)), null);
        int found = 0;
        while (stream.hasNextAvailable()) {
            stream.next();
            found++;
        }
        long end = System.nanoTime();
        if (found <= orders.size()) {
            throw new IllegalStateException("sourcing " + orders.size() + " orders found " + found + " entries");
        }
        return (end - start) / 1e3;
    }
}
