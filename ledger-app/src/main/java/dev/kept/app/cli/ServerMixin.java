package dev.kept.app.cli;

import dev.kept.app.ingest.KafkaOptions;
import dev.kept.app.support.CannotStart;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.LedgerServer;
import dev.kept.projections.audit.Proofs;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// The options that say where a server listens.
final class ServerMixin {
    private static final String DEFAULT_PORT = "7377";

    enum Auth {
        /// Reading is free on this machine, writing needs the token.
        LOCAL,
        /// Everything needs the token or a session.
        TOKEN,
        /// Everything needs a session, or a token of an identity provider.
        OIDC
    }

    @CommandLine.Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "the address to listen on (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @CommandLine.Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${env:KEPT_PORT:-" + DEFAULT_PORT + "}",
            description = "the port to listen on, 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @CommandLine.Option(
            names = "--auth",
            paramLabel = "WAY",
            defaultValue = "local",
            description = "local: reading is free on this machine, writing needs the token; token: everything needs it;"
                    + " oidc: everything needs somebody whom the identity provider knows (default: ${DEFAULT-VALUE})")
    private Auth auth = Auth.LOCAL;

    @CommandLine.Option(
            names = "--webhooks-private",
            description = "webhooks may lead to this machine and to private networks, and need no encryption")
    private boolean webhooksPrivate;

    @CommandLine.Option(
            names = "--witness",
            paramLabel = "URL=VKEY",
            description = "have every checkpoint cosigned by this witness; may be repeated")
    private List<String> witnesses = List.of();

    @CommandLine.Mixin
    private final OidcMixin oidc = new OidcMixin();

    LedgerServer.Options options(LedgerOptions ledger, @Nullable KafkaOptions kafka) {
        return new LedgerServer.Options(
                ledger,
                host,
                port,
                auth != Auth.LOCAL,
                kafka,
                WebhookOptions.DEFAULT.allowingPrivate(webhooksPrivate),
                witnessAddresses(),
                auth == Auth.OIDC ? oidc.options("http://127.0.0.1:" + port) : oidc.none());
    }

    private List<Proofs.WitnessAddress> witnessAddresses() {
        try {
            return witnesses.stream().map(Proofs.WitnessAddress::parse).toList();
        } catch (IllegalArgumentException bad) {
            throw new CannotStart("--witness: " + bad.getMessage());
        }
    }
}
