package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.access.IdentityProvider;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Four ratings for their author alone, beside what the evidence says.
class SelfRatingIT {
    private static final String NOW = "2026-11-10T12:00:00Z";
    private static final String FORM = "main form";

    @Test
    void isReadByItsAuthorAlone() throws SQLException {
        try (IdentityProvider idp = new IdentityProvider(Instant.parse(NOW));
                Site site = Site.at(NOW, idp.options("http://127.0.0.1:1"), false)) {
            // given
            site.record("""
                    {"type":"made","commitment":"a","customer":"Acme","promisor":"ann","at":"2026-11-02T09:00:00Z",
                     "due":"2026-11-06T12:00:00Z","source":"crm","id":"a"}""", """
                    {"type":"missed","commitment":"a","at":"2026-11-07T09:00:00Z","source":"crm","id":"am"}""", """
                    {"type":"disclosed","commitment":"a","at":"2026-11-05T09:00:00Z","source":"crm","id":"ad"}""", """
                    {"type":"made","commitment":"b","customer":"Acme","promisor":"ann","at":"2026-11-02T09:00:00Z",
                     "due":"2026-11-06T12:00:00Z","source":"crm","id":"b"}""", """
                    {"type":"met","commitment":"b","at":"2026-11-04T09:00:00Z","source":"crm","id":"bm"}""");
            idp.letIn("u-ann", "recorder");
            FormBrowser ann = new FormBrowser(site);
            OidcSignInIT.signIn(ann);

            // when
            Site.Page wrong = ann.submit(
                    ann.get("self-rating?promisor=ann"),
                    FORM,
                    Map.of("professionalism", "11", "integrity", "8", "caring", "", "knowledge", "3"));
            Site.Page kept = ann.submit(wrong, FORM, Map.of("professionalism", "10", "caring", "4"));

            // then
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.select("#professionalism-help .wrong"))
                    .isEqualTo("11 is no rating; write a number from 1 to 10.");
            assertThat(wrong.document().select("[name=integrity]").attr("value"))
                    .isEqualTo("8");
            assertThat(kept.select("#professionalism-help strong")).isEqualTo("50.0 % on time");
            assertThat(kept.select("#integrity-help strong")).startsWith("1 of 1 told");
            assertThat(kept.select("#caring-help strong")).startsWith("0 of 1 made good");
            assertThat(kept.select("#promisor-help")).contains("from 2 promises");
            assertThat(kept.each("main tbody tr")).containsExactly("2026-11-10 12:00 UTC ann 10 8 4 3");

            // and nobody else reads it: no other person, not the operator, not the application's own role
            idp.letIn("u-bob", "admin", "auditor", "reader", "recorder");
            FormBrowser bob = new FormBrowser(site);
            OidcSignInIT.signIn(bob);
            assertThat(bob.get("self-rating").select("main")).contains("None yet");
            assertThat(FormBrowser.signedIn(site).get("self-rating").select("main"))
                    .contains("None yet");
            assertThat(new FormBrowser(site).get("self-rating").select("h1")).isEqualTo("Sign in");
            assertThat(rows(site, "set role kept_app")).isZero();
            assertThat(rows(site, "set role kept_app; set kept.author = 'u-bob'"))
                    .isZero();
            assertThat(rows(site, "set role kept_app; set kept.author = 'u-ann'"))
                    .isOne();
        }
    }

    private static int rows(Site site, String as) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        site.database().jdbcUrl(),
                        site.database().user(),
                        site.database().password());
                Statement statement = connection.createStatement()) {
            statement.execute(as);
            try (ResultSet row = statement.executeQuery("select count(*) from kept_log.self_rating")) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
