package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.embedded.EmbeddedPostgres;
import dev.kept.embedded.TestFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Looks everywhere for what was written of a person, in the database and in every file of the ledger's folder,
/// before the person is erased and after it.
class ErasureIT {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /// In the clear for ever: it proves that the search finds what is there.
    private static final String CUSTOMER = "customer-4711-Qx";

    private final long seed = System.nanoTime();
    private final String canary = "Kq" + Long.toHexString(new Random(seed).nextLong()) + "zW";

    @Test
    void nothingWrittenOfAPersonIsLeftAnywhereAndEverythingElseStays() throws Exception {
        Path folder = TestFolder.create("erasure");
        LedgerOptions options = new LedgerOptions(folder, null, null, null, "us", false);

        // given
        String before;
        try (LedgerServer server = start(options)) {
            record(server, folder);
            assertThat(text(server, "/v1/commitments/p-1")).contains(canary + "-statement");
            assertThat(text(server, "/v1/commitments?customer=" + CUSTOMER)).contains(canary + "-corrected");
            assertThat(text(server, "/v1/log/facts/0"))
                    .contains("\"intact\":true")
                    .contains(canary);
            assertThat(text(server, "/v1/log/facts?after=-1"))
                    .contains(CUSTOMER)
                    .doesNotContain(canary);
            assertThat(tables(server, canary)).as("seed %d", seed).isEmpty();
            assertThat(tables(server, CUSTOMER)).contains("kept_log.fact.payload", "kept_view.commitment.customer");
            before = reading(server);

            // when
            String person = "/v1/persons/" + CUSTOMER + "/erasure";
            assertThat(post(server, folder, person + ":confirm", "{\"by\":\"ben\"}"))
                    .contains("NOT_REQUESTED");
            assertThat(post(server, folder, person, "{\"by\":\"\"}")).contains("\"field\":\"by\"");
            assertThat(post(server, folder, "/v1/persons/nobody/erasure", "{\"by\":\"anna\"}"))
                    .contains("UNKNOWN_PERSON");
            assertThat(post(server, folder, person, "{\"by\":\"anna\"}")).contains("PENDING");
            assertThat(post(server, folder, person, "{\"by\":\"cleo\"}")).contains("ALREADY_REQUESTED");
            assertThat(post(server, folder, person + ":confirm", "{\"by\":\"anna\"}"))
                    .contains("SELF_APPROVAL");
            assertThat(text(server, "/v1/commitments/p-1")).contains(canary);
            assertThat(post(server, folder, person + ":confirm", "{\"by\":\"ben\"}"))
                    .contains("\"state\":\"ERASED\"", "\"keys\":2", "\"inTheClear\":0", "\"confirmedBy\":\"ben\"");

            // then
            nothingIsLeft(server, folder);
            assertThat(reading(server)).isEqualTo(before);
            assertThat(text(server, "/v1/commitments/other-1")).contains("another person's words");
            repeatsAreRepeatsAndNewTextIsReadable(server, folder);
        }
        assertThat(files(folder, canary)).as("seed %d", seed).isEmpty();
        assertThat(files(folder, CUSTOMER)).isNotEmpty();
        try (LedgerServer server = start(options)) {
            assertThat(text(server, "/v1/commitments/p-1")).contains("[erased]").doesNotContain(canary);
            assertThat(text(server, "/v1/commitments/p-9")).contains("after the erasure");
        }
    }

    private void nothingIsLeft(LedgerServer server, Path folder) throws Exception {
        assertThat(text(server, "/v1/commitments/p-1")).contains("[erased]").doesNotContain(canary);
        assertThat(text(server, "/v1/commitments/p-2")).contains("[erased]").doesNotContain(canary);
        assertThat(text(server, "/v1/commitments?customer=" + CUSTOMER)).doesNotContain(canary);
        assertThat(text(server, "/v1/log/facts?after=-1")).doesNotContain(canary);
        assertThat(text(server, "/commitment?id=p-1")).contains("[erased]").doesNotContain(canary);
        for (int position = 0; position < 11; position++) {
            assertThat(text(server, "/v1/log/facts/" + position))
                    .contains("\"intact\":true")
                    .doesNotContain(canary);
        }
        assertThat(text(server, "/v1/log/facts/11"))
                .contains("ledger.erasure_requested#1")
                .doesNotContain(canary);
        assertThat(text(server, "/v1/log/facts/12"))
                .contains("ledger.person_erased#1")
                .doesNotContain(canary);
        assertThat(tables(server, canary)).as("seed %d", seed).isEmpty();
        assertThat(post(server, folder, "/v1/replay:check", "")).contains("\"verdict\":\"SAME\"");
    }

    private void repeatsAreRepeatsAndNewTextIsReadable(LedgerServer server, Path folder) throws Exception {
        assertThat(post(server, folder, "/v1/facts:batch?entrance=import", lines()))
                .contains("\"duplicate\":11", "\"recorded\":0");
        assertThat(post(server, folder, "/v1/facts:batch", """
                {"type":"made","commitment":"p-9","customer":"%s","statement":"after the erasure","at":"2026-01-01T00:00:00Z","due":"2099-01-10T12:00:00Z","source":"t","id":"p-9"}
                """.formatted(CUSTOMER)))
                .contains("\"recorded\":1");
        assertThat(text(server, "/v1/commitments/p-9")).contains("after the erasure");
    }

