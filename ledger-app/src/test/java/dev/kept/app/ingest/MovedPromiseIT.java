package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.support.outgoing.OutcomeChanges;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A correction that moves a promise to another customer is told for both of them.
class MovedPromiseIT {
    private IngestLedger kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = IngestLedger.unread();
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void bothCustomersHearOfIt() throws Exception {
        // given
        record(Lines.made("p", "m"), """
                {"type":"missed","commitment":"p","at":"2026-01-21T09:00:00Z","cause":"will","source":"erp","id":"x"}""");
        ScoreFeed scores = new ScoreFeed(kafka.ledger, "out");
        assertThat(customers(scores.records(kafka.facts()))).containsExactly("ACME");

        // when
        record("""
                {"type":"corrected","commitment":"p","target":{"source":"erp","id":"m"},"with":{"customer":"OTHER"},\
                "reason":"wrong customer","actor":"bob","evidenceRef":"ticket-1","at":"2026-01-22T09:00:00Z",\
                "source":"erp","id":"c"}""");

        // then
        List<StoredFact> correction = kafka.facts().subList(2, 3);
        List<ProducerRecord<byte[], byte[]>> said = scores.records(correction);
        assertThat(customers(said)).containsExactly("ACME", "OTHER");
        assertThat(field(said.getFirst().value(), "score"))
                .isNotEqualTo(field(said.getLast().value(), "score"));
        OutcomeChanges.Change change =
                OutcomeChanges.of(kafka.ledger, correction).getFirst();
        assertThat(change.isOne()).isTrue();
        assertThat(List.of(
                        field(change.data(), "customer"),
                        field(change.data(), "formerCustomer"),
                        field(change.data(), "from"),
                        field(change.data(), "to")))
                .containsExactly("OTHER", "ACME", "MISSED", "MISSED");
    }

    @Test
    void whatIsPromisedToUsChangesNoScoreOfOurs() throws Exception {
        record(Lines.made("p", "m").replace("\"promisor\"", "\"direction\":\"BY_SUPPLIER\",\"promisor\""));

        assertThat(new ScoreFeed(kafka.ledger, "out").records(kafka.facts())).isEmpty();
    }

    private static List<String> customers(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream().map(one -> field(one.value(), "customer")).toList();
    }

    private static String field(byte[] json, String name) {
        JsonValue value = ((JsonValue.JsonObject) JsonReader.read(json)).get(name);
        return value instanceof JsonValue.JsonText(String text) ? text : String.valueOf(value);
    }

    private void record(String... lines) throws Exception {
        for (String line : lines) {
            Incoming read = new RecordReader(null)
                    .read(new DeadLetter.Record(
                            IngestLedger.CONSUMER,
                            kafka.topic,
                            0,
                            0,
                            null,
                            List.of(),
                            line.getBytes(StandardCharsets.UTF_8)));
            kafka.ledger
                    .record(List.of(new RecordFacts.Item(read.commands().getFirst(), Entrance.BUS)))
                    .get(60, TimeUnit.SECONDS);
        }
    }
}
