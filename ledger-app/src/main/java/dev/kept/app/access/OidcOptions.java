package dev.kept.app.access;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The identity provider of a ledger.
///
/// @param issuer as its tokens name it; its keys and addresses are found below it
/// @param clientId what the provider calls this ledger
/// @param clientSecret null for a client that proves itself by PKCE alone
/// @param audience what access tokens must be meant for
/// @param rolesClaim where a token lists roles: a name, or names joined by dots for a claim within a claim
/// @param publicUrl where browsers reach this ledger
public record OidcOptions(
        URI issuer, String clientId, @Nullable String clientSecret, String audience, String rolesClaim, URI publicUrl) {
    List<String> rolesPath() {
        return List.of(rolesClaim.split("\\."));
    }
}
