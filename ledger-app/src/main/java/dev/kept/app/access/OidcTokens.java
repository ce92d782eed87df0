package dev.kept.app.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a token must fulfil: signed with a key of the provider by an algorithm of the list, by the issuer, for this
/// audience, about somebody, and not over. `none` and shared secrets are not on the list.
final class OidcTokens {
    static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);
    private static final int SKEW_SECONDS = 60;
    private static final Set<String> REQUIRED = Set.of("sub", "exp", "iat", "iss", "aud");

    private final OidcOptions options;
    private final JWKSource<SecurityContext> keys;

    OidcTokens(OidcOptions options, JWKSource<SecurityContext> keys) {
        this.options = options;
        this.keys = keys;
    }

    JWTClaimsSet id(String jwt, Instant now) throws BadJOSEException, JOSEException, ParseException {
        return checked(jwt, options.clientId(), now, JOSEObjectType.JWT, null);
    }

    JWTClaimsSet access(String jwt, Instant now) throws BadJOSEException, JOSEException, ParseException {
        return checked(jwt, options.audience(), now, new JOSEObjectType("at+jwt"), JOSEObjectType.JWT, null);
    }

    private JWTClaimsSet checked(String jwt, String audience, Instant now, @Nullable JOSEObjectType... types)
            throws BadJOSEException, JOSEException, ParseException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(types));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        var claims = new Claims(
                audience,
                new JWTClaimsSet.Builder().issuer(options.issuer().toString()).build(),
                now);
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
        return processor.process(jwt, null);
    }

    /// Checks against the ledger's clock.
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Instant now;

        private Claims(String audience, JWTClaimsSet exact, Instant now) {
            super(audience, exact, REQUIRED);
            this.now = now;
        }

        @Override
        protected Date currentTime() {
            return Date.from(now);
        }
    }
}
