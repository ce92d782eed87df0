package dev.kept.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How one embedded server is to be started.
///
/// @param dataDirectory where the server keeps everything it owns; created when missing
/// @param port the TCP port on 127.0.0.1, or 0 for a free one chosen at each start
/// @param settings server settings put over the durable defaults of [Settings]; the last word, also where it is unwise
/// @param binaries where the server's programs are unpacked, or empty for the user's cache directory
/// @param stopWithJvm whether an orderly end of the JVM waits for an orderly end of the server; switch it off where
///     another component closes the server in its own order (a killed JVM takes the server down in either case)
public record Options(
        Path dataDirectory, int port, Map<String, String> settings, Optional<Path> binaries, boolean stopWithJvm) {
    private static final int MAX_PORT = 65_535;

    public Options {
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        Objects.requireNonNull(binaries, "binaries");
        if (port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 0 to " + MAX_PORT + ", not " + port);
        }
        settings = Map.copyOf(settings);
    }

    public static Options in(Path dataDirectory) {
        return new Options(dataDirectory, 0, Map.of(), Optional.empty(), true);
    }

    Options withDataDirectory(Path dataDirectory) {
        return new Options(dataDirectory, port, settings, binaries, stopWithJvm);
    }

    public Options withPort(int port) {
        return new Options(dataDirectory, port, settings, binaries, stopWithJvm);
    }

    public Options withSetting(String name, String value) {
        var more = new LinkedHashMap<>(settings);
        more.put(name, value);
        return new Options(dataDirectory, port, more, binaries, stopWithJvm);
    }

    public Options withBinaries(Path directory) {
        return new Options(dataDirectory, port, settings, Optional.of(directory), stopWithJvm);
    }

    public Options withoutStopWithJvm() {
        return new Options(dataDirectory, port, settings, binaries, false);
    }
}
