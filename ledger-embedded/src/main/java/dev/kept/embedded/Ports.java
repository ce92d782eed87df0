package dev.kept.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// TCP ports on 127.0.0.1.
final class Ports {
    private Ports() {}

    /// A port that was free a moment ago; whether it still is, the server finds out.
    static int free() {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        } catch (IOException failure) {
            throw new StartRefused("No port on 127.0.0.1 is free (" + failure.getMessage() + "): end some programs.");
        }
    }

    static boolean taken(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
