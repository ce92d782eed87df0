package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.update.UpdateCheckerConfigurationEnhancer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The framework calls its maker at every start unless its enhancer is left out; a local server stands for the maker.
class NoOutboundCallTest {
    /// The call comes a second after the start.
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(3);

    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, String> before = new HashMap<>();
    private final HttpServer maker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    NoOutboundCallTest() throws IOException {}

    @BeforeEach
    void listen(@TempDir Path home) {
        maker.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        maker.start();
        set("axoniq.usage.url", "http://127.0.0.1:" + maker.getAddress().getPort() + "/");
        set("axoniq.usage.force-test-environment", "true");
        set("axoniq.update-checker.disabled", "false");
        set("user.home", home.toString());
    }

    @AfterEach
    void restore() {
        maker.stop(0);
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @Test
    void withoutItsEnhancerTheFrameworkCallsNobody() throws InterruptedException {
        AxonConfiguration axon = EventSourcingConfigurer.create()
                .componentRegistry(registry -> registry.disableEnhancer(UpdateCheckerConfigurationEnhancer.class))
                .start();
        Thread.sleep(LONG_ENOUGH);
        axon.shutdown();
        assertThat(calls).hasValue(0);
    }

    @Test
    void withItsEnhancerTheCallIsCaughtHere() {
        AxonConfiguration axon = EventSourcingConfigurer.create().start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> calls.get() > 0);
        axon.shutdown();
    }

    private void set(String name, String value) {
        before.put(name, System.getProperty(name, ""));
        System.setProperty(name, value);
    }
}
