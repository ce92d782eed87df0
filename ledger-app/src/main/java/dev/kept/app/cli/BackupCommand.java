package dev.kept.app.cli;

import dev.kept.app.wiring.OpenLedger;
import dev.kept.app.wiring.RemoteLedger;
import dev.kept.store.backup.Backup;
import dev.kept.store.backup.Restore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Writes all that a ledger's database holds into one file.
@CommandLine.Command(
        name = "backup",
        description = {
            "Writes the log of a ledger, running or not, as of one moment into one file.",
            "Key files are not in it: keep copies of DIR/kek and DIR/keys elsewhere."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Option(names = "--to", paramLabel = "FILE", required = true, description = "the file, not there yet")
    @SuppressWarnings("NullAway.Init")
    private Path to;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws SQLException, IOException {
        if (Files.exists(to)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--to " + to + " is there already; name another file");
        }
        Path folder = to.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--to " + to + " is in no folder that exists; make the folder first");
        }
        Path draft = Files.createTempFile(
                folder,
                "backup",
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(draft)) {
                write(out);
            }
            try (Restore written = Restore.open(draft)) {
                for (Backup.LogState log : written.logs()) {
                    spec.commandLine().getOut().println(log.name() + ": " + log.size() + " facts, root " + log.root());
                }
            }
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (Restore.Unusable cutShort) {
            spec.commandLine().getErr().println("kept: the backup was cut short: " + cutShort.getMessage());
            return Main.FAILED;
        } finally {
            Files.deleteIfExists(draft);
        }
        spec.commandLine().getOut().flush();
        spec.commandLine()
                .getErr()
                .println("kept: wrote " + to + "; not in it: "
                        + ledger.options().data().resolve("kek") + " and "
                        + ledger.options().data().resolve("keys") + ", keep copies of them elsewhere");
        return Main.OK;
    }

    private void write(OutputStream out) throws SQLException, IOException {
        Optional<RemoteLedger> remote = LedgerMixin.remote(ledger.options());
        if (remote.isPresent()) {
            remote.get().backup(out);
            return;
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            open.ledger().backup(out);
        }
    }
}
