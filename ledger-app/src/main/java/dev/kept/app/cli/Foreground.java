package dev.kept.app.cli;

import dev.kept.app.wiring.LedgerServer;
import java.util.concurrent.CountDownLatch;

/// Keeps a server in the foreground until the process is told to end, and then closes it in order.
final class Foreground {
    private static volatile boolean serving;

    private Foreground() {}

    static boolean isServing() {
        return serving;
    }

    /// Closes the server when the process ends, however it is told to.
    static void closeAtEnd(LedgerServer server) {
        serving = true;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("close").unstarted(server::close));
    }

    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
