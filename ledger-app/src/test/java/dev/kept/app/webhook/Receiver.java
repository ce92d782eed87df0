package dev.kept.app.webhook;

import com.sun.net.httpserver.HttpServer;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A receiver of webhooks that does what the specification asks receivers to do, with code of its own.
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    record Received(String id, long timestamp, String signature, String body, int answered) {
        String type() {
            return text("type");
        }

        private String text(String name) {
            return json().get(name) instanceof JsonValue.JsonText(String text) ? text : "";
        }

        JsonValue.JsonObject json() {
            return (JsonValue.JsonObject) JsonReader.readTrusted(body.getBytes(StandardCharsets.UTF_8));
        }

        JsonValue.JsonObject data() {
            return (JsonValue.JsonObject) json().get("data");
        }

        String data(String name) {
            return switch (data().get(name)) {
                case JsonValue.JsonText(String text) -> text;
                case JsonValue.JsonNumber(String text) -> text;
                case null, default -> "";
            };
        }

        /// Whether one of the signatures is that of the secret, and the timestamp is of this minute.
        boolean isSignedBy(String secret) throws GeneralSecurityException {
            byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] expected = mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
            boolean signed = false;
            for (String one : signature.split(" ")) {
                signed |= one.startsWith("v1,")
                        && MessageDigest.isEqual(expected, Base64.getDecoder().decode(one.substring(3)));
            }
            return signed
                    && Duration.between(Instant.ofEpochSecond(timestamp), Instant.now())
                                    .abs()
                                    .compareTo(Duration.ofMinutes(5))
                            < 0;
        }
    }

    private Receiver(HttpServer server) {
        this.server = server;
    }

    /// @param answers what it answers to the request of this number, from 0
    static Receiver answering(IntUnaryOperator answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Receiver receiver = new Receiver(server);
        server.setExecutor(Executors.newSingleThreadExecutor(Thread.ofVirtual().factory()));
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int answer = answers.applyAsInt(receiver.received.size());
            receiver.received.add(new Received(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body,
                    answer));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        return receiver;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Received> all() {
        return List.copyOf(received);
    }

    /// Those that it took.
    List<Received> taken() {
        return received.stream().filter(one -> one.answered() < 300).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