    /// Outcomes, counts and scores as of one time; they hold no text.
    private static String reading(LedgerServer server) throws Exception {
        String at = "asOf=2026-03-01T00:00:00Z&knownAt=2099-01-01T00:00:00Z";
        JsonObject one = (JsonObject)
                JsonReader.readTrusted(text(server, "/v1/commitments/p-1?" + at).getBytes(StandardCharsets.UTF_8));
        return one.get("outcome") + " " + one.get("flags") + " " + text(server, "/v1/stats?" + at)
                + text(server, "/v1/customers/" + CUSTOMER + "/score?" + at);
    }

    private String lines() {
        return """
                {"type":"made","commitment":"p-1","customer":"%2$s","statement":"%1$s-statement","at":"2026-01-01T00:00:00Z","due":"2026-01-10T12:00:00Z","attributes":{"note":"%1$s-attribute"},"evidence":"SYSTEM","evidenceRef":"%1$s-evidence","source":"t","id":"1","shift":"%1$s-extra"}
                {"type":"disclosed","commitment":"p-1","at":"2026-01-08T00:00:00Z","told":"%1$s-told","source":"t","id":"2"}
                {"type":"missed","commitment":"p-1","at":"2026-01-11T00:00:00Z","source":"t","id":"3"}
                {"type":"made_good","commitment":"p-1","at":"2026-01-12T00:00:00Z","remedy":"%1$s-remedy","source":"t","id":"4"}
                {"type":"disputed","commitment":"p-1","by":"promisee","at":"2026-01-13T00:00:00Z","claim":"%1$s-claim","source":"t","id":"5"}
                {"type":"resolved","commitment":"p-1","at":"2026-01-14T00:00:00Z","finding":"REJECTED","reason":"%1$s-reason","actor":"judge","evidence":"SYSTEM","evidenceRef":"file %1$s","source":"t","id":"6"}
                {"type":"met","commitment":"p-2","at":"2026-01-09T00:00:00Z","evidence":"SYSTEM","evidenceRef":"%1$s-before-the-promise","source":"t","id":"7"}
                {"type":"made","commitment":"p-2","customer":"%2$s","statement":"%1$s-second","at":"2026-01-01T00:00:00Z","due":"2026-01-10T12:00:00Z","source":"t","id":"8"}
                {"type":"corrected","commitment":"p-2","at":"2026-01-15T00:00:00Z","target":{"source":"t","id":"8"},"with":{"statement":"%1$s-corrected"},"reason":"%1$s-why","actor":"clerk","evidence":"SYSTEM","evidenceRef":"%1$s","source":"t","id":"9"}
                {"type":"withdrawn","commitment":"p-3","at":"2026-01-15T00:00:00Z","reason":"nobody's words","source":"t","id":"10"}
                {"type":"made","commitment":"other-1","customer":"somebody","statement":"another person's words","at":"2026-01-01T00:00:00Z","due":"2026-01-10T12:00:00Z","source":"t","id":"11"}
                """.formatted(canary, CUSTOMER);
    }

    private void record(LedgerServer server, Path folder) throws Exception {
        assertThat(post(server, folder, "/v1/facts:batch?entrance=import", lines()))
                .contains("\"recorded\":11");
        assertThat(server.ledger().awaitViews(Duration.ofMinutes(1))).isTrue();
    }

    private static LedgerServer start(LedgerOptions options) {
        return LedgerServer.start(new LedgerServer.Options(options, "127.0.0.1", 0, false), Clock.systemUTC());
    }

    private static String text(LedgerServer server, String path) throws Exception {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String post(LedgerServer server, Path folder, String path, String body) throws Exception {
        String type = body.contains("\n") ? "application/x-ndjson" : "application/json";
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + Files.readString(folder.resolve("token"))
                                                        .strip())
                                .header("Content-Type", type)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /// Every column of every table of the ledger that holds the text, in whatever type.
    private static List<String> tables(LedgerServer server, String wanted) throws SQLException {
        EmbeddedPostgres postgres = server.postgres().orElseThrow();
        List<String> found = new ArrayList<>();
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password())) {
            int columns = 0;
            try (PreparedStatement select = connection.prepareStatement("""
                            select table_schema, table_name, column_name, data_type from information_schema.columns
                            where table_schema in ('kept_log', 'kept_view') order by 1, 2, 3
                            """);
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    columns++;
                    String table = rows.getString(1) + "." + rows.getString(2);
                    String column = "\"" + rows.getString(3) + "\"";
                    String matches = rows.getString(4).equals("bytea")
                            ? "position(convert_to(?, 'UTF8') in " + column + ") > 0"
                            : "position(? in " + column + "::text) > 0";
                    try (PreparedStatement search = connection.prepareStatement(
                            "select exists (select from " + table + " where " + matches + ")")) {
                        search.setString(1, wanted);
                        try (ResultSet row = search.executeQuery()) {
                            row.next();
                            if (row.getBoolean(1)) {
                                found.add(table + "." + rows.getString(3));
                            }
                        }
                    }
                }
            }
            assertThat(columns).isGreaterThan(80);
        }
        return found;
    }

    /// Every file of the folder that holds the text: tables with their dead rows, write-ahead log, logs, keys.
    private static List<Path> files(Path folder, String wanted) throws IOException {
        String bytes = new String(wanted.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.isReadable(file)
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(bytes)) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
