package dev.kept.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns the last lines of a dead server into one line that says what to do.
final class Diagnosis {
    private static final Map<String, String> FIXES = Map.ofEntries(
            Map.entry("No space left on device", "free disk space"),
            Map.entry("Read-only file system", "make the disk writable"),
            Map.entry("Permission denied", "give this user access to that path, or choose another data directory"),
            Map.entry("Operation not permitted", "allow this user to do that, or run as another user"),
            Map.entry("Address already in use", "stop what uses the port, or choose another"),
            Map.entry("incompatible with server", "use the PostgreSQL version that made it"),
            Map.entry("pg_control", "the files are damaged: restore a backup"),
            Map.entry("control file", "the files are damaged: restore a backup"),
            Map.entry("checkpoint record", "the files are damaged: restore a backup"),
            Map.entry("not a valid data directory", "the files are damaged: restore a backup"),
            Map.entry("unrecognized configuration parameter", "correct that setting"),
            Map.entry("invalid value for parameter", "correct that setting"),
            Map.entry("could not map anonymous shared memory", "free memory, or lower shared_buffers"),
            Map.entry("Cannot allocate memory", "free memory"));

    private Diagnosis() {}

    static StartRefused refusal(String aim, Path dataDirectory, int exitStatus, List<String> lastLines) {
        var cause = cause(exitStatus, lastLines);
        var fix = fix(cause)
                .or(() -> fix(String.join(" ", lastLines)))
                .orElse("see " + dataDirectory.resolve(ServerLog.FILE));
        return new StartRefused(
                "PostgreSQL could not " + aim + " in " + dataDirectory + " (" + cause + "): " + fix + ".", lastLines);
    }

    private static Optional<String> fix(String text) {
        return FIXES.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst();
    }

    /// The line that tells most: the last one of the gravest kind, without its time and process; else how it ended.
    static String cause(int exitStatus, List<String> lastLines) {
        for (var kind : List.of("PANIC:", "FATAL:", "error:", "ERROR:")) {
            for (var line : lastLines.reversed()) {
                var at = line.indexOf(kind);
                if (at >= 0) {
                    return line.substring(at).replaceFirst(":\\s+", ": ");
                }
            }
        }
        var lastWords = lastLines.isEmpty() ? "it said nothing" : "it last said: " + lastLines.getLast();
        return "exit status " + exitStatus + ", " + lastWords;
    }
}
