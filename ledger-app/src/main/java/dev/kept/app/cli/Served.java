package dev.kept.app.cli;

import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.LedgerOptions;
import dev.kept.app.wiring.LedgerServer;
import dev.kept.app.wiring.RemoteLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// A ledger that answers for as long as a command takes: the one that runs at `--url` or on the data folder, or else
/// one that is started on the folder for the command alone.
final class Served implements AutoCloseable {
    private final RemoteLedger ledger;
    private final @Nullable LedgerServer own;

    private Served(RemoteLedger ledger, @Nullable LedgerServer own) {
        this.ledger = ledger;
        this.own = own;
    }

    /// Which one is meant, beside the options of [LedgerMixin].
    static final class Mixin {
        @CommandLine.Option(names = "--url", paramLabel = "URL", description = "ask a ledger that runs there")
        private @Nullable String url;

        @CommandLine.Option(
                names = "--token-file",
                paramLabel = "F",
                description = "the token of the ledger at --url (default: token in the data folder)")
        private @Nullable Path tokenFile;

        /// For a command that only reads: where there is no ledger, none is made.
        Served read(LedgerOptions options) throws IOException {
            if (url == null) {
                LedgerMixin.remote(options);
            }
            return open(options);
        }

        Served open(LedgerOptions options) throws IOException {
            DataFolder folder = DataFolder.at(options.data());
            String address = url != null
                    ? url
                    : folder.running().map(DataFolder.Running::url).orElse(null);
            if (address != null) {
                String token = tokenFile == null
                        ? folder.token()
                        : Files.readString(tokenFile).strip();
                return new Served(new RemoteLedger(address, token), null);
            }
            LedgerServer own =
                    LedgerServer.start(new LedgerServer.Options(options, "127.0.0.1", 0, false), Clock.systemUTC());
            return new Served(new RemoteLedger(own.url(), folder.token()), own);
        }
    }

    RemoteLedger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
