package dev.kept.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.commitment.Entrance;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How a browser gets in with the ledger's token, what its session protects against, and how it gets out.
class SignInIT {
    private static final String FORM = "main form";

    private static Site site;

    @BeforeAll
    static void starts() {
        site = Site.at("2026-11-10T12:00:00Z");
        site.record(Entrance.IMPORT, List.of("""
                {"type":"made","commitment":"order-7","customer":"Acme","at":"2026-11-02T09:00:00Z",
                 "due":"2026-11-06T12:00:00Z","source":"crm","id":"made"}
                """));
    }

    @AfterAll
    static void stops() {
        site.close();
    }

    private static int facts() {
        return site.get("commitment?id=order-7")
                .document()
                .select(".facts > li")
                .size();
    }

    @Test
    void aGuestReadsButRecordsNothing() {
        FormBrowser guest = new FormBrowser(site);
        Site.Page page = guest.get("commitment?id=order-7");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.select("#acts-closed")).isEqualTo("Sign in to record something. Sign in");
        assertThat(page.document().select(".acts a")).isEmpty();
        Site.Page asked = guest.get("record?commitment=order-7&type=met");
        assertThat(asked.select("h1")).isEqualTo("Sign in");
        assertThat(asked.document().select("[name=next]").attr("value"))
                .isEqualTo("record?commitment=order-7&type=met");
        assertThat(guest.post("sources", Map.of("act", "retry-all")).status()).isEqualTo(401);
    }

    @Test
    void theTokenOpensASessionThatScriptsAndOtherSitesCannotUse() {
        // when
        FormBrowser browser = new FormBrowser(site);
        Site.Page wrong = browser.submit(browser.get("sign-in"), FORM, Map.of("token", "0000"));
        Site.Page in = browser.submit(browser.get("sign-in?next=sources"), FORM, Map.of("token", site.token()));

        // then
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.select("[role=alert]")).contains("not the ledger's token");
        assertThat(in.document().select("meta[http-equiv=refresh]").attr("content"))
                .isEqualTo("0;url=sources");
        assertThat(in.header("Set-Cookie"))
                .matches("kept-session-[0-9]+=[A-Za-z0-9_-]{43};.*")
                .contains("Max-Age=43200", "Path=/", "HttpOnly", "SameSite=Strict");
        assertThat(browser.get("commitment?id=order-7").select(".who")).contains("Operator Sign out");
    }

    @Test
    void goesOnToPagesOfTheLedgerOnly() {
        for (String elsewhere : List.of(
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "./../x",
                "a\nb")) {
            assertThat(SignInPages.safe(elsewhere)).as(elsewhere).isEqualTo("./");
        }
        assertThat(SignInPages.safe("customer?id=A%26B")).isEqualTo("customer?id=A%26B");
    }

    @Test
    void aLinkOpensOneSession() {
        String link = site.signInLink();
        FormBrowser first = new FormBrowser(site);

        assertThat(first.get(link).select("h1")).isEqualTo("Signed in");
        assertThat(first.get("sign-in").select("main")).contains("signed in as Operator already");
        Site.Page again = new FormBrowser(site).get(link);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.select("[role=alert]")).contains("used before");
    }

    @Test
    void aSessionEndsWithItsTimeAndBySigningOut() {
        FormBrowser browser = FormBrowser.signedIn(site);
        FormBrowser other = FormBrowser.signedIn(site);
        Map<String, String> stolen = Map.copyOf(other.cookies());

        other.submit(other.get("sources"), ".who form", Map.of());
        other.cookies().putAll(stolen);
        assertThat(other.get("record?commitment=order-7&type=met").select("h1")).isEqualTo("Sign in");

        site.setNow("2026-11-11T00:00:01Z");
        assertThat(browser.get("record?commitment=order-7&type=met").select("h1"))
                .isEqualTo("Sign in");
        site.setNow("2026-11-10T12:00:00Z");
    }

    @Test
    void writesNothingForAFormOfAnotherSessionOrAnotherSite() {
        // given
        FormBrowser browser = FormBrowser.signedIn(site);
        Site.Page form = browser.get("record?commitment=order-7&type=missed");
        int before = facts();

        // when
        Site.Page stale = browser.submit(form, FORM, Map.of("csrf", "x".repeat(43), "evidenceRef", "typed"));
        FormBrowser guest = new FormBrowser(site);
        Site.Page over = guest.submit(form, FORM, Map.of("evidenceRef", "typed"));
        String cookie = browser.cookies().entrySet().iterator().next().toString();
        String body = "csrf=" + form.document().select("[name=csrf]").attr("value")
                + "&commitment=order-7&type=missed&key=elsewhere-1";
        Site.Page fromElsewhere = site.send(site.request("record")
                .header("Cookie", cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        Site.Page asJson = site.send(site.request("v1/commitments/order-7/facts")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.ofString("{\"type\":\"met\"}"))
                .build());

        // then
        assertThat(stale.status()).isEqualTo(403);
        assertThat(stale.select(".problem")).contains("made for another session");
        assertThat(stale.document().select("[name=evidenceRef]").attr("value")).isEqualTo("typed");
        assertThat(over.status()).isEqualTo(401);
        assertThat(over.select(".problem")).contains("not signed in any more");
        assertThat(over.document().select("[name=evidenceRef]").attr("value")).isEqualTo("typed");
        assertThat(fromElsewhere.status()).isEqualTo(403);
        assertThat(asJson.status()).isEqualTo(403);
        assertThat(facts()).isEqualTo(before);

        // and what came back can be sent
        assertThat(browser.submit(stale, FORM, Map.of()).select("#recorded")).contains("Reported missed");
        assertThat(facts()).isEqualTo(before + 1);
    }

    @Test
    void theInnerWaysAreClosedFromOutside() {
        FormBrowser browser = FormBrowser.signedIn(site);

        assertThat(browser.post("record-again", Map.of("type", "made")).status())
                .isEqualTo(404);
        assertThat(browser.get("denied").status()).isEqualTo(404);
    }
}
