package dev.kept.embedded;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The system's own programs that start and signal the server, and the one way in which its processes are started.
final class Tools {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    /// Runs the command only when its parent is still the JVM, checked *after* the death signal is armed: a JVM that
    /// dies in between would otherwise leave a server behind.
    private static final String ONLY_WITH_PARENT = "test \"$PPID\" = \"$0\" && exec \"$@\"";

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

    /// A process builder whose process leads its own session (a terminal's Ctrl-C is ours to hand on, not its), is
    /// interrupted when the *thread* that starts it ends, and sees nothing of our environment.
    static ProcessBuilder child(Account account, List<String> command) {
        var words = new ArrayList<>(account.words());
        words.addAll(List.of(path("setsid"), path("setpriv"), "--pdeathsig", "INT", "--"));
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
