package dev.kept.app.webhook;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Posts a body to an address that was checked, and reads no more than the head of the answer.
///
/// It resolves the name itself, checks every address that comes of it and connects to one of those very addresses: a
/// name that means another machine a moment later cannot lead it astray. Redirects are not followed, nothing is kept
/// alive, and the whole exchange has one limit, at whose end the connection is closed under it.
final class Post {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})( [^\r\n]*)?");
    private static final Pattern RETRY_AFTER = Pattern.compile("(?im)^retry-after:[ \t]*([0-9]{1,6})[ \t]*$");

    private final Resolver resolver;
    private final boolean privateAllowed;
    private final Duration limit;

    /// How names become addresses.
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /// @param privateAllowed for receivers on one's own machine or network
    /// @param limit for one exchange
    Post(Resolver resolver, boolean privateAllowed, Duration limit) {
        this.resolver = resolver;
        this.privateAllowed = privateAllowed;
        this.limit = limit;
    }

    /// @param retryAfterSeconds what the receiver asks for
    record Answer(int status, OptionalLong retryAfterSeconds) {}

    /// The name leads to an address that is not public.
    static final class NotPublic extends IOException {
        private static final long serialVersionUID = 1L;

        NotPublic(String host, InetAddress address) {
            super(host + " leads to " + address.getHostAddress() + ", which is not a public address");
        }
    }

    /// The addresses of a host, each of which is public unless others are allowed.
    List<InetAddress> addresses(String host) throws IOException {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] addresses = resolver.resolve(name);
        for (InetAddress address : addresses) {
            if (!privateAllowed && !PublicAddresses.contain(address)) {
                throw new NotPublic(name, address);
            }
        }
        return List.of(addresses);
    }

    Answer send(URI url, Map<String, String> headers, byte[] body) throws IOException {
        boolean encrypted = "https".equals(url.getScheme());
        int port = url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80;
        Socket plain = connected(addresses(url.getHost()), port);
        Thread watch = Thread.ofVirtual().start(() -> closeAfterLimit(plain));
        try (plain) {
            plain.setSoTimeout((int) limit.toMillis());
            if (!encrypted) {
                return exchange(plain, url, headers, body);
            }
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, url.getHost(), port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return exchange(socket, url, headers, body);
            }
        } finally {
            watch.interrupt();
        }
    }

    private void closeAfterLimit(Socket socket) {
        try {
            Thread.sleep(limit);
            socket.close();
        } catch (InterruptedException | IOException _) {
            // The exchange is over.
        }
    }

    private static Socket connected(List<InetAddress> addresses, int port) throws IOException {
        IOException last = new IOException("the name has no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT_LIMIT.toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException failure) {
                socket.close();
                last = failure;
            }
        }
        throw last;
    }

    private static Answer exchange(Socket socket, URI url, Map<String, String> headers, byte[] body)
            throws IOException {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String host = url.getPort() >= 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
        StringBuilder head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
        return answer(new BufferedInputStream(socket.getInputStream()));
    }

    /// The first answer that is more than "go on".
    private static Answer answer(InputStream in) throws IOException {
        while (true) {
            String head = head(in);
            Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
            if (!status.matches()) {
                throw new IOException("the answer is not HTTP");
            }
            int code = Integer.parseInt(status.group(1));
            if (code >= 200) {
                Matcher retry = RETRY_AFTER.matcher(head);
                return new Answer(
                        code, retry.find() ? OptionalLong.of(Long.parseLong(retry.group(1))) : OptionalLong.empty());
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 2) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended before the answer");
            }
            head.write(next);
            if (next == '\n') {
                ends++;
            } else if (next != '\r') {
                ends = 0;
            }
            if (head.size() > MAX_HEAD_BYTES) {
                throw new IOException("the head of the answer is longer than " + MAX_HEAD_BYTES + " bytes");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^http/", "HTTP/");
    }
}
