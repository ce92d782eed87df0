package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.commitment.Entrance;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The customer's shared page: what it shows, to whom, and for how long.
class SharedPageIT {
    private static final String GIVE = "section[aria-labelledby=give] form";

    private static Site site;
    private static FormBrowser admin;

    @BeforeAll
    static void recordsPromisesBothWays() {
        site = Site.at("2026-11-10T12:00:00Z");
        admin = FormBrowser.signedIn(site);
        site.record(Entrance.IMPORT, List.of("""
                {"type":"made","commitment":"quote-1","customer":"Acme & <Sons>","promisor":"ann.secret","kind":"quote",
                 "statement":"Quote by <b>Friday</b> noon","at":"2026-11-02T09:00:00Z","due":"2026-11-06T12:00:00Z",
                 "attributes":{"margin":"12"},"evidenceRef":"https://inside.example/7","source":"crm","id":"q1"}""", """
                {"type":"missed","commitment":"quote-1","at":"2026-11-07T09:00:00Z","cause":"capability","actor":"bob.secret",
                 "source":"crm","id":"q1-missed"}""", """
                {"type":"made_good","commitment":"quote-1","at":"2026-11-08T09:00:00Z","remedy":"A month free",
                 "source":"crm","id":"q1-good"}""", """
                {"type":"made","commitment":"pay-1","customer":"Acme & <Sons>","direction":"BY_CUSTOMER","kind":"payment",
                 "statement":"Pays tomorrow","at":"2026-11-09T09:00:00Z","due":"2026-11-12T12:00:00Z","source":"crm","id":"p1"}""", """
                {"type":"made","commitment":"supply-1","customer":"Acme & <Sons>","direction":"BY_SUPPLIER","promisor":"carrier",
                 "statement":"Brings it","at":"2026-11-09T09:00:00Z","due":"2026-11-12T12:00:00Z","source":"crm","id":"s1"}""", """
                {"type":"made","commitment":"other-1","customer":"Other","statement":"Nobody else's business",
                 "at":"2026-11-02T09:00:00Z","due":"2026-11-06T12:00:00Z","source":"crm","id":"o1"}"""));
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static String given(String days) {
        Site.Page page = admin.submit(
                admin.get("sharing?customer=Acme+%26+%3CSons%3E"), GIVE, Map.of("days", days, "act", "give"));
        assertThat(page.status()).as(page.select("main")).isEqualTo(200);
        String link = page.select("section.note pre");
        assertThat(link).matches("http://127\\.0\\.0\\.1:[0-9]+/shared\\?link=[A-Za-z0-9_-]{43}");
        return link;
    }

    @Test
    void showsWhatBothPromisedAndWhatBecameOfItAndNothingElse() {
        FormBrowser customer = new FormBrowser(site);
        Site.Page page = customer.get(given("90"));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("h1")).isEqualTo("Promises between ours and Acme & <Sons>");
        assertThat(page.each("main h2")).containsExactly("What we promised you", "What you promised us");
        assertThat(page.select("#BY_US ~ p")).contains("1 promise: 0 kept on time");
        assertThat(page.each("main tbody tr"))
                .containsExactly(
                        "Quote by <b>Friday</b> noon 2026-11-06 12:00 UTC Missed Made good",
                        "Pays tomorrow 2026-11-12 12:00 UTC Open");
        assertThat(page.text()).doesNotContain("secret", "Nobody else", "Brings it", "inside.example", "margin");
        assertThat(page.document().select("nav, form, script")).isEmpty();
        assertThat(page.header("X-Robots-Tag")).contains("noindex");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");

        Site.Page promise = customer.get(page.href("Quote by <b>Friday</b> noon"));
        assertThat(promise.each(".facts .what")).containsExactly("Promise made", "Reported missed", "Remedy given");
        assertThat(promise.select(".facts")).contains("Remedy A month free").doesNotContain("secret", "capability");
        assertThat(promise.text()).doesNotContain("secret", "inside.example", "margin");
    }

    @Test
    void showsNoOtherCustomersPromise() {
        String link = given("");
        FormBrowser customer = new FormBrowser(site);

        assertThat(customer.get(link + "&id=other-1").status()).isEqualTo(404);
        assertThat(customer.get(link + "&id=supply-1").status()).isEqualTo(404);
        assertThat(customer.get(link + "&customer=Other").select("main")).doesNotContain("Nobody else");
        assertThat(customer.get(link + "&asOf=2026-11-03T00:00:00Z").select("main"))
                .contains("Missed");
    }

