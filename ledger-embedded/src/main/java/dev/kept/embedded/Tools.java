package dev.kept.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The system's own programs that start and signal the server, and the one way in which its processes are started.
final class Tools {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    /// Runs the command only when its parent is still the JVM, checked *after* the death signal is armed: a JVM that
    /// dies in between would otherwise leave a server behind.
    private static final String ONLY_WITH_PARENT = "test \"$PPID\" = \"$0\" && exec \"$@\"";

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    private Tools() {}

    static String path(String program) {
        var own = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        return Stream.concat(FOLDERS.stream(), Arrays.stream(own))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new StartRefused(
                        "The program " + program + " is missing on this system: install util-linux and coreutils."));
    }

    /// Waits to the end of the limit also when interrupted, and leaves the thread interrupted then.
    static boolean patiently(Duration limit, Waiting waiting) {
        var deadline = System.nanoTime() + limit.toNanos();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return waiting.within(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Something that can be waited for.
    interface Waiting {
        boolean within(long millis) throws InterruptedException;
    }

    static void signal(String signal, long pid) throws IOException {
        var kill = new ProcessBuilder(path("sh"), "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        patiently(SIGNAL_LIMIT, millis -> kill.waitFor(millis, TimeUnit.MILLISECONDS));
    }

    /// A process builder whose process leads its own session (a terminal's Ctrl-C is ours to hand on, not its), is
    /// sent the death signal when the *thread* that starts it ends, and sees nothing of our environment.
    static ProcessBuilder child(Account account, String deathSignal, List<String> command) {
        var words = new ArrayList<>(account.words());
        words.addAll(List.of(path("setsid"), path("setpriv"), "--pdeathsig", deathSignal, "--"));
        words.addAll(List.of(
                path("sh"),
                "-c",
                ONLY_WITH_PARENT,
                Long.toString(ProcessHandle.current().pid())));
        words.addAll(command);
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(Map.of("LC_ALL", "C", "TZ", "UTC", "PATH", "/usr/bin:/bin"));
        return builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
    }
}
