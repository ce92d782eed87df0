package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.app.access.IdentityProvider;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// People sign in at an identity provider, and speak for themselves alone.
class OidcSignInIT {
    private static final String NOW = "2026-11-10T12:00:00Z";
    private static final String FORM = "main form.record-form";

    @Test
    void lettingPeopleInByTheirRoles() {
        try (IdentityProvider idp = new IdentityProvider(Instant.parse(NOW));
                Site site = Site.at(NOW, idp.options("http://127.0.0.1:1"), false)) {
            site.record("""
                    {"type":"made","commitment":"order-7","customer":"Acme","at":"2026-11-02T09:00:00Z",
                     "due":"2026-11-16T12:00:00Z","source":"crm","id":"made"}
                    """);

            // a stranger sees nothing
            FormBrowser browser = new FormBrowser(site);
            assertThat(browser.get("commitment?id=order-7").select("h1")).isEqualTo("Sign in");
            assertThat(site.send(site.request("v1/commitments/order-7")
                                    .header("Accept", "application/json")
                                    .build())
                            .status())
                    .isEqualTo(401);

            // a person with both roles records in their own name
            idp.letIn("u-7", "recorder", "reader");
            assertThat(signIn(browser).select("h1")).isEqualTo("Signed in");
            Site.Page form = browser.get("record?commitment=order-7&type=met");
            assertThat(form.document().select("[name=actor][readonly]").attr("value"))
                    .isEqualTo("u-7");
            Site.Page met = browser.submit(form, FORM, Map.of());
            assertThat(met.select(".who")).contains("Person u-7");
            assertThat(met.select(".facts li:last-child .record"))
                    .contains("the promisor: u-7")
                    .contains("Source u-7");
            Site.Page another =
                    browser.submit(browser.get("record?commitment=order-7&type=missed"), FORM, Map.of("actor", "boss"));
            assertThat(another.select(".facts li:last-child .record")).contains("the promisor: u-7");
            assertThat(posted(site, idp.accessToken(), "{\"type\":\"met\",\"actor\":\"boss\"}")
                            .text())
                    .contains("NOT_ENTITLED", "speaks for themselves");
            assertThat(posted(site, idp.accessToken(), "{\"type\":\"met\"}").text())
                    .contains("\"actor\":\"u-7\"");

            // a reader reads
            idp.letIn("u-8", "reader");
            FormBrowser reader = new FormBrowser(site);
            signIn(reader);
            Site.Page page = reader.get("commitment?id=order-7");
            assertThat(page.select("#acts-closed")).contains("Your roles do not let you record");
            Site.Page refused = reader.get("record?commitment=order-7&type=met");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.select("main")).contains("Not let in", "Your roles: reader");
            assertThat(posted(site, idp.accessToken(), "{\"type\":\"met\"}").status())
                    .isEqualTo(403);

            // a recorder alone reads what they promised themselves, and nothing else
            idp.letIn("u-9", "recorder");
            FormBrowser recorder = new FormBrowser(site);
            signIn(recorder);
            assertThat(recorder.get("commitment?id=order-7").status()).isEqualTo(403);
            Site.Page done = recorder.submit(recorder.get("record?commitment=order-7&type=disclosed"), FORM, Map.of());
            assertThat(done.select("#recorded")).as(done.select("main")).startsWith("Recorded as fact ");
            assertThat(done.select("main")).doesNotContain("Acme");
            recorder.submit(
                    recorder.get("record?type=made"),
                    FORM,
                    Map.of("customer", "Acme", "due", "2026-11-20", "commitment", "mine"));
            assertThat(recorder.get("commitment?id=mine").status()).isEqualTo(200);

            // an answer that was made for another sign-in opens nothing
            idp.letIn("u-7", "admin");
            FormBrowser thief = new FormBrowser(site);
            assertThat(thief.get("sign-in-callback?code=code-99&state=x").status())
                    .isEqualTo(401);
            assertThat(thief.get("sources").select("h1")).isEqualTo("Sign in");
        }
    }

    static Site.Page signIn(FormBrowser browser) {
        Site.Page sent = browser.getOnly("sign-in-oidc");
        assertThat(sent.status()).isEqualTo(303);
        Site.Page back = browser.getOnly(sent.header("Location"));
        String callback = back.header("Location");
        return browser.get(callback.replaceFirst("http://127.0.0.1:1/", ""));
    }

    private static Site.Page posted(Site site, String token, String body) {
        return site.send(site.request("v1/commitments/order-7/facts")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }
}
