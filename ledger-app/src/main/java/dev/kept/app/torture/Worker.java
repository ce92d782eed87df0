package dev.kept.app.torture;

import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.store.LogDatabase;
import dev.kept.store.recording.FactRecorder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The process that is killed: a database server, two nodes that record into one log, and their callers.
///
/// Each line it prints is one write to a pipe, whole or not there. It ends in order when told to on its standard input,
/// and at once when that closes, since then whoever started it is gone.
public final class Worker {
    static final String READY = "ready";
    static final String ACKNOWLEDGED = "ack";
    static final String REFUSED = "refused";
    static final String BROKEN = "broken";
    static final String STOP = "stop";
    static final FactRecorder.Options LOG = new FactRecorder.Options("torture", "kept.local/torture", false);

    private static final int NODES = 2;
    private static final int CONNECTIONS = 4;
    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    /// Makes each append commit without waiting for the disk, behind the back of the check at the start; also one that
    /// comes too late and changes nothing: its commit would bring those before it to the disk.
    private static final String MAKE_VOLATILE = """
            create or replace function public.planted() returns trigger language plpgsql as $$
            begin
              perform set_config('synchronous_commit', 'off', true);
              return null;
            end
            $$;
            create or replace trigger planted before update on kept_log.log
              for each statement execute function public.planted();
            """;

    private final Options options;
    private final OutputStream out;

    private Worker(Options options, OutputStream out) {
        this.options = options;
        this.out = out;
    }

    /// @param next the submission with which each caller begins
    public record Options(
            Path directory,
            long seed,
            List<Integer> next,
            @Nullable Fault fault) {}

    private record Node(LogDatabase database, FactRecorder recorder) {}

    /// Runs until it is told to stop, or killed.
    public static void run(Options options, InputStream in, OutputStream out)
            throws IOException, SQLException, InterruptedException {
        new Worker(options, out).run(in);
    }

    private void run(InputStream in) throws IOException, SQLException, InterruptedException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(server())) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                LogDatabase database =
                        LogDatabase.open(server.jdbcUrl(), server.user(), server.password(), CONNECTIONS);
                nodes.add(new Node(database, FactRecorder.open(database, LOG, InstantSource.system())));
            }
            if (options.fault() == Fault.VOLATILE_COMMIT) {
                plant(server);
            }
            say(READY);
            List<Caller> callers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < Workload.CALLERS; i++) {
                Caller caller = new Caller(i, options, nodes.get(i % NODES).recorder(), this::say);
                callers.add(caller);
                threads.add(Thread.startVirtualThread(caller::run));
            }
            awaitStop(in);
            callers.forEach(Caller::stop);
            for (Thread thread : threads) {
                if (!thread.join(END_LIMIT)) {
                    say(BROKEN + " a caller does not end");
                }
            }
            for (Node node : nodes) {
                node.recorder().close();
                node.database().close();
            }
        }
    }

    private dev.kept.embedded.Options server() {
        dev.kept.embedded.Options durable = dev.kept.embedded.Options.in(options.directory());
        return options.fault() == Fault.VOLATILE_COMMIT
                ? durable.withSetting("wal_writer_delay", "10s").withSetting("wal_writer_flush_after", "1GB")
                : durable;
    }

    private static void plant(EmbeddedPostgres server) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(MAKE_VOLATILE);
        }
    }

    private static void awaitStop(InputStream in) throws IOException {
        if (new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine() == null) {
            Runtime.getRuntime().halt(1);
        }
    }

    private void say(String line) {
        synchronized (out) {
            try {
                out.write((line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException failure) {
                throw new UncheckedIOException("whoever counts the acknowledgements is gone", failure);
            }
        }
    }
}
