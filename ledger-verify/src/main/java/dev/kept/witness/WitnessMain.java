package dev.kept.witness;

import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.files.KeyFile;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `kept witness`: a process of its own, with its own key and state, on a JDK alone.
public final class WitnessMain {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final String HELP = """
            Usage: kept witness --log VKEY… [options]
            Cosigns checkpoints of the logs it knows, if they grew from what it cosigned before; refuses a log that
            was rolled back or forked, for ever.
                  --log VKEY          a public key of a log, @FILE reads keys from a file; may be repeated
                  --name NAME         this witness's name in its cosignatures (default: kept.local/witness)
                  --state DIR         its key and what it cosigned (default: .kept/witness)
                  --host ADDRESS      where it answers POST /add-checkpoint (default: 127.0.0.1)
                  --port N            (default: 7388; 0 takes any free one)
                  --watch URL         also reads this log itself every five seconds, such as http://127.0.0.1:7377/log
                  --once              looks at the logs of --watch once and ends: 0 consistent, 4 not
            """;

    private WitnessMain() {}

    /// Runs until it is stopped.
    ///
    /// @return the exit code, when there is nothing to run
    public static int run(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        if (words.contains("--help") || words.contains("-h")) {
            out.print(HELP);
            out.flush();
            return 0;
        }
        try {
            return Options.parse(words).run(out, err);
        } catch (IllegalArgumentException wrong) {
            err.println("kept: " + wrong.getMessage());
            err.println("Try: kept witness --help");
            return 2;
        } catch (IOException failure) {
            err.println("kept: " + failure.getMessage());
            return 3;
        }
    }

    private static final class Options {
        private final List<VerifierKey> logs = new ArrayList<>();
        private final List<String> watched = new ArrayList<>();
        private String name = "kept.local/witness";
        private Path state = Path.of(".kept/witness");
        private String host = "127.0.0.1";
        private int port = 7388;
        private boolean once;

        static Options parse(List<String> words) throws IOException {
            Options options = new Options();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals("--once")) {
                    options.once = true;
                    continue;
                }
                int equals = word.indexOf('=');
                boolean joined = word.startsWith("--") && equals > 0;
                String option = joined ? word.substring(0, equals) : word;
                options.take(
                        option, joined ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : null);
            }
            if (options.logs.isEmpty()) {
                throw new IllegalArgumentException(
                        "--log VKEY is missing: the public key of the log; `kept keys` of" + " its ledger prints it");
            }
            return options;
        }

        private void take(String option, @Nullable String value) throws IOException {
            if (value == null) {
                throw new IllegalArgumentException(option + " needs a value, or is no option");
            }
            switch (option) {
                case "--log" -> logs.addAll(KeyFile.verifierKeys(value));
                case "--watch" -> watched.add(value);
                case "--name" -> name = value;
                case "--state" -> state = Path.of(value);
                case "--host" -> host = value;
                case "--port" -> port = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("what is " + option + "?");
            }
        }

        int run(PrintStream out, PrintStream err) throws IOException, InterruptedException {
            try (Witness witness = Witness.open(state, name, logs, Clock.systemUTC(), new SecureRandom());
                    HttpClient http = HttpClient.newBuilder()
                            .connectTimeout(Duration.ofSeconds(10))
                            .build()) {
                List<LogWatch> watches = watched.stream()
                        .map(url -> new LogWatch(http, url, witness))
                        .toList();
                if (once) {
                    return look(watches, out, err) ? 0 : 4;
                }
                try (WitnessServer server = WitnessServer.start(witness, new InetSocketAddress(host, port))) {
                    err.println("Witness " + name + " on " + state);
                    err.println("  answers   http://" + host + ":" + server.port() + "/add-checkpoint");
                    err.println("  vkey      " + witness.verifierKey());
                    err.println("Ctrl-C stops it; what it cosigned stays.");
                    while (true) {
                        look(watches, out, err);
                        Thread.sleep(EVERY);
                    }
                }
            }
        }

        private static boolean look(List<LogWatch> watches, PrintStream out, PrintStream err)
                throws InterruptedException {
            boolean consistent = true;
            for (LogWatch watch : watches) {
                try {
                    switch (watch.look()) {
                        case Reply.Cosigned(String line) -> out.print(line);
                        case Reply.Conflict(long size, String message) -> {
                            err.println("kept: ALARM: " + message + " (cosigned: " + size + " entries)");
                            consistent = false;
                        }
                        case Reply.Refused(int _, String message) -> {
                            err.println("kept: ALARM: " + message);
                            consistent = false;
                        }
                    }
                } catch (IOException failure) {
                    err.println("kept: the log does not answer: " + failure.getMessage());
                    consistent = false;
                }
            }
            out.flush();
            return consistent;
        }
    }
}
