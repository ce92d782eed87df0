package dev.kept.app.dashboard;

import java.net.HttpCookie;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/// A browser without JavaScript: keeps cookies, fills in forms, follows where it is sent.
final class FormBrowser {
    private static final int MAX_REDIRECTS = 5;

    private final Site site;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    FormBrowser(Site site) {
        this.site = site;
    }

    /// One whose user has the ledger's token.
    static FormBrowser signedIn(Site site) {
        FormBrowser browser = new FormBrowser(site);
        Site.Page page = browser.submit(browser.get("sign-in"), "main form", Map.of("token", site.token()));
        if (page.status() != 200) {
            throw new IllegalStateException("expected to be let in, got " + page.select("main"));
        }
        return browser;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Site.Page get(String address) {
        return followed(sent(site.request(address)));
    }

    /// The same, without going where it sends the browser.
    Site.Page getOnly(String address) {
        return sent(site.request(address));
    }

    /// Sends the form as it stands, with some fields filled in otherwise.
    Site.Page submit(Site.Page page, String form, Map<String, String> filled) {
        return followed(submitOnly(page, form, filled));
    }

    /// The same, without going where it sends the browser.
    Site.Page submitOnly(Site.Page page, String form, Map<String, String> filled) {
        Element element = page.document().selectFirst(form);
        if (element == null) {
            throw new IllegalStateException(
                    "no form " + form + " on " + page.document().title());
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element input : element.select("input[name], textarea[name], select[name]")) {
            String value = input.tagName().equals("select")
                    ? input.select("option[selected]").attr("value")
                    : input.tagName().equals("textarea") ? input.wholeText() : input.attr("value");
            if (!input.attr("type").equals("checkbox") || input.hasAttr("checked")) {
                fields.put(input.attr("name"), value);
            }
        }
        fields.putAll(filled);
        return post(element.attr("action"), fields);
    }

    Site.Page post(String address, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return sent(site.request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Site.Page followed(Site.Page page) {
        Site.Page last = page;
        for (int i = 0; last.status() == 303; i++) {
            if (i == MAX_REDIRECTS) {
                throw new IllegalStateException("sent around in circles, last to " + last.header("Location"));
            }
            last = sent(site.request(last.header("Location")));
        }
        return last;
    }

    private Site.Page sent(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        Site.Page page = site.send(request.build());
        for (String line : page.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(line)) {
                if (cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return page;
    }
}
