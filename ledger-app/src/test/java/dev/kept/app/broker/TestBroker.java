package dev.kept.app.broker;

import dev.kept.embedded.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/// The one place that chooses the Kafka broker for every integration test; one broker for each JVM.
///
/// | order | when | broker |
/// |---|---|---|
/// | 1 | `kept.test.kafka` (or `KEPT_TEST_KAFKA`) is set | the one at that address |
/// | 2 | `kept.test.infra` is `docker`, or an engine runs the image `kept.test.kafka.image` | a container of it |
/// | 3 | else | [LocalBroker], a process of its own |
///
/// `kept.test.infra` as `docker` or `embedded` forces 2 or 3, and a forced one that does not work fails. Nothing is
/// ever skipped. The choice is printed once. Tests that kill their broker start a process of their own.
@NullMarked
public final class TestBroker {
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final long LIMIT_SECONDS = 60;

    private static @Nullable String shared;

    private TestBroker() {}

    /// The address of the broker that all tests of this JVM share.
    public static synchronized String address() {
        if (shared == null) {
            shared = choose();
        }
        return shared;
    }

    /// A broker of the caller's own, to be killed and started again.
    public static LocalBroker ownProcess() {
        return LocalBroker.start(jars(), TestFolder.create("broker"), 0);
    }

    /// A new topic with a name of its own.
    public static String topic(String address, int partitions) {
        String name = "t-" + UUID.randomUUID();
        create(address, name, partitions);
        return name;
    }

    public static void create(String address, String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            throw new IllegalStateException("topic " + name + " cannot be made on " + address, failure);
        }
    }

    /// Deletes the topic and makes another of the same name.
    public static void remake(String address, String name, int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.deleteTopics(List.of(name)).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            while (admin.listTopics()
                    .names()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .contains(name)) {
                Thread.sleep(50);
            }
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            throw new IllegalStateException("topic " + name + " cannot be deleted on " + address, failure);
        }
        create(address, name, partitions);
    }

    /// How many records of the topic a group has told the broker to be done with.
    public static long committed(String address, String group, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(topic))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            throw new IllegalStateException("offsets of " + group + " cannot be read on " + address, failure);
        }
    }

    private static String choose() {
        Optional<String> given = setting("kept.test.kafka");
        if (given.isPresent()) {
            System.out.println("Test broker: given, " + given.get());
            return given.get();
        }
        String image = setting("kept.test.kafka.image").orElse(IMAGE);
        String infra = setting("kept.test.infra").orElse("auto");
        return switch (infra) {
            case "docker" -> docker(image);
            case "embedded" -> process("");
            case "auto" -> dockerElseProcess(image);
            default ->
                throw new IllegalArgumentException("kept.test.infra must be auto, docker or embedded, not " + infra);
        };
    }

    private static String dockerElseProcess(String image) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return process("; no container engine runs");
        }
        try {
            return docker(image);
        } catch (RuntimeException failure) {
            return process("; a container engine runs, but not " + image + ": " + failure.getMessage());
        }
    }

    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    private static String docker(String image) {
        KafkaContainer container =
                new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("apache/kafka"));
        container.start();
        String address = container.getBootstrapServers().replaceFirst("^[A-Z]+://", "");
        System.out.println("Test broker: container of " + image + ", " + address);
        return address;
    }

    @SuppressWarnings("resource") // it ends with this JVM
    private static String process(String why) {
        String address = ownProcess().address();
        System.out.println("Test broker: process, " + address + why);
        return address;
    }

    /// The folder that the module `ledger-broker` has filled, seen from this module or from the
    /// repository's root.
    public static Path jars() {
        Path beside = Path.of("..", "ledger-broker", "target", "jars");
        return Files.isDirectory(beside) ? beside : Path.of("ledger-broker", "target", "jars");
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() ->
                        Optional.ofNullable(System.getenv(name.replace('.', '_').toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }
}
