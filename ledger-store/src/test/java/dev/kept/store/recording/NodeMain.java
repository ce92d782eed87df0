package dev.kept.store.recording;

import dev.kept.embedded.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A node in a JVM of its own: records under load and prints each acknowledgement, or holds the log's head.
///
/// It says `ready` and begins when it is told anything; it ends when its standard input does.
final class NodeMain {
    private static final int CALLERS = 8;
    private static final int COMMITMENTS = 20;

    private NodeMain() {}

    public static void main(String[] arguments) throws Exception {
        var access = new TestDatabase.Access(arguments[1], arguments[2], arguments[3]);
        if (arguments[0].equals("hold")) {
            hold(access);
        } else {
            load(access, arguments[0]);
        }
    }

    private static void hold(TestDatabase.Access access) throws SQLException, java.io.IOException {
        try (Connection connection = access.connect()) {
            connection.setAutoCommit(false);
            try (var lock = connection.createStatement()) {
                lock.execute("select from kept_log.log for update");
            }
            say("ready");
            while (System.in.read() >= 0) {
                say("still holding");
            }
        }
    }

    private static void load(TestDatabase.Access access, String name) throws Exception {
        Recording node = Recording.on(access);
        node.record(Commands.missed("warm", name + "-warm"));
        say("ready");
        if (System.in.read() < 0) {
            return;
        }
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers.add(Thread.ofVirtual().start(() -> call(node, name + "-" + caller)));
        }
        while (System.in.read() >= 0) {
            say("ready");
        }
        Runtime.getRuntime().halt(0);
    }

    private static void call(Recording node, String caller) {
        try {
            for (int i = 0; ; i++) {
                String key = caller + "-" + i;
                for (Answer answer : node.record(Commands.missed("order-" + i % COMMITMENTS, key))) {
                    switch (answer) {
                        case Answer.Recorded recorded -> say("ack " + key + " " + recorded.position());
                        case Answer.Duplicate duplicate -> say("ack " + key + " " + duplicate.position());
                        case Answer.Refused refused -> say("refused " + refused);
                    }
                }
            }
        } catch (ExecutionException failure) {
            say("failed " + failure.getMessage());
        } catch (Exception failure) {
            say("broken " + failure);
        }
    }

    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (System.out) {
            System.out.write(bytes, 0, bytes.length);
            System.out.flush();
        }
    }
}