    @Test
    void handsOutASealedReceiptOfThisCustomersPromisesAlone(@TempDir Path folder) throws IOException {
        // given
        String link = given("");
        FormBrowser customer = new FormBrowser(site);
        Site.Page promise = customer.get(link + "&id=quote-1");

        // when
        Site.Page receipt = customer.get(promise.href("Keep the receipt"));

        // then
        assertThat(receipt.status()).as(receipt.text()).isEqualTo(200);
        assertThat(receipt.header("Content-Disposition")).isEqualTo("attachment; filename=\"quote-1.receipt.json\"");
        assertThat(receipt.text()).doesNotContain("payload\":", "meta\":", "salt\":", "secret");
        Path file = Files.writeString(folder.resolve("quote-1.receipt.json"), receipt.text());
        String keys = site.get("v1/log/keys").text().replaceFirst("(?s).*\"signing\":\\[\"([^\"]*)\".*", "$1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.run(
                new String[] {"verify", file.toString(), "--key", keys},
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("VERIFIED 3 facts of commitment/quote-1");
        assertThat(code).isZero();

        String address = link.replaceFirst("/shared\\?", "/shared-receipt?");
        for (String other : List.of("other-1", "supply-1", "nothing", "")) {
            Site.Page refused = customer.get(address + "&id=" + other);
            assertThat(refused.status()).as(other).isEqualTo(404);
            assertThat(refused.text()).as(other).doesNotContain("commitment-ledger/receipt");
        }
        assertThat(customer.get("shared-receipt?id=quote-1").status()).isEqualTo(404);
    }

    @Test
    void endsWhenItIsRevokedAndWithItsTime() {
        // given
        String revoked = given("");
        String short_ = given("1");
        FormBrowser customer = new FormBrowser(site);
        assertThat(customer.get(revoked).status()).isEqualTo(200);

        // when
        Site.Page list = admin.get("sharing?customer=Acme+%26+%3CSons%3E");
        String number = list.document()
                .select("section[aria-labelledby=given] tbody tr:nth-last-child(2) th")
                .text();
        Site.Page after = admin.submit(list, "section[aria-labelledby=given] form", Map.of("link", number));

        // then
        assertThat(after.select("[role=status]")).contains("Link " + number + " is revoked");
        assertThat(after.select("section[aria-labelledby=given] tbody tr:nth-last-child(2)"))
                .contains("by rest", "revoked 2026-11-10 12:00 UTC by rest");
        Site.Page closed = customer.get(revoked);
        assertThat(closed.status()).isEqualTo(404);
        assertThat(closed.select("h1")).isEqualTo("This link shows nothing");
        site.setNow("2026-11-11T12:00:00Z");
        assertThat(customer.get(short_).status()).isEqualTo(404);
        site.setNow("2026-11-10T12:00:00Z");
        assertThat(customer.get("shared?link=" + "A".repeat(43)).select("h1")).isEqualTo("This link shows nothing");
        assertThat(customer.get("shared").status()).isEqualTo(404);
    }

    @Test
    void isKeptAsAHashThatNobodyChanges() throws SQLException {
        String secret = given("").replaceFirst(".*=", "");

        try (Connection connection = DriverManager.getConnection(
                        site.database().jdbcUrl(),
                        site.database().user(),
                        site.database().password());
                Statement statement = connection.createStatement()) {
            var row = statement.executeQuery(
                    "select count(*) from kept_log.shared_link s where s::text like '%" + secret + "%'");
            row.next();
            assertThat(row.getInt(1)).isZero();
            assertThatThrownBy(() -> statement.execute("update kept_log.shared_link set customer = 'Other'"))
                    .hasMessageContaining("never changed");
            assertThatThrownBy(() -> statement.execute("delete from kept_log.shared_link_revoked"))
                    .hasMessageContaining("never changed");
        }
    }

    @Test
    void isGivenOutByAdministratorsAloneAndWithASensibleLife() {
        FormBrowser guest = new FormBrowser(site);
        assertThat(guest.get("sharing?customer=Other").select("h1")).isEqualTo("Sign in");
        Site.Page wrong =
                admin.submit(admin.get("sharing?customer=Other"), GIVE, Map.of("days", "soon", "act", "give"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.select(".wrong")).contains("Days: soon is no number from 1 to 3650");
        assertThat(admin.submit(admin.get("sharing?customer=Nobody"), GIVE, Map.of("days", "1", "act", "give"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void answersOnlySoOften() {
        String link = given("");
        FormBrowser customer = new FormBrowser(site);
        int answered = 0;
        Site.Page last = customer.get(link);
        while (last.status() == 200 && answered < 100) {
            answered++;
            last = customer.get(link);
        }

        assertThat(answered).isEqualTo(60);
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.header("Retry-After")).isEqualTo("60");
        site.setNow("2026-11-10T12:00:01Z");
        assertThat(customer.get(link).status()).isEqualTo(200);
        site.setNow("2026-11-10T12:00:00Z");
    }
}
