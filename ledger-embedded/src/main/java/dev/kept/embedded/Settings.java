package dev.kept.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The server's settings, passed as command-line arguments: there they outrank `postgresql.conf` and `ALTER SYSTEM`,
/// so that nothing stored in a data directory can switch durability off or open another door.
///
/// Sized for 2 cores and 24 GiB shared with the ledger's own JVM. `max_wal_size` bounds crash recovery to seconds.
/// Parallel query is off because two cores belong to many callers. The log is terse because a constraint violation's
/// DETAIL quotes the row, and what was erased from tables must not live on in a log.
final class Settings {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "60"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("effective_cache_size", "2GB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("wal_buffers", "16MB"),
            Map.entry("min_wal_size", "256MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_completion_target", "0.9"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("lc_messages", "C"),
            Map.entry("log_destination", "stderr"),
            Map.entry("logging_collector", "off"),
            Map.entry("log_error_verbosity", "terse"),
            Map.entry("log_min_error_statement", "panic"));

    private Settings() {}

    static List<String> arguments(Map<String, String> overrides, int port) {
        var all = new TreeMap<>(DEFAULTS);
        all.putAll(overrides);
        all.put("port", Integer.toString(port));
        var arguments = new ArrayList<String>();
        all.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }
}
