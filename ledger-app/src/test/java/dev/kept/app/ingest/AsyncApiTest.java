package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.fact.FactType;
import dev.kept.app.support.outgoing.Warnings;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.outcome.Outcome;
import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Warning;
import dev.kept.store.intake.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
    void saysWhatKeepsMessagesInOrder() {
        for (String name : names(at("components", "messages"))) {
            assertThat(at("components", "messages", name, "bindings").get("$ref"))
                    .as(name)
                    .isEqualTo("#/components/messageBindings/" + (name.equals("letter") ? "asItCame" : "byCustomer"));
        }
        assertThat(at("components", "messageBindings", "byCustomer", "kafka", "key")
                        .get("type"))
                .isEqualTo("string");
    }

    @Test
    void showsOfEveryTypeOfFactOneThatIsReadAsSuch() {
        for (FactType type : FactType.values()) {
            Map<?, ?> example = example(type.wireName());
            List<DeadLetter.Header> headers = new ArrayList<>();
            ((Map<?, ?>) example.get("headers"))
                    .forEach((name, value) ->
                            headers.add(new DeadLetter.Header(name.toString(), utf8(value.toString()))));

            Incoming read = new RecordReader(null)
                    .read(new DeadLetter.Record("kept-us", "kept.facts", 0, 0, null, headers, json(example)));

            assertThat(read.commands())
                    .as(read.content().toString())
                    .singleElement()
                    .extracting(CommitmentCommand::type)
                    .isEqualTo(type);
        }
    }

    @Test
    void showsOutcomesScoresAndWarningsWithAllThatTheyHave() {
        Map.of("warningGiven", "Warning", "outcomeChanged", "OutcomeChanged", "scoreChanged", "ScoreChanged")
                .forEach((message, schema) -> assertThat(
                                names((Map<?, ?>) example(message).get("payload")))
                        .isEqualTo(names(at("components", "schemas", schema, "properties"))));
    }

    private Map<?, ?> example(String message) {
        return (Map<?, ?>) ((List<?>) at("components", "messages", message).get("examples")).getFirst();
    }

    private static byte[] json(Map<?, ?> example) {
        JsonWriter out = new JsonWriter().beginObject();
        members(out, (Map<?, ?>) example.get("payload"));
        return out.endObject().toBytes();
    }

    private static void members(JsonWriter out, Map<?, ?> members) {
        members.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                members(out.beginObject(name.toString()), inner);
                out.endObject();
            } else {
                out.member(name.toString(), value.toString());
            }
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
                .containsExactlyInAnyOrderElementsOf(FactLineReader.fields());
        assertThat(at("components", "schemas", "FactType").get("enum"))
                .isEqualTo(
                        Arrays.stream(FactType.values()).map(FactType::wireName).toList());
        List<String> outcomes =
                Arrays.stream(Outcome.values()).map(Outcome::name).toList();
        assertThat(at("components", "schemas", "Outcome").get("enum")).isEqualTo(outcomes);
    }
}
