package dev.kept.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Answers `POST /add-checkpoint` as C2SP tlog-witness says, and `GET /vkey` with the witness's public key.
public final class WitnessServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads;

    private WitnessServer(Witness witness, HttpServer server, ExecutorService threads) {
        this.witness = witness;
        this.server = server;
        this.threads = threads;
    }

    public static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
        HttpServer http = HttpServer.create(address, BACKLOG);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        WitnessServer server = new WitnessServer(witness, http, threads);
        http.setExecutor(threads);
        http.createContext("/add-checkpoint", server::add);
        http.createContext("/vkey", exchange -> answer(exchange, 200, TEXT, witness.verifierKey() + "\n"));
        http.start();
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void add(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, TEXT, "a checkpoint is sent with POST\n");
            return;
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(Submission.MAX_BYTES + 1);
        }
        if (body.length > Submission.MAX_BYTES) {
            answer(exchange, 400, TEXT, "a submission has at most " + Submission.MAX_BYTES + " bytes\n");
            return;
        }
        Reply reply;
        try {
            reply = witness.add(body);
        } catch (IOException failure) {
            answer(exchange, 500, TEXT, "the witness cannot keep its state: " + failure.getMessage() + "\n");
            return;
        }
        switch (reply) {
            case Reply.Cosigned(String line) -> answer(exchange, 200, TEXT, line);
            case Reply.Conflict(long size, String _) -> answer(exchange, 409, "text/x.tlog.size", size + "\n");
            case Reply.Refused(int status, String message) -> answer(exchange, status, TEXT, message + "\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
