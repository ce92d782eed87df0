package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.fact.FactType;
import dev.kept.app.support.outgoing.Warnings;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Warning;
import dev.kept.store.intake.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// The AsyncAPI document says what the code does: topics, messages, headers, fields.
class AsyncApiTest {
    private final Map<String, Object> document;

    AsyncApiTest() throws IOException {
        Path beside = Path.of("..", "docs", "asyncapi.yaml");
        Path file = Files.exists(beside) ? beside : Path.of("docs", "asyncapi.yaml");
        document = new Yaml().load(Files.readString(file));
    }

    private Map<?, ?> at(String... path) {
        Map<?, ?> place = document;
        for (String name : path) {
            place = (Map<?, ?>) place.get(name);
        }
        return place;
    }

    private static Set<String> names(Map<?, ?> place) {
        Set<String> names = new TreeSet<>();
        place.keySet().forEach(name -> names.add(name.toString()));
        return names;
    }

    @Test
    void namesTheTopics() {
        assertThat(document.get("asyncapi")).isEqualTo("3.0.0");
        assertThat(at("channels", "facts").get("address")).isEqualTo(KafkaOptions.FACTS);
        assertThat(at("channels", "ledger").get("address")).isEqualTo(KafkaOptions.LEDGER);
        assertThat(at("channels", "outcomes").get("address")).isEqualTo(KafkaOptions.OUTCOMES);
        assertThat(at("channels", "letters").get("address")).isEqualTo(KafkaOptions.LETTERS);
    }

    @Test
    void hasAMessageForEveryTypeOfFactAndNoOther() {
        Set<String> facts = new TreeSet<>();
        Arrays.stream(FactType.values()).forEach(type -> facts.add(type.wireName()));
        assertThat(names(at("channels", "facts", "messages"))).isEqualTo(facts);
        assertThat(names(at("channels", "ledger", "messages"))).isEqualTo(facts);
        for (String fact : facts) {
            String type = (String) at("components", "messages", fact).get("name");
            assertThat(type).isEqualTo(CloudEvent.typeOf(fact));
            assertThat(CloudEvent.factType(type)).isEqualTo(fact);
        }
        assertThat(at("components", "messages", "outcomeChanged").get("name")).isEqualTo(OutgoingEvent.OUTCOME_CHANGED);
        assertThat(at("components", "messages", "scoreChanged").get("name")).isEqualTo(OutgoingEvent.SCORE_CHANGED);
        assertThat(at("components", "messages", "warningGiven").get("name")).isEqualTo(OutgoingEvent.WARNING_GIVEN);
    }

    @Test
    void namesWhatAWarningHas() {
        Warning warning = new Warning(7, "c", "ACME", Stage.DUE, 0, 0, Instant.EPOCH);
        JsonValue.JsonObject sent = (JsonValue.JsonObject) JsonReader.readTrusted(Warnings.data(warning));
        assertThat(names(at("components", "schemas", "Warning", "properties")))
                .isEqualTo(new TreeSet<>(sent.members().keySet()));
        assertThat(at("components", "schemas", "Warning", "properties", "stage").get("enum"))
                .isEqualTo(Arrays.stream(Stage.values()).map(Stage::name).toList());
        Set<String> headers = new TreeSet<>();
        OutgoingEvent.of("t", "s", "i", "c", "now", "ACME", new byte[0])
                .with("sequence", "7")
                .to("topic")
                .headers()
                .forEach(header -> headers.add(header.key()));
        assertThat(names(at("components", "schemas", "WarningHeaders", "properties")))
                .isEqualTo(headers);
    }

    @Test
    void namesTheHeadersThatAreSent() {
        ProducerRecord<byte[], byte[]> sent = OutgoingEvent.of("t", "s", "i", "c", "now", "ACME", new byte[0])
                .with("position", "1")
                .to("topic");
        Set<String> headers = new TreeSet<>();
        sent.headers().forEach(header -> headers.add(header.key()));
        assertThat(names(at("components", "schemas", "Headers", "properties"))).isEqualTo(headers);
    }

    @Test
    void namesTheHeadersOfLetters() {
        DeadLetter letter = new DeadLetter(
                7,
                DeadLetter.Standing.DEAD,
                "s",
                "MALFORMED",
                "why",
                new DeadLetter.Record("kept-us", "t", 0, 3, null, List.of(), new byte[] {1}),
                null,
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
        Set<String> headers = new TreeSet<>();
        for (LetterForm form : LetterForm.values()) {
            form.of("kept.facts.dlt", letter).headers().forEach(header -> headers.add(header.key()));
        }
        assertThat(names(at("components", "schemas", "LetterHeaders", "properties")))
                .isEqualTo(headers);
        Set<String> standings = new TreeSet<>();
        Arrays.stream(DeadLetter.Standing.values()).forEach(standing -> standings.add(standing.name()));
        assertThat(at("components", "schemas", "LetterHeaders", "properties", "kept_standing")
                        .get("enum"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrderElementsOf(standings);
    }

    @Test
    void namesFieldsAndOutcomesThatThereAre() {
        assertThat(names(at("components", "schemas", "FactLine", "properties")))
                .filteredOn(name -> !name.equals("type"))
                .allMatch(FactLineReader::isField);
        List<String> outcomes =
                Arrays.stream(Outcome.values()).map(Outcome::name).toList();
        assertThat(at("components", "schemas", "Outcome").get("enum")).isEqualTo(outcomes);
    }
}
