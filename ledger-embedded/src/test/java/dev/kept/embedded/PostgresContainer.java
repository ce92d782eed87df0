package dev.kept.embedded;

import org.jspecify.annotations.NullMarked;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/// PostgreSQL in a container, with the durability that Testcontainers switches off by default.
@NullMarked
final class PostgresContainer {
    private PostgresContainer() {}

    static boolean engineRuns() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /// Starts a container that ends with this JVM.
    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    static TestDatabase.Access start(String image) {
        var container = new PostgreSQLContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withUsername("kept_admin")
                .withPassword("kept_admin")
                .withDatabaseName("kept")
                .withStartupAttempts(1)
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=on",
                        "-c",
                        "full_page_writes=on",
                        "-c",
                        "synchronous_commit=on",
                        "-c",
                        "max_connections=60");
        container.start();
        return new TestDatabase.Access(container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }
}
