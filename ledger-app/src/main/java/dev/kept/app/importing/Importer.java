package dev.kept.app.importing;

import dev.kept.app.support.LineSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings files into a ledger: fact lines, or tables through a mapping, packed by gzip or not, `-` for standard input.
///
/// Every fact has a key, its own or the hash of its line, so that an import that was cut off is simply run again: what
/// is recorded counts as duplicate, and the totals come out the same. What is refused is written to a reject file with
/// its reason; nothing is dropped.
public final class Importer {
    /// The source of lines that name none.
    public static final String DEFAULT_SOURCE = "import";

    private static final int PROGRESS_EVERY = 256;

    private final Options options;
    private final InputStream stdin;
    private final PrintStream err;
    private final InstantSource clock;

    /// @param stdin what `-` reads
    /// @param err where progress is shown, if the options ask for it
    public Importer(Options options, InputStream stdin, PrintStream err, InstantSource clock) {
        this.options = options;
        this.stdin = stdin;
        this.err = err;
        this.clock = clock;
    }

    /// @param mapping how tables are read; null: the files hold fact lines
    /// @param rejectFile where refused lines go; null: `<file>.rejects.jsonl` beside each file that has any
    /// @param source the source of lines that name none
    public record Options(
            @Nullable Mapping mapping, @Nullable Path rejectFile, String source, boolean progress) {
        /// Fact lines, rejects beside them, and progress if a person looks at standard error.
        public static Options defaults() {
            return new Options(null, null, DEFAULT_SOURCE, Progress.stderrIsTerminal());
        }

        public Options withMapping(@Nullable Mapping newMapping) {
            return new Options(newMapping, rejectFile, source, progress);
        }

        public Options withRejectFile(@Nullable Path file) {
            return new Options(mapping, file, source, progress);
        }

        public Options withProgress(boolean shown) {
            return new Options(mapping, rejectFile, source, shown);
        }
    }

    /// Records what the files say. Throws [ImportRefused] before anything is recorded if it cannot begin, and
    /// [ImportStopped] if it had to end early.
    public ImportReport run(List<Path> files, LineSink sink) {
        return run(files, sink, null);
    }

    /// Reads and checks the files as [#run] would, and records nothing.
    public ImportReport dryRun(List<Path> files) {
        Rehearsal rehearsal = new Rehearsal(clock, Rehearsal.MAX_FACTS);
        return run(files, rehearsal, rehearsal);
    }

    private ImportReport run(List<Path> files, LineSink sink, @Nullable Rehearsal rehearsal) {
        check(files);
        Instant begin = clock.instant();
        try (Rejects rejects = new Rejects(options.rejectFile());
                Progress progress = options.progress() ? Progress.on(err, total(files)) : Progress.none()) {
            Intake intake = new Intake(sink, rejects, Intake.MAX_WAITING);
            Path current = files.getFirst();
            try {
                for (Path file : files) {
                    current = file;
                    read(file, intake, progress);
                    progress.finished(Input.size(file));
                }
                intake.finish();
            } catch (IOException | UncheckedIOException | LineSink.LedgerUnavailable e) {
                intake.settleWhatIsUnderWay();
                throw new ImportStopped(
                        "the import stopped in " + current + ": " + e.getMessage()
                                + ". Run it again when that is mended; what is recorded counts as duplicate then",
                        report(intake, rehearsal, begin),
                        e);
            }
            return report(intake, rehearsal, begin);
        } catch (IOException e) {
            throw new UncheckedIOException("the reject file cannot be closed", e);
        }
    }

    private ImportReport report(Intake intake, @Nullable Rehearsal rehearsal, Instant begin) {
        return intake.report(
                rehearsal != null,
                rehearsal == null ? 0 : rehearsal.rehearsed(),
                Duration.between(begin, clock.instant()));
    }

    private void read(Path file, Intake intake, Progress progress) throws IOException {
        Mapping mapping = options.mapping();
        try (Input input = Input.open(file, stdin)) {
            Records records = records(input);
            FactFile facts = mapping == null
                    ? new FactFile.Lines(file, options.source())
                    : new FactFile.Rows(file, options.source(), Table.begin(file, mapping, records));
            long count = 0;
            for (Records.Raw raw = records.next(); raw != null; raw = records.next()) {
                facts.take(raw, intake);
                if (++count % PROGRESS_EVERY == 0) {
                    progress.at(input.consumed());
                }
            }
            progress.at(input.consumed());
        }
    }

    private Records records(Input input) {
        Mapping mapping = options.mapping();
        return new Records(input.stream(), mapping == null ? null : mapping.quoting());
    }

    private static long total(List<Path> files) {
        long total = 0;
        for (Path file : files) {
            long size = Input.size(file);
            if (size < 0) {
                return -1;
            }
            total += size;
        }
        return total;
    }

    /// Finds what can be found before the first fact is recorded.
    private void check(List<Path> files) {
        List<Problem> problems = new ArrayList<>();
        if (files.isEmpty()) {
            problems.add(new Problem("FILE", null, "no file is named", "Name a file, or - for standard input."));
        }
        Path rejectFile = options.rejectFile();
        for (Path file : files) {
            if (!file.equals(Input.STDIN)) {
                problem(file).ifPresent(problems::add);
            } else if (files.stream().filter(Input.STDIN::equals).count() > 1) {
                problems.add(new Problem("-", null, "standard input can be read once only", "Name it once."));
            }
            Path rejects = rejectFile == null ? Rejects.beside(file) : rejectFile;
            if (files.stream().anyMatch(other -> isSame(rejects, other))) {
                problems.add(new Problem(
                        "--reject-file",
                        rejects.toString(),
                        "this file is itself imported and would be overwritten",
                        "Name another file for the refused lines."));
            }
        }
        if (problems.isEmpty() && options.mapping() != null) {
            files.forEach(file -> checkHeadings(file, problems));
        }
        if (!problems.isEmpty()) {
            throw new ImportRefused(problems.stream().distinct().toList());
        }
    }

    private Optional<Problem> problem(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        if (!Files.exists(file)) {
            return Optional.of(new Problem(file.toString(), null, "no such file", "Check the path."));
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            return Optional.of(
                    new Problem(file.toString(), null, "cannot be read as a file", "Name a file that you may read."));
        }
        if (options.mapping() == null && (name.endsWith(".csv") || name.endsWith(".tsv"))) {
            return Optional.of(new Problem(
                    file.toString(),
                    null,
                    "a table does not say by itself what its columns mean",
                    "Write a mapping and name it with --map; docs/import.md has an example."));
        }
        return Optional.empty();
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    private void checkHeadings(Path file, List<Problem> problems) {
        Mapping mapping = options.mapping();
        if (mapping == null || file.equals(Input.STDIN)) {
            return;
        }
        try (Input input = Input.open(file, stdin)) {
            Table.begin(file, mapping, records(input));
        } catch (ImportRefused refused) {
            problems.addAll(refused.problems());
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), null, "cannot be read: " + e, "Check the file."));
        }
    }
}
