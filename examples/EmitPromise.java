// Emits one promise from an upstream service to a ledger that reads kept.facts:
//   java -cp 'kafka-clients.jar:slf4j-api.jar' examples/EmitPromise.java 127.0.0.1:9092 kept.facts order-10248
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

void main(String[] args) throws Exception {
    var config = Map.<String, Object>of("bootstrap.servers", args[0], "enable.idempotence", "true");
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
        var promise = new ProducerRecord<>(args[1], "VINET", """
                {"customer": "VINET", "kind": "ship-order", "due": "2026-12-01T17:00:00Z"}""");
        Map.of("specversion", "1.0", "type", "dev.kept.commitment.made.v1", "source", "/shop",
                        "id", UUID.randomUUID().toString(), "subject", args[2], "time", "2026-11-20T09:00:00Z")
                .forEach((name, value) -> promise.headers().add("ce_" + name, value.getBytes()));
        producer.send(promise).get();
    }
}
