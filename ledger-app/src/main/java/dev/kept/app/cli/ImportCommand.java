package dev.kept.app.cli;

import dev.kept.app.importing.ImportRefused;
import dev.kept.app.importing.ImportReport;
import dev.kept.app.importing.ImportStopped;
import dev.kept.app.importing.Importer;
import dev.kept.app.importing.Mapping;
import dev.kept.app.support.LineSink;
import dev.kept.app.wiring.DataFolder;
import dev.kept.app.wiring.HttpSink;
import dev.kept.app.wiring.LocalSink;
import dev.kept.app.wiring.OpenLedger;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// Records facts from files.
@CommandLine.Command(
        name = "import",
        description = "Records facts from JSONL or CSV files; running it again records nothing twice.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    @CommandLine.Mixin
    private final LedgerMixin ledger = new LedgerMixin();

    @CommandLine.Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "JSONL or CSV, gzipped or not; - reads standard input")
    @SuppressWarnings("NullAway.Init")
    private List<Path> files;

    @CommandLine.Option(
            names = "--map",
            paramLabel = "MAPPING.yaml",
            description = "how the columns of CSV files become facts (docs/import.md)")
    private @Nullable Path map;

    @CommandLine.Option(names = "--dry-run", description = "read and check everything, record nothing")
    private boolean dryRun;

    @CommandLine.Option(
            names = "--reject-file",
            paramLabel = "F",
            description = "where refused lines go, with the reasons (default: FILE.rejects.jsonl)")
    private @Nullable Path rejectFile;

    @CommandLine.Option(names = "--url", paramLabel = "URL", description = "send to a ledger that runs there")
    private @Nullable String url;

    @CommandLine.Option(
            names = "--token-file",
            paramLabel = "F",
            description = "the token of the ledger at --url (default: token in the data folder)")
    private @Nullable Path tokenFile;

    @CommandLine.Option(names = "--json", description = "print the report as JSON")
    private boolean json;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Path> unreadable = unreadable();
        if (unreadable.isPresent()) {
            err.println("kept: the file " + unreadable.get() + " cannot be read; check its name");
            return Main.FAILED;
        }
        try {
            Importer.Options options = Importer.Options.defaults()
                    .withMapping(map == null ? null : Mapping.read(map))
                    .withRejectFile(rejectFile);
            Importer importer = new Importer(options, System.in, System.err, Clock.systemUTC());
            return report(dryRun ? importer.dryRun(files) : recorded(importer));
        } catch (ImportRefused refused) {
            err.println("kept: " + refused.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (ImportStopped stopped) {
            report(stopped.soFar());
            err.println("kept: " + stopped.getMessage());
            return Main.FAILED;
        }
    }

    /// The first file that is not there or not ours to read.
    private Optional<Path> unreadable() {
        Stream<Path> named = files.stream().filter(file -> !file.equals(STANDARD_INPUT));
        return Stream.concat(Stream.ofNullable(map), named)
                .filter(file -> !Files.isReadable(file))
                .findFirst();
    }

    private int report(ImportReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? report.toJson() : report.toText());
        out.flush();
        return report.exitCode();
    }

    private ImportReport recorded(Importer importer) throws IOException {
        Optional<LineSink> remote = remote();
        if (remote.isPresent()) {
            return importer.run(files, remote.get());
        }
        try (OpenLedger open = OpenLedger.open(ledger.options(), Clock.systemUTC())) {
            return importer.run(files, new LocalSink(open.ledger()));
        }
    }

    private Optional<LineSink> remote() throws IOException {
        DataFolder folder = DataFolder.at(ledger.options().data());
        if (url != null) {
            String token = tokenFile == null
                    ? folder.token()
                    : Files.readString(tokenFile).strip();
            return Optional.of(new HttpSink(url, token));
        }
        return folder.running().map(running -> new HttpSink(running.url(), folder.token()));
    }
}
