package dev.kept.benchmarks.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What an upstream system writes into the topic: orders promised and, some hundred later, kept; keyed by customer.
///
/// @param prefix sets these orders apart from those of every other measurement
record Messages(String topic, String prefix) {
    static final int CUSTOMERS = 500;

    /// Promises between a promise and its fulfilment.
    private static final int BEHIND = 500;

    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");
    private static final int SECONDS_APART = 10;
    private static final int PROMISED_SECONDS = 7 * 86_400;
    private static final int TAKEN_SECONDS = 5 * 86_400;

    /// Even ones promise; odd ones keep what was promised before, while there is any.
    ProducerRecord<byte[], byte[]> record(int number) {
        int promise = number / 2;
        boolean kept = number % 2 == 1 && promise >= BEHIND;
        int order = kept ? promise - BEHIND : promise + (number % 2 == 1 ? 1_000_000_000 : 0);
        return new ProducerRecord<>(
                topic, utf8("customer-" + order % CUSTOMERS), utf8(kept ? met(order) : made(order)));
    }

    String order(int number) {
        return prefix + "-" + number;
    }

    private String made(int number) {
        Instant at = at(number);
        return """
                {"type":"made","commitment":"%1$s","customer":"customer-%2$d","promisor":"team-%3$d","kind":"ship-order",\
                "statement":"The order leaves our dock, complete and undamaged","at":"%4$s","due":"%5$s",\
                "attributes":{"carrier":"shipper-3"},"source":"erp","id":"%1$s-made"}""".formatted(order(number), number % CUSTOMERS, number % 7, at, at.plusSeconds(PROMISED_SECONDS));
    }

    private String met(int number) {
        return """
                {"type":"met","commitment":"%1$s","at":"%2$s","source":"erp","id":"%1$s-met"}""".formatted(order(number), at(number).plusSeconds(TAKEN_SECONDS));
    }

    private static Instant at(int number) {
        return BEGIN.plusSeconds((long) number % 1_000_000_000 * SECONDS_APART);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
