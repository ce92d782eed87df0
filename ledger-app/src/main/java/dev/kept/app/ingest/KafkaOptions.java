package dev.kept.app.ingest;

import dev.kept.app.support.intake.LineMapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which broker, which topics in and out.
///
/// @param bootstrap `HOST:PORT`, several separated by commas
/// @param consumer the name under which offsets are kept, and of the group unless it is the default one
/// @param ledgerTopic where accepted facts go; null: nowhere
/// @param outcomesTopic where changes of outcomes and scores go; null: nowhere
/// @param lettersTopic where dead letters go; null: nowhere
/// @param clients further properties of Kafka's clients, such as those for security
public record KafkaOptions(
        String bootstrap,
        String consumer,
        List<Topic> topics,
        @Nullable String ledgerTopic,
        @Nullable String outcomesTopic,
        @Nullable String lettersTopic,
        Map<String, String> clients) {
    public static final String FACTS = "kept.facts";
    public static final String LEDGER = "kept.ledger";
    public static final String OUTCOMES = "kept.outcomes";
    public static final String LETTERS = "kept.facts.dlt";

    public KafkaOptions {
        topics = List.copyOf(topics);
        clients = Map.copyOf(clients);
    }

    /// The consumer's name where nobody gives another.
    public static String consumerOf(String tenant) {
        return "kept-" + tenant;
    }

    /// One topic to read.
    ///
    /// @param mapping null: its records hold facts
    public record Topic(String name, @Nullable LineMapping mapping) {}
}
