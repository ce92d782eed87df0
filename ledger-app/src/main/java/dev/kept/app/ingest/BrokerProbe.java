package dev.kept.app.ingest;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Asks whether a broker takes connections at this moment.
final class BrokerProbe {
    private static final int LIMIT_MILLIS = 500;

    private BrokerProbe() {}

    /// @param inWords `UP HOST:PORT`, or `DOWN HOST:PORT refused`
    record Result(boolean up, String inWords) {}

    /// Up if one of the addresses answers.
    static Result of(String bootstrap) {
        Result last = new Result(false, "DOWN " + bootstrap);
        for (String address : bootstrap.split(",")) {
            last = one(address.strip());
            if (last.up()) {
                return last;
            }
        }
        return last;
    }

    private static Result one(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            InetSocketAddress target = new InetSocketAddress(
                    address.substring(0, Math.max(0, colon)), Integer.parseInt(address.substring(colon + 1)));
            if (target.isUnresolved()) {
                return new Result(false, "DOWN " + address + " unknown host");
            }
            socket.connect(target, LIMIT_MILLIS);
            return new Result(true, "UP " + address);
        } catch (ConnectException _) {
            return new Result(false, "DOWN " + address + " refused");
        } catch (SocketTimeoutException _) {
            return new Result(false, "DOWN " + address + " no answer");
        } catch (IOException | IllegalArgumentException failure) {
            return new Result(false, "DOWN " + address + " " + failure.getMessage());
        }
    }
}
