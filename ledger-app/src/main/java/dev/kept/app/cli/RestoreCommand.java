package dev.kept.app.cli;

import dev.kept.app.support.CannotStart;
import dev.kept.app.wiring.OpenLedger;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.store.backup.LogProof;
import dev.kept.store.backup.LogProof.Kept;
import dev.kept.store.backup.Restore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Loads a backup into an empty ledger and proves what came out, or accepts that facts were lost.
@CommandLine.Command(
        name = "restore",
        description = {
            "Loads a backup into an empty ledger, computes its root from the stored bytes and holds it against the last",
            "checkpoint that was kept: it proves it, or says how many facts were rolled back (exit code 4). A ledger that",
            "was rolled back signs nothing until somebody records it with --accept-rollback."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    private static final int PROGRESS_EVERY = 100_000;

    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Parameters(paramLabel = "FILE", arity = "0..1", description = "the backup")
    private @Nullable Path file;

    @CommandLine.Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "the last checkpoint that a witness or somebody else has kept"
                    + " (default: the one in the ledger's folder, if there is one)")
    private @Nullable Path checkpoint;

    @CommandLine.Option(
            names = "--accept-rollback",
            description = "record that facts were lost, and let the ledger sign again from where it is")
    private boolean acceptRollback;

    @CommandLine.Option(names = "--reason", paramLabel = "TEXT", description = "why; recorded, no personal text")
    private @Nullable String reason;

    @CommandLine.Option(names = "--by", paramLabel = "NAME", description = "who accepts it; recorded")
    private @Nullable String by;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws SQLException, IOException {
        if (acceptRollback == (file != null)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "name the backup's FILE, or --accept-rollback once it is restored");
        }
        if (acceptRollback && (isBlank(reason) || isBlank(by))) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--accept-rollback needs --reason TEXT and --by NAME");
        }
        if (LedgerMixin.running(ledger.options()).isPresent()) {
            throw new CannotStart("a ledger runs on " + ledger.options().data() + "; stop it first");
        }
        if (file != null) {
            try (Restore backup = Restore.open(file)) {
                OpenLedger.restore(ledger.options(), backup);
                spec.commandLine().getErr().println("kept: loaded the backup of " + backup.madeAt());
            } catch (Restore.Unusable unusable) {
                spec.commandLine().getErr().println("kept: nothing was restored: " + unusable.getMessage());
                return Main.FAILED;
            }
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            SignedNote kept = kept(open);
            if (file != null && kept != null) {
                open.expect(kept);
            }
            LogProof.Result result = LogProof.of(
                    open.ledger().log(), kept == null ? null : Checkpoint.parse(kept.text()), this::progress);
            int code = print(result, spec.commandLine().getOut());
            spec.commandLine().getOut().flush();
            return acceptRollback ? accept(open, result) : code;
        }
    }

    private int accept(OpenLedger open, LogProof.Result result) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Checkpoint lost = switch (result.kept()) {
            case Kept.RolledBack rolledBack -> rolledBack.checkpoint();
            case Kept.Forked forked -> forked.checkpoint();
            case Kept.None _, Kept.Proven _ -> null;
        };
        if (lost == null) {
            spec.commandLine().getErr().println("kept: nothing was rolled back, so there is nothing to accept");
            return Main.FAILED;
        }
        String factId = open.acceptRollback(lost, result, String.valueOf(reason), String.valueOf(by));
        out.println(
                "Recorded as fact " + factId + ". The ledger signs again from here; the checkpoint of " + lost.size()
                        + " entries is set aside. A witness that holds it refuses what is signed now until its operator acts.");
        out.flush();
        return Main.OK;
    }

    private @Nullable SignedNote kept(OpenLedger open) throws IOException {
        Path wanted = checkpoint == null ? open.checkpointFile() : checkpoint;
        if (checkpoint == null && !Files.exists(wanted)) {
            return null;
        }
        try {
            SignedNote note = SignedNote.parse(Files.readAllBytes(wanted));
            Checkpoint named = Checkpoint.parse(note.text());
            if (!named.origin().equals(open.ledger().log().origin())) {
                throw new CannotStart("the checkpoint " + wanted + " is of the log " + named.origin() + ", this one is "
                        + open.ledger().log().origin());
            }
            return note;
        } catch (MalformedException malformed) {
            throw new CannotStart(
                    "the checkpoint " + wanted + " cannot be read: " + malformed.getMessage() + "; name another copy");
        }
    }

    private void progress(long facts) {
        if (facts % PROGRESS_EVERY == 0) {
            spec.commandLine().getErr().println("kept: " + facts + " facts …");
        }
    }

    private static int print(LogProof.Result result, PrintWriter out) {
        out.println(result.size() + " facts, root " + result.root().base64());
        if (!result.whole()) {
            out.println("DAMAGED: "
                    + (result.firstBad() == null
                            ? "the head carries another root than the facts lead to."
                            : "the fact at position " + result.firstBad() + " is not what its leaf stands for."));
            return Main.NOT_VERIFIED;
        }
        return switch (result.kept()) {
            case Kept.None _ -> {
                out.println("NOT COMPARED: no checkpoint was kept in the ledger's folder; name one with --checkpoint to"
                        + " learn whether facts are missing at its end.");
                yield Main.OK;
            }
            case Kept.Proven(var known) -> {
                out.println("PROVEN: it continues the checkpoint of " + known.size() + " entries.");
                yield Main.OK;
            }
            case Kept.RolledBack(var known, long facts) -> {
                out.println(
                        "ROLLED BACK " + facts + " facts: the checkpoint has " + known.size() + " entries, the ledger "
                                + result.size() + ". It signs nothing until ./kept restore --accept-rollback.");
                yield Main.NOT_VERIFIED;
            }
            case Kept.Forked(var known, var root) -> {
                out.println("FORKED: its first " + known.size() + " entries have the root " + root.base64()
                        + ", the checkpoint has " + known.root().base64()
                        + ". It signs nothing until ./kept restore --accept-rollback.");
                yield Main.NOT_VERIFIED;
            }
        };
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
