package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Holds `docker/compose.yaml` to what its README promises, also where no engine can be asked.
class ComposeFileTest {

    private static final Repository REPOSITORY = Repository.find();

    @Test
    void publishesPortsOnLoopbackAlone() throws Exception {
        assertThat(exposed(compose())).isEmpty();
        assertThat(services(compose()).get("postgres")).doesNotContainKey("ports");
    }

    @Test
    void findsAPortOpenToTheNetwork() {
        var planted = parse("services: {a: {ports: ['127.0.0.1:1:1', '8080:8080']}, b: {ports: ['0.0.0.0:2:2']}}");

        assertThat(exposed(planted)).containsExactly("a 8080:8080", "b 0.0.0.0:2:2");
    }

    @Test
    void listensBeyondLoopbackOnlyWithAToken() throws Exception {
        assertThat(String.valueOf(services(compose()).get("ledger").get("command")))
                .contains("--host 0.0.0.0", "--auth token");
    }

    @Test
    void runsPostgresDurably() throws Exception {
        var postgres = services(compose()).get("postgres");

        assertThat(String.valueOf(postgres.get("command")))
                .contains("fsync=on", "full_page_writes=on", "synchronous_commit=on");
        assertThat(postgres.get("volumes")).isEqualTo(List.of("postgres-data:/var/lib/postgresql"));
    }

    @Test
    void checksTheHealthOfEveryService() throws Exception {
        var unchecked = services(compose()).entrySet().stream()
                .filter(service -> !service.getValue().containsKey("healthcheck"))
                .map(Map.Entry::getKey);

        assertThat(unchecked).as("services without a check of their own").containsExactly("ledger");
        assertThat(REPOSITORY.text("docker/Dockerfile").orElseThrow()).containsPattern("(?m)^HEALTHCHECK ");
    }

    @Test
    void writesNoSecretDown() throws Exception {
        assertThat(REPOSITORY.text("docker/env.example").orElseThrow().lines()).contains("KEPT_DB_PASSWORD=");
        assertThat(String.valueOf(services(compose()).get("postgres").get("environment")))
                .contains("POSTGRES_PASSWORD=${KEPT_DB_PASSWORD:?");
    }

    private static Map<String, Object> compose() throws Exception {
        return parse(REPOSITORY.text("docker/compose.yaml").orElseThrow());
    }

    private static Map<String, Object> parse(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services(Map<String, Object> compose) {
        return (Map<String, Map<String, Object>>) compose.get("services");
    }

    /// Published ports, each with its service, that hosts other than this one reach.
    private static List<String> exposed(Map<String, Object> compose) {
        return services(compose).entrySet().stream()
                .flatMap(service -> ports(service.getValue())
                        .filter(port -> !port.startsWith("127.0.0.1:"))
                        .map(port -> service.getKey() + " " + port))
                .toList();
    }

    private static Stream<String> ports(Map<String, Object> service) {
        return service.get("ports") instanceof List<?> ports ? ports.stream().map(String::valueOf) : Stream.empty();
    }
}
