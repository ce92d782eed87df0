package dev.kept.app.cli;

import dev.kept.app.importing.ImportRefused;
import dev.kept.app.importing.JsonMapping;
import dev.kept.app.importing.Mapping;
import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.support.CannotStart;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The options that say which topics a ledger reads and writes.
final class KafkaMixin {
    @CommandLine.Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KEPT_KAFKA}",
            description = "reads facts from this Kafka and publishes to it (docs/kafka.md)")
    private @Nullable String bootstrap;

    @CommandLine.Option(
            names = "--kafka-in",
            paramLabel = "TOPIC[=MAPPING.yaml]",
            description = "a topic to read, through a mapping if one is named; again for more (default: "
                    + KafkaOptions.FACTS + ")")
    private List<String> topics = List.of(KafkaOptions.FACTS);

    @CommandLine.Option(
            names = "--kafka-consumer",
            paramLabel = "NAME",
            description = "the group to read as, under which offsets are kept (default: kept-TENANT, with a mark of the"
                    + " database in the group)")
    private @Nullable String consumer;

    @CommandLine.Option(
            names = "--kafka-out",
            paramLabel = "LEDGER,OUTCOMES",
            defaultValue = KafkaOptions.LEDGER + "," + KafkaOptions.OUTCOMES,
            description = "the topics for accepted facts and for changes of outcomes and scores, or none"
                    + " (default: ${DEFAULT-VALUE})")
    private String out = KafkaOptions.LEDGER + "," + KafkaOptions.OUTCOMES;

    @CommandLine.Option(
            names = "--kafka-letters",
            paramLabel = "TOPIC",
            defaultValue = KafkaOptions.LETTERS,
            description = "the topic for dead letters that are still open after some seconds, or none"
                    + " (default: ${DEFAULT-VALUE})")
    private String letters = KafkaOptions.LETTERS;

    @CommandLine.Option(
            names = "--kafka-config",
            paramLabel = "F",
            description = "further properties of Kafka's clients, such as those for TLS and passwords")
    private @Nullable Path config;

    @Nullable KafkaOptions options(String tenant) {
        String at = bootstrap;
        if (at == null || at.isBlank()) {
            return null;
        }
        return at(at, tenant);
    }

    KafkaOptions at(String address, String tenant) {
        for (String one : address.split(",")) {
            if (!one.strip().matches("[^:\\s]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
                throw new CannotStart("--kafka " + address + " is no address; write it like 127.0.0.1:9092");
            }
        }
        boolean quiet = out.equals("none");
        String[] outgoing = out.split(",");
        if (!quiet && outgoing.length != 2) {
            throw new CannotStart("--kafka-out names two topics, such as kept.ledger,kept.outcomes, or none");
        }
        return new KafkaOptions(
                address,
                consumer == null ? KafkaOptions.consumerOf(tenant) : consumer,
                topics(),
                quiet ? null : outgoing[0].strip(),
                quiet ? null : outgoing[1].strip(),
                letters.equals("none") ? null : letters.strip(),
                clients());
    }

    private List<KafkaOptions.Topic> topics() {
        List<KafkaOptions.Topic> all = new ArrayList<>();
        for (String topic : topics) {
            String[] parts = topic.split("=", 2);
            if (!parts[0].matches("[A-Za-z0-9._-]{1,249}")) {
                throw new CannotStart("--kafka-in " + topic + " is no topic; write it like kept.facts");
            }
            try {
                all.add(new KafkaOptions.Topic(
                        parts[0], parts.length == 1 ? null : new JsonMapping(Mapping.read(Path.of(parts[1])))));
            } catch (ImportRefused refused) {
                throw new CannotStart("--kafka-in " + topic + ": " + refused.getMessage(), refused);
            }
        }
        return all;
    }

    private Map<String, String> clients() {
        Map<String, String> clients = new HashMap<>();
        Path file = config;
        if (file != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException failure) {
                throw new CannotStart("--kafka-config " + file + " cannot be read: " + failure.getMessage());
            }
            properties.stringPropertyNames().forEach(name -> clients.put(name, properties.getProperty(name)));
        }
        return clients;
    }
}
