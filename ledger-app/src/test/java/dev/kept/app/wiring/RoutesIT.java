package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.access.IdentityProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route there is, taken by every role: the table of routes says who may, and the running server does so.
class RoutesIT {
    private static final Map<String, Set<String>> MAY = Map.of(
            "READ", Set.of("reader", "auditor", "admin"),
            "OWN", Set.of("reader", "auditor", "admin"),
            "AUDIT", Set.of("auditor"),
            "RECORD", Set.of("recorder"),
            "ADMIN", Set.of("admin"),
            "KNOWN", Set.of("recorder", "reader", "auditor", "admin"));
    private static final List<String> ROLES = List.of("guest", "recorder", "reader", "auditor", "admin");
    private static final int START_OF_BODY = 4_096;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private static IdentityProvider idp;
    private static RunningLedger ledger;
    private static Map<String, String> table;

    @BeforeAll
    static void starts() throws IOException {
        idp = new IdentityProvider(Instant.now());
        ledger = RunningLedger.start(idp.options("http://127.0.0.1:1"));
        table = new TreeMap<>();
        try (InputStream in = RoutesIT.class.getResourceAsStream("/access/routes.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" +"))
                    .forEach(route -> table.put(route[0] + " " + route[1], route[2]));
        }
    }

    @AfterAll
    static void stops() {
        ledger.close();
        idp.close();
        CLIENT.close();
    }

    private static Set<String> served() {
        Set<String> served = new TreeSet<>();
        ledger.server()
                .web()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> !path.equals("/error"))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + path))));
        return served;
    }

    @Test
    void everyRouteIsInTheTable() {
        Set<String> unlisted = served();
        unlisted.removeAll(table.keySet());

        assertThat(unlisted)
                .as("add these routes to src/main/resources/access/routes.txt, with who may take them")
                .isEmpty();
    }

    @Test
    void theTableHasNoRouteThatIsNotServed() {
        Set<String> gone = new TreeSet<>(table.keySet());
        gone.removeAll(served());

        assertThat(gone).allMatch(route -> route.matches("GET /[a-z/]+(\\.[a-z0-9]+|\\{\\*[a-z]+})"));
    }

    @Test
    void everyRoleTakesTheRoutesOfTheTableAndNoOther() throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (String role : ROLES) {
            idp.letIn("u-1", role);
            String token = idp.accessToken();
            for (Map.Entry<String, String> route : table.entrySet()) {
                String[] parts = route.getKey().split(" ");
                String verdict =
                        verdict(parts[0], parts[1].replaceAll("\\{[^}]*}", "x"), role.equals("guest") ? null : token);
                String expected = switch (route.getValue()) {
                    case "OPEN" -> "let in";
                    case "INNER" -> "not found";
                    default ->
                        MAY.get(route.getValue()).contains(role)
                                ? "let in"
                                : role.equals("guest") ? "TOKEN_REQUIRED" : "NO_ROLE";
                };
                tried++;
                if (!verdict.equals(expected) && !(expected.equals("let in") && verdict.equals("not found"))) {
                    wrong.add(role + " " + route.getKey() + ": expected " + expected + ", got " + verdict);
                }
            }
        }
        assertThat(tried).isGreaterThan(250);
        assertThat(wrong).isEmpty();
    }

    private static String verdict(String method, String path, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ledger.url() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Accept", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == 404) {
                return "not found";
            }
            if (status != 401 && status != 403) {
                return "let in";
            }
            String text = new String(body.readNBytes(START_OF_BODY), StandardCharsets.UTF_8);
            return text.contains("\"code\":\"NO_ROLE\"")
                    ? "NO_ROLE"
                    : text.contains("\"code\":\"TOKEN_REQUIRED\"") ? "TOKEN_REQUIRED" : "let in";
        }
    }
}
