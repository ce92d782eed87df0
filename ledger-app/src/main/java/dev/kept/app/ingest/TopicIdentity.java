package dev.kept.app.ingest;

import dev.kept.store.intake.IntakeBooks;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a topic is still the one that its stored offsets speak of, known by the id that the broker gave it.
///
/// A broker that cannot be asked, or that gives no ids, is no reason not to read.
final class TopicIdentity {
    private static final Logger LOGGER = LoggerFactory.getLogger(TopicIdentity.class);
    private static final long LIMIT_SECONDS = 10;

    private final IntakeBooks books;
    private final String consumer;
    private final String topic;
    private final Properties client;

    /// @param client how the broker is reached
    TopicIdentity(IntakeBooks books, String consumer, String topic, Properties client) {
        this.books = books;
        this.consumer = consumer;
        this.topic = topic;
        this.client = client;
    }

    /// Why the stored offsets say nothing of this topic; null while they do.
    ///
    /// @throws IllegalStateException if the database does not answer
    @Nullable String fault() {
        String now = ask();
        if (now == null) {
            return null;
        }
        String known = books.topicId(consumer, topic, now);
        return known.equals(now)
                ? null
                : "the topic " + topic + " was made anew: its id is " + now + ", and offsets are stored of " + known
                        + "; read it under another consumer's name";
    }

    private @Nullable String ask() {
        try (Admin admin = Admin.create(client)) {
            Uuid id = admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .topicId();
            return id.equals(Uuid.ZERO_UUID) ? null : id.toString();
        } catch (ExecutionException | TimeoutException failure) {
            LOGGER.warn("the id of {} is not known: {}", topic, failure.toString());
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
