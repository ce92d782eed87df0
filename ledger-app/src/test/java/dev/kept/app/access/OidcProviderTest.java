package dev.kept.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.SignIn;
import dev.kept.app.support.access.Visitor;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which tokens of an identity provider are believed.
class OidcProviderTest {
    private static final Instant NOW = Instant.parse("2026-11-10T12:00:00Z");

    private IdentityProvider idp;
    private OidcProvider provider;

    @BeforeEach
    void starts() {
        idp = new IdentityProvider(NOW);
        idp.letIn("u-7", "recorder", "reader", "emperor");
        provider = new OidcProvider(idp.options("https://kept.example/"), () -> NOW);
    }

    @AfterEach
    void stops() {
        idp.close();
    }

    @Test
    void believesAnAccessTokenForThisLedger() {
        Visitor visitor = provider.bearer(idp.accessToken()).orElseThrow();

        assertThat(visitor.subject()).isEqualTo("u-7");
        assertThat(visitor.kind()).isEqualTo(Visitor.Kind.PERSON);
        assertThat(visitor.roles()).containsExactlyInAnyOrder(Role.RECORDER, Role.READER);
    }

    @Test
    void believesNoTokenThatIsOverOrForAnotherOrByAnother() {
        Date past = Date.from(NOW.minusSeconds(61));
        Date soon = Date.from(NOW.plusSeconds(61));

        assertThat(bearer(idp.claims(IdentityProvider.AUDIENCE).expirationTime(past)))
                .isEmpty();
        assertThat(bearer(idp.claims(IdentityProvider.AUDIENCE).expirationTime(null)))
                .isEmpty();
        assertThat(bearer(idp.claims(IdentityProvider.AUDIENCE).notBeforeTime(soon)))
                .isEmpty();
        assertThat(bearer(idp.claims("another-api"))).isEmpty();
        assertThat(bearer(idp.claims(IdentityProvider.AUDIENCE).issuer("https://evil.example")))
                .isEmpty();
        assertThat(bearer(idp.claims(IdentityProvider.AUDIENCE).subject(null))).isEmpty();
        assertThat(provider.bearer("no.jwt.atall")).isEmpty();
        assertThat(provider.bearer("")).isEmpty();
    }

    private Optional<Visitor> bearer(JWTClaimsSet.Builder claims) {
        return provider.bearer(idp.signed(claims.build()));
    }

    @Test
    void believesNoOtherKeyAndNoOtherAlgorithm() throws JOSEException {
        JWTClaimsSet claims = idp.claims(IdentityProvider.AUDIENCE).build();
        SignedJWT shared = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(idp.signingKey().getKeyID())
                        .build(),
                claims);
        shared.sign(new MACSigner(idp.signingKey().toPublicJWK().toJSONString()));

        assertThat(provider.bearer(new PlainJWT(claims).serialize())).isEmpty();
        assertThat(provider.bearer(shared.serialize())).isEmpty();
        assertThat(provider.bearer(IdentityProvider.signed(claims, IdentityProvider.key(), "at+jwt")))
                .isEmpty();
        String token = idp.accessToken();
        String[] parts = token.split("\\.");
        String bent = parts[0] + "." + parts[1] + "." + (parts[2].startsWith("A") ? "B" : "A") + parts[2].substring(1);
        assertThat(provider.bearer(bent)).isEmpty();
    }

    @Test
    void takesAnAnswerOnlyFromTheSignInThatBegan() {
        SignIn.Departure departure = provider.depart();

        assertThat(departure.address())
                .startsWith(idp.issuer() + "/authorize?response_type=code&client_id=kept-ledger")
                .contains("redirect_uri=https%3A%2F%2Fkept.example%2Fsign-in-callback", "code_challenge_method=S256");
        assertThatThrownBy(() -> provider.arrive(new SignIn.Return("code-0", "another", null, departure.kept())))
                .isInstanceOf(SignIn.Refused.class)
                .hasMessageContaining("no sign-in that this browser has begun");
        assertThatThrownBy(() -> provider.arrive(new SignIn.Return("code-0", "x", null, null)))
                .isInstanceOf(SignIn.Refused.class);
        assertThatThrownBy(() -> provider.arrive(new SignIn.Return(null, null, "access_denied", departure.kept())))
                .hasMessageContaining("access_denied");
        assertThatThrownBy(() -> provider.arrive(
                        new SignIn.Return("forged", departure.kept().split("\\.")[0], null, departure.kept())))
                .hasMessageContaining("status 400");
    }

    @Test
    void asksNobodyWithoutEncryptionBeyondThisMachine() {
        OidcOptions elsewhere = new OidcOptions(
                URI.create("http://id.example.org"), "c", null, "c", "roles", URI.create("https://kept.example"));

        assertThatThrownBy(() -> new OidcProvider(elsewhere, () -> NOW).depart())
                .isInstanceOf(SignIn.Refused.class)
                .hasMessageContaining("is not https");
    }
}
