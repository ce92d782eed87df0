package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.verify.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The log opened for an auditor, without JavaScript.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditPageIT {
    private static Site site;

    @BeforeAll
    static void recordsAPromiseThatIsKnownLaterToBeKept() {
        site = Site.at("2026-11-01T09:00:00Z");
        assertThat(site.get("audit").select("main")).contains("No fact is recorded yet");
        site.record("""
                {"type":"made","commitment":"order-7","customer":"Acme","at":"2026-11-01T08:00:00Z",
                 "due":"2026-11-03T12:00:00Z","source":"erp","id":"made"}""");
        site.setNow("2026-11-04T09:00:00Z");
        site.record("""
                {"type":"missed","commitment":"order-7","at":"2026-11-03T12:00:00Z","source":"erp","id":"missed"}""");
        site.setNow("2026-11-09T09:00:00Z");
        site.record("""
                {"type":"met","commitment":"order-7","at":"2026-11-02T10:00:00Z","source":"erp","id":"met"}""");
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    @Test
    @Order(1)
    void goesThroughTheLogFactByFact() {
        Site.Page last = site.get("audit");
        assertThat(last.select("#place")).isEqualTo("Fact #2 of 0 to 2");
        assertThat(last.each(".place .off > span:first-child")).containsExactly("Next", "Last");

        Site.Page missed = site.get(last.href("Previous"));
        assertThat(missed.select("#place")).startsWith("Fact #1");
        assertThat(missed.each("section[aria-labelledby=place] dd"))
                .contains("commitment.missed#2", "order-7, its fact 2");
        assertThat(missed.select("section[aria-labelledby=says] tbody")).contains("customer", "Acme");
        assertThat(missed.href("Before it in its stream: #0")).contains("position=0");
        assertThat(missed.href("After it in its stream: #2")).contains("position=2");
        assertThat(missed.document().select(".place input[type=range]").attr("max"))
                .isEqualTo("2");
        assertThat(missed.select("section[aria-labelledby=says] pre")).contains("{", "}");
        assertThat(missed.select("section[aria-labelledby=verify] > .marks .mark"))
                .isEqualTo("The stored hash is that of the stored bytes");
        assertThat(missed.each("section[aria-labelledby=verify] code").get(2))
                .isEqualTo(site.ledger().log().head().frontier().root().hex());
        assertThat(missed.select("section[aria-labelledby=verify] > details pre"))
                .contains("commitment-ledger/entry/v1", "kept.local/ours", "commitment/order-7");
    }

    @Test
    @Order(2)
    void verifiesTheFactAndHandsOutWhatVerifiesItElsewhere(@TempDir Path folder) throws IOException {
        Site.Page page = site.get("audit?position=1");
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!page.select("#proof .mark").startsWith("Verified")) {
            assertThat(page.select("#proof .mark")).isEqualTo("Not in a signed checkpoint yet");
            assertThat(System.nanoTime()).as(page.select("#proof")).isLessThan(end);
            page = site.get("audit?position=1");
        }

        assertThat(page.select("#proof"))
                .contains("the checkpoint is signed by kept.local/ours", "entry 1 is in the log: commitment.missed");
        assertThat(page.document().select("#proof ol code")).isNotEmpty();
        String[] command = page.select("#proof pre").split(" ");
        Path file = folder.resolve(command[2]);
        Files.writeString(file, site.get(page.href("receipt")).text());
        assertThat(site.get(page.href("QR code")).text()).startsWith("<svg");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(Main.run(
                        new String[] {"verify", file.toString(), command[3], command[4]},
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        System.err))
                .as(out.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    @Test
    @Order(3)
    void saysWhatLaterKnowledgeChanged() {
        Site.Page page = site.get("audit?then=2026-11-05T00:00&position=0");

        assertThat(page.select("section[aria-labelledby=compare] strong"))
                .isEqualTo("1 of 1 promise read differently.");
        assertThat(page.each("section[aria-labelledby=compare] table:first-of-type tbody tr"))
                .contains("Missed 1 0", "On time 0 1");
        assertThat(page.select("section[aria-labelledby=compare] table:last-of-type tbody"))
                .startsWith("order-7 Missed Met on time")
                .endsWith("met #2");
        assertThat(page.select("section[aria-labelledby=compare] ul")).contains("the score was known as");
        assertThat(page.href("met #2")).contains("position=2");
        assertThat(site.get("audit?then=2026-10-01T00:00&customer=Acme")
                        .select("section[aria-labelledby=compare] table:last-of-type tbody"))
                .startsWith("order-7 not known Met on time");
        assertThat(site.get("audit?then=2026-11-09T10:00").status()).isEqualTo(400);
        assertThat(site.get("audit?then=2026-11-09T09:00").select("section[aria-labelledby=compare]"))
                .contains("Nothing reads differently");
    }

    @Test
    @Order(4)
    void refusesAPlaceThatTheLogDoesNotReach() {
        Site.Page page = site.get("audit?position=3");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.select("main")).contains("position: 3", "from 0 to 2");
    }

    @Test
    @Order(5)
    void showsWhenStoredBytesWereChanged() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        site.database().jdbcUrl(),
                        site.database().user(),
                        site.database().password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter table kept_log.fact disable trigger append_only");
            statement.execute(
                    "update kept_log.fact set payload = payload || convert_to(' ', 'UTF8') where position = 2");
        }

        assertThat(site.get("audit?position=2").select("section[aria-labelledby=verify] > .marks .mark"))
                .contains("another hash than the one stored");
        assertThat(site.get("audit?position=2").select("#proof"))
                .startsWith("Not verified")
                .contains("than the log vouched for");
    }
}
