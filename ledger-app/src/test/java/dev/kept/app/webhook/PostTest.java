package dev.kept.app.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Posting to where it may be posted, and to nowhere else.
@Timeout(60)
class PostTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private static Post post(boolean privateAllowed) {
        return new Post(InetAddress::getAllByName, privateAllowed, LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "198.18.0.1",
                "203.0.113.9",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1",
                "2001::1",
                "::127.0.0.1",
                "3fff::1",
                "2130706433"
            })
    void refusesWhatIsNotPublic(String address) {
        assertThatThrownBy(() -> post(false).addresses(address))
                .isInstanceOf(Post.NotPublic.class)
                .hasMessageContaining("not a public address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "93.184.215.14", "172.32.0.1", "11.0.0.1", "2606:4700:4700::1111", "2a00:1450::1"})
    void takesWhatIsPublic(String address) throws IOException {
        assertThat(post(false).addresses(address)).hasSize(1);
    }

    @Test
    void refusesANameThatLeadsToSomethingPrivateAmongOthers() throws Exception {
        InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};

        assertThatThrownBy(() -> new Post(_ -> both, false, LIMIT).addresses("hooks.example.com"))
                .isInstanceOf(Post.NotPublic.class);
    }

    @Test
    void aNameThatLeadsHomeAfterItWasCheckedIsRefusedWhenItIsUsed() throws Exception {
        // given a receiver on this machine, and a name that is public the first time alone
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", _ -> received.incrementAndGet());
        server.start();
        try {
            Post post = new Post(
                    _ -> new InetAddress[] {
                        InetAddress.getByName(asked.getAndIncrement() == 0 ? "1.1.1.1" : "127.0.0.1")
                    },
                    false,
                    LIMIT);
            assertThat(post.addresses("rebind.example.com")).hasSize(1);

            // when
            URI url = URI.create(
                    "http://rebind.example.com:" + server.getAddress().getPort() + "/");

            // then
            assertThatThrownBy(() -> post.send(url, Map.of(), BODY)).isInstanceOf(Post.NotPublic.class);
            assertThat(received).hasValue(0);
            assertThat(asked).hasValue(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/inside", exchange -> {
            inside.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/inside");
            exchange.getResponseHeaders().add("Retry-After", "30");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.start();
        try {
            Post.Answer answer = post(true)
                    .send(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Map.of(), BODY);

            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.retryAfterSeconds()).hasValue(30);
            assertThat(inside).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: 1\r\n", "SSH-2.0-x\r\n\r\n", "drip"})
    void givesUpOnAReceiverThatDoesNotAnswerAsItShould(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread receiver = Thread.startVirtualThread(() -> {
                try (Socket socket = server.accept()) {
                    if (answer.equals("drip")) {
                        while (true) {
                            socket.getOutputStream().write('H');
                            Thread.sleep(100);
                        }
                    }
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    Thread.sleep(answer.isEmpty() ? 10_000 : 10);
                } catch (IOException | InterruptedException _) {
                    // The other side has had enough.
                }
            });
            long begun = System.nanoTime();

            assertThatThrownBy(() -> post(true)
                            .send(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), Map.of(), BODY))
                    .isInstanceOf(IOException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
            receiver.interrupt();
        }
    }
}
