package dev.kept.app.cli;

import dev.kept.app.access.OidcOptions;
import dev.kept.app.support.CannotStart;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The options that name the identity provider.
final class OidcMixin {
    @CommandLine.Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "the identity provider, as its tokens name it; with --auth oidc")
    private @Nullable URI issuer;

    @CommandLine.Option(
            names = "--oidc-client",
            paramLabel = "ID",
            description = "what the identity provider calls this ledger")
    private @Nullable String client;

    @CommandLine.Option(
            names = "--oidc-secret-file",
            paramLabel = "FILE",
            description = "the client's secret, if the provider gave one; PKCE is used with it and without")
    private @Nullable Path secret;

    @CommandLine.Option(
            names = "--oidc-audience",
            paramLabel = "NAME",
            description = "what access tokens must be meant for (default: the client)")
    private @Nullable String audience;

    @CommandLine.Option(
            names = "--oidc-roles",
            paramLabel = "CLAIM",
            defaultValue = "roles",
            description = "the claim that lists recorder, reader, auditor, admin; dots lead into a claim, as in"
                    + " realm_access.roles (default: ${DEFAULT-VALUE})")
    private String roles = "roles";

    @CommandLine.Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "where browsers reach this ledger, if that is not where it listens")
    private @Nullable URI publicUrl;

    /// @param own where the ledger itself listens
    OidcOptions options(String own) {
        if (issuer == null || client == null) {
            throw new CannotStart("--auth oidc needs --oidc-issuer URL and --oidc-client ID");
        }
        return new OidcOptions(
                issuer,
                client,
                secret(),
                audience == null ? client : audience,
                roles,
                publicUrl == null ? URI.create(own) : publicUrl);
    }

    /// Nothing: no provider is asked.
    @Nullable OidcOptions none() {
        if (issuer != null || client != null) {
            throw new CannotStart("--oidc-issuer and --oidc-client are used with --auth oidc");
        }
        return null;
    }

    private @Nullable String secret() {
        if (secret == null) {
            return null;
        }
        try {
            return Files.readString(secret).strip();
        } catch (IOException failure) {
            throw new CannotStart("the file " + secret + " of --oidc-secret-file cannot be read");
        }
    }
}
