package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full disk turns callers away for a while, and nothing more.
class FullDiskIT {
    private static final int WRITERS = 3;
    private static final int FACTS = 100;
    private static final List<String> READ = List.of("/v1/stats", "/", "/v1/commitments", "/v1/health");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, String> unknown = new ConcurrentHashMap<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile boolean writing;

    @Test
    void callersAreTurnedAwayNothingIsLostAndWritingGoesOnOnceThereIsRoom() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("disk"));
        try (FullDisk ledger = FullDisk.start(mount, "200m", folder.resolve("ledger.log"))) {
            untilRecorded(ledger, "first");

            // Tables cannot grow: every statement fails.
            fillAndFree(ledger, "tables", 24L << 20, () -> {});
            assertThat(said()).contains("No space left on device");

            // The write-ahead log cannot grow: the server ends, and its restart needs room as well.
            fillAndFree(ledger, "wal", 12L << 20, ledger::useUpWriteAheadLog);
            assertThat(said()).containsPattern("died by itself .*pg_wal.*No space left on device");

            assertThat(ledger.alive()).isTrue();
            for (Map.Entry<String, String> known : acknowledged.entrySet()) {
                HttpResponse<String> again = ledger.post("/v1/facts:batch?entrance=import", known.getValue());
                assertThat(count(again, "duplicate")).as(known.getKey() + log()).isEqualTo(FACTS);
            }
            assertThat(factsOnceViewed(ledger)).isEqualTo(acknowledged.size() * (long) FACTS);
        }
    }

    @FunctionalInterface
    private interface Step {
        void take() throws Exception;
    }

    private void fillAndFree(FullDisk ledger, String name, long leave, Step further) throws Exception {
        // given
        ledger.fill(leave);
        turnedAway.set(0);

        // when
        writeUntilTurnedAway(ledger, name, further);

        // then
        assertThat(turnedAway.get()).as(log()).isPositive();

        // when
        for (Map.Entry<String, String> sent : Map.copyOf(unknown).entrySet()) {
            untilKnown(ledger, sent.getKey(), sent.getValue());
        }

        // then
        untilRecorded(ledger, name + "-after");
        assertThat(unknown).isEmpty();
    }

    /// Some write and one reads until a writer is turned away; then the disk is freed, whoever still waits.
    private void writeUntilTurnedAway(FullDisk ledger, String name, Step further) throws Exception {
        List<Callable<Void>> callers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String writer = name + i;
            callers.add(() -> {
                for (int j = 0; writing; j++) {
                    String batch = writer + "-" + j;
                    write(ledger, batch, lines(batch));
                }
                return null;
            });
        }
        callers.add(() -> {
            for (int i = 0; writing; i++) {
                read(ledger, READ.get(i % READ.size()));
            }
            return null;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            writing = true;
            List<Future<Void>> running = callers.stream().map(threads::submit).toList();
            try {
                further.take();
                Awaitility.await()
                        .atMost(LIMIT)
                        .until(() -> turnedAway.get() > 0 || running.stream().anyMatch(Future::isDone));
            } finally {
                writing = false;
                ledger.free();
            }
            for (Future<Void> caller : running) {
                caller.get();
            }
        }
    }

    /// A reader may be turned away as well, but never by a failure of the ledger's own.
    private void read(FullDisk ledger, String path) throws Exception {
        HttpResponse<String> answer = ledger.get(path);
        assertThat(answer.statusCode()).as(path + " " + answer.body() + log()).isIn(200, 503);
    }

    /// @return whether it is known to be recorded
    private boolean write(FullDisk ledger, String name, String lines) throws Exception {
        HttpResponse<String> answer = ledger.post("/v1/facts:batch?entrance=import", lines);
        assertThat(answer.statusCode()).as(answer.body() + log()).isIn(200, 503);
        if (answer.statusCode() == 503) {
            assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(answer.headers().firstValue("retry-after")).isPresent();
            assertThat(answer.body()).contains("\"code\":\"UNAVAILABLE\"");
            turnedAway.incrementAndGet();
            unknown.put(name, lines);
            return false;
        }
        assertThat(count(answer, "recorded") + count(answer, "duplicate"))
                .as(answer.body())
                .isEqualTo(FACTS);
        acknowledged.put(name, lines);
        unknown.remove(name);
        return true;
    }

    private void untilRecorded(FullDisk ledger, String name) throws Exception {
        untilKnown(ledger, name, lines(name));
    }

    private void untilKnown(FullDisk ledger, String name, String lines) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!write(ledger, name, lines)) {
            assertThat(System.nanoTime()).as("time to recover" + log()).isLessThan(end);
        }
    }

    private static String lines(String name) {
        return IntStream.range(0, FACTS)
                .mapToObj(i -> """
                        {"type":"made","commitment":"%s-%d","customer":"C%d","at":"2026-01-01T00:00:00Z","due":"2190-01-10T00:00:00Z","source":"disk","id":"%s-%d"}""".formatted(name, i, i % 10, name, i))
                .collect(Collectors.joining("\n"));
    }

    private static long count(HttpResponse<String> answer, String name) {
        JsonObject body = (JsonObject) JsonReader.readTrusted(answer.body().getBytes(StandardCharsets.UTF_8));
        return body.get(name) instanceof JsonNumber(String number) ? Long.parseLong(number) : -1;
    }

    /// As the views have it, once they are up with the log.
    private long factsOnceViewed(FullDisk ledger) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            HttpResponse<String> health = ledger.get("/v1/health");
            if (health.statusCode() == 200 && count(health, "viewsBehind") == 0) {
                return count(health, "facts");
            }
            assertThat(System.nanoTime())
                    .as("time for the views to come up" + log())
                    .isLessThan(end);
            Thread.sleep(100);
        }
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("ledger.log"));
    }

    private String log() throws Exception {
        List<String> lines = said().lines().toList();
        return "; the ledger's last words:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
