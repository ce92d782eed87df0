package dev.kept.app.access;

import dev.kept.app.support.access.Secrets;
import dev.kept.app.support.access.SignIn;
import dev.kept.app.support.access.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The one door of a ledger: knows its token, hands out links that open once, and asks the identity provider.
public final class Door implements SignIn {
    private static final Duration LINK_LIFE = Duration.ofHours(1);
    private static final int MAX_LINKS = 100;

    private final Sessions sessions;
    private final InstantSource clock;
    private final String token;
    private final @Nullable OidcProvider provider;
    /// By key, with the end of each; the oldest gives way.
    private final Map<String, Instant> links = new LinkedHashMap<>();

    /// @param token the ledger's own
    /// @param oidc null for a ledger without an identity provider
    public Door(String tenant, DataSource database, InstantSource clock, String token, @Nullable OidcOptions oidc) {
        this.sessions = new Sessions(tenant, database, clock);
        this.clock = clock;
        this.token = token;
        this.provider = oidc == null ? null : new OidcProvider(oidc, clock);
    }

    boolean isToken(String given) {
        return Secrets.isSame(given, token);
    }

    /// Whoever holds such a session.
    Optional<Visitor> visitor(String secret) {
        return sessions.find(secret);
    }

    /// Whoever an access token of the identity provider speaks of.
    Optional<Visitor> bearer(String jwt) {
        return provider == null ? Optional.empty() : provider.bearer(jwt);
    }

    @Override
    public Optional<Opened> byToken(String given) {
        return isToken(given) ? Optional.of(sessions.open(Visitor.operator())) : Optional.empty();
    }

    @Override
    public Optional<Opened> byLink(String key) {
        synchronized (links) {
            Instant end = links.remove(key);
            if (end == null || !clock.instant().isBefore(end)) {
                return Optional.empty();
            }
        }
        return Optional.of(sessions.open(Visitor.operator()));
    }

    @Override
    public String newLink() {
        String key = Secrets.fresh();
        synchronized (links) {
            links.put(key, clock.instant().plus(LINK_LIFE));
            Iterator<String> oldest = links.keySet().iterator();
            while (links.size() > MAX_LINKS) {
                oldest.next();
                oldest.remove();
            }
        }
        return key;
    }

    @Override
    public Optional<String> provider() {
        return Optional.ofNullable(provider).map(OidcProvider::name);
    }

    @Override
    public Departure depart() {
        return required().depart();
    }

    @Override
    public Opened arrive(Return from) {
        return sessions.open(required().arrive(from));
    }

    private OidcProvider required() {
        if (provider == null) {
            throw new Refused("this ledger asks no identity provider; sign in with its token");
        }
        return provider;
    }

    @Override
    public void end(String secret) {
        sessions.end(secret);
    }
}
