package dev.kept.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between a node and its database: delays what passes, and cuts every connection after so many bytes.
public final class TcpProxy implements AutoCloseable {
    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket server;
    private final String host;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong toServer = new AtomicLong(NEVER);
    private final AtomicLong toClient = new AtomicLong(NEVER);
    private final AtomicBoolean cut = new AtomicBoolean();
    private volatile Duration latency = Duration.ZERO;

    private TcpProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public static TcpProxy to(String host, int port) throws IOException {
        return new TcpProxy(host, port);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void delay(Duration latency) {
        this.latency = latency;
    }

    /// Lets this many more bytes through to the server, then cuts all connections.
    public void cutAfterSending(long bytes) {
        toServer.set(bytes);
    }

    /// Lets this many more bytes of the server's answers through, then cuts all connections.
    public void cutAfterAnswering(long bytes) {
        toClient.set(bytes);
    }

    /// Whether a connection was cut since the proxy last healed.
    public boolean hasCut() {
        return cut.get();
    }

    public void heal() {
        cut.set(false);
        toServer.set(NEVER);
        toClient.set(NEVER);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket target = new Socket(host, port);
                client.setTcpNoDelay(true);
                target.setTcpNoDelay(true);
                open.add(client);
                open.add(target);
                Thread.ofVirtual().start(() -> pump(client, target, toServer));
                Thread.ofVirtual().start(() -> pump(target, client, toClient));
            } catch (IOException _) {
                // Closed: the loop's condition ends it.
            }
        }
    }

    private void pump(Socket from, Socket to, AtomicLong allowed) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!latency.isZero()) {
                    Thread.sleep(latency);
                }
                long left = allowed.get() == NEVER ? NEVER : allowed.addAndGet(-n);
                if (left < 0) {
                    out.write(buffer, 0, (int) Math.max(0, n + left));
                    out.flush();
                    cut.set(true);
                    cut();
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException _) {
            // The connection is cut: so is the other half.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }
}
