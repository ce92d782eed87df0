package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/// The description of the interface names every route there is, and no other.
class OpenApiIT {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    @Test
    void describesEveryRoute() throws IOException, InterruptedException {
        try (RunningLedger ledger = RunningLedger.start(false, false)) {
            // given
            Set<String> served = new TreeSet<>();
            ledger.server()
                    .web()
                    .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                    .getHandlerMethods()
                    .keySet()
                    .forEach(mapping -> mapping.getPatternValues().stream()
                            .filter(path -> path.startsWith("/v1"))
                            .forEach(path -> mapping.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method -> served.add(method + " " + path))));

            // when
            Map<String, Object> description =
                    new Yaml().load(ledger.get("/openapi.yaml").text());
            Set<String> described = new TreeSet<>();
            ((Map<?, ?>) description.get("paths"))
                    .forEach((path, item) -> ((Map<?, ?>) item)
                            .keySet().stream()
                                    .map(Object::toString)
                                    .filter(METHODS::contains)
                                    .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));

            // then
            assertThat(served).hasSizeGreaterThan(8);
            assertThat(described).isEqualTo(served);
        }
    }
}
