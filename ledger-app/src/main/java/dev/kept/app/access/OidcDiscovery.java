package dev.kept.app.access;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import dev.kept.app.support.access.SignIn.Refused;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The provider's addresses and keys, fetched when they are first needed: a ledger starts while its provider is away.
final class OidcDiscovery {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_BYTES = 256 * 1024;
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final OidcOptions options;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile @Nullable Known known;

    /// What is fetched once.
    record Known(URI authorization, URI token, OidcTokens tokens) {}

    OidcDiscovery(OidcOptions options) {
        this.options = options;
    }

    OidcTokens tokens() {
        return get().tokens();
    }

    /// @throws Refused if the provider does not answer as it should
    Known get() {
        Known found = known;
        if (found == null) {
            found = fetched();
            known = found;
        }
        return found;
    }

    private Known fetched() {
        String issuer = options.issuer().toString();
        JsonValue.JsonObject document = send(
                HttpRequest.newBuilder(checked(issuer.replaceFirst("/+$", "") + "/.well-known/openid-configuration"))
                        .timeout(LIMIT)
                        .build());
        if (!issuer.equals(text(document, "issuer"))) {
            throw new Refused(
                    "The identity provider calls itself " + text(document, "issuer") + ", not " + issuer + ".");
        }
        try {
            var keys = JWKSourceBuilder.<SecurityContext>create(
                            checked(text(document, "jwks_uri")).toURL())
                    .retrying(true)
                    .build();
            return new Known(
                    checked(text(document, "authorization_endpoint")),
                    checked(text(document, "token_endpoint")),
                    new OidcTokens(options, keys));
        } catch (MalformedURLException failure) {
            throw new Refused("The identity provider's keys have no address that can be read.", failure);
        }
    }

    /// Whatever crosses a network is encrypted.
    private static URI checked(String address) {
        try {
            URI uri = URI.create(address);
            if ("https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost())) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new Refused("The identity provider's address " + address + " is not https.");
    }

    /// Changes the code for tokens.
    JsonValue.JsonObject exchange(String code, String callback, String verifier) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", callback);
        form.put("client_id", options.clientId());
        form.put("code_verifier", verifier);
        HttpRequest.Builder request = HttpRequest.newBuilder(get().token())
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(OidcProvider.encoded(form)));
        if (options.clientSecret() != null) {
            byte[] login = (options.clientId() + ":" + options.clientSecret()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
        }
        return send(request.build());
    }

    private JsonValue.JsonObject send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES);
                if (response.statusCode() == 200
                        && JsonReader.readTrusted(bytes) instanceof JsonValue.JsonObject object) {
                    return object;
                }
            }
            throw new Refused("The identity provider answered with status " + response.statusCode() + ".");
        } catch (IOException | JsonException failure) {
            throw new Refused("The identity provider cannot be understood or reached.", failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new Refused("The sign-in was interrupted.", failure);
        }
    }

    private static String text(JsonValue.JsonObject document, String name) {
        if (document.get(name) instanceof JsonValue.JsonText(String text)) {
            return text;
        }
        throw new Refused("The identity provider's description lacks " + name + ".");
    }
}
