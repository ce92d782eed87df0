package dev.kept.app.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Secrets;
import dev.kept.app.support.access.SignIn.Departure;
import dev.kept.app.support.access.SignIn.Refused;
import dev.kept.app.support.access.SignIn.Return;
import dev.kept.app.support.access.Visitor;
import dev.kept.domain.json.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An OpenID provider as this ledger uses it: the authorization code flow with PKCE for browsers, signed access tokens
/// for programs. What a token must fulfil is said by [OidcTokens].
///
/// What the answer is checked against travels in a cookie of the browser that asked, so that no node keeps it.
final class OidcProvider {
    private static final Logger LOGGER = LoggerFactory.getLogger(OidcProvider.class);
    private static final int KEPT_PARTS = 3;

    private final OidcOptions options;
    private final OidcDiscovery discovery;
    private final InstantSource clock;

    OidcProvider(OidcOptions options, InstantSource clock) {
        this.options = options;
        this.discovery = new OidcDiscovery(options);
        this.clock = clock;
    }

    String name() {
        return options.issuer().getHost();
    }

    Departure depart() {
        String state = Secrets.fresh();
        String nonce = Secrets.fresh();
        String verifier = Secrets.fresh();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", options.clientId());
        query.put("redirect_uri", callback());
        query.put("scope", "openid profile");
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", Secrets.base64(Secrets.hash(verifier)));
        query.put("code_challenge_method", "S256");
        String endpoint = discovery.get().authorization().toString();
        return new Departure(
                endpoint + (endpoint.contains("?") ? "&" : "?") + encoded(query), state + "." + nonce + "." + verifier);
    }

    Visitor arrive(Return from) {
        if (from.error() != null) {
            throw new Refused("The identity provider refused: " + from.error() + ".");
        }
        String[] kept = from.kept() == null ? new String[0] : from.kept().split("\\.");
        String code = from.code();
        String state = from.state();
        if (kept.length != KEPT_PARTS || code == null || state == null || !Secrets.isSame(state, kept[0])) {
            throw new Refused("This answer belongs to no sign-in that this browser has begun in the last ten minutes.");
        }
        JsonValue.JsonObject answer = discovery.exchange(code, callback(), kept[2]);
        if (!(answer.get("id_token") instanceof JsonValue.JsonText(String idToken))) {
            throw new Refused("The identity provider sent no id token.");
        }
        try {
            JWTClaimsSet claims = discovery.tokens().id(idToken, clock.instant());
            if (!Secrets.isSame(String.valueOf(claims.getClaim("nonce")), kept[1])) {
                throw new Refused("The id token was made for another sign-in.");
            }
            return person(claims);
        } catch (BadJOSEException | JOSEException | ParseException failure) {
            LOGGER.warn("an id token was refused: {}", failure.getMessage());
            throw new Refused("The id token cannot be trusted: " + failure.getMessage() + ".", failure);
        }
    }

    /// Whoever the token speaks of; nobody if it cannot be trusted.
    Optional<Visitor> bearer(String jwt) {
        try {
            return Optional.of(person(discovery.tokens().access(jwt, clock.instant())));
        } catch (BadJOSEException | JOSEException | ParseException | Refused failure) {
            LOGGER.info("an access token was refused: {}", failure.getMessage());
            return Optional.empty();
        }
    }

    private Visitor person(JWTClaimsSet claims) {
        Object name = claims.getClaim("name");
        Object preferred = claims.getClaim("preferred_username");
        Object shown = name != null ? name : preferred != null ? preferred : claims.getSubject();
        return new Visitor(claims.getSubject(), shown.toString(), Visitor.Kind.PERSON, roles(claims), null);
    }

    private Set<Role> roles(JWTClaimsSet claims) {
        Object found = claims.getClaims();
        for (String step : options.rolesPath()) {
            found = found instanceof Map<?, ?> members ? members.get(step) : null;
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words(found).forEach(word -> Role.of(word).ifPresent(roles::add));
        return roles;
    }

    private static Collection<String> words(@Nullable Object claim) {
        return switch (claim) {
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case String text -> List.of(text.split(" ", -1));
            case null, default -> Set.of();
        };
    }

    private String callback() {
        URI base = options.publicUrl();
        return base.toString().replaceFirst("/+$", "") + "/sign-in-callback";
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
