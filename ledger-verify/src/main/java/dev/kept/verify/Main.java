package dev.kept.verify;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.files.KeyFile;
import dev.kept.witness.WitnessMain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `kept verify FILE --key VKEY`, on a JDK alone; with `witness` as the first word it is the witness.
public final class Main {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_VERIFIED = 4;

    private static final String HELP = """
            Usage: kept verify FILE --key VKEY… [options]
            Verifies a receipt or a bundle offline: no ledger, no network, no database.
                  --key VKEY          a public key of the log that you pinned; @FILE reads keys from a file
                  --witness VKEY      a public key of a witness that you trust; @FILE reads keys from a file
                  --cosignatures N    how many of those witnesses must have cosigned (default: 0)
                  --checkpoint FILE   what you kept of the log earlier, a checkpoint or a receipt; may be repeated
                  --as-of TIME        when to read the outcome of a receipt's facts at (default: now)
                  --no-recount        leave outcomes and scores of a bundle alone
                  --json              print a JSON object
            Exit codes: 0 verified, 1 a file cannot be read, 2 wrong usage, 4 not verified
            """;

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        System.exit(
                !words.isEmpty() && words.getFirst().equals("witness")
                        ? WitnessMain.run(words.subList(1, words.size()), System.out, System.err)
                        : run(args, System.out, System.err));
    }

    /// Runs a command; `verify` as the first word may be left out.
    ///
    /// @return the exit code
    public static int run(String[] args, PrintStream out, PrintStream err) {
        List<String> words = new ArrayList<>(List.of(args));
        if (!words.isEmpty() && words.getFirst().equals("verify")) {
            words.removeFirst();
        }
        if (words.contains("--help") || words.contains("-h") || words.equals(List.of("help"))) {
            out.print(HELP);
            out.flush();
            return OK;
        }
        try {
            Options options = Options.parse(words);
            Verdict verdict = Verifier.verify(
                    new Verifier.Task(options.file, options.evidence(), options.asOf, !options.noRecount));
            out.print(options.json ? verdict.json() + "\n" : verdict.text());
            out.flush();
            return verdict.holds() ? OK : NOT_VERIFIED;
        } catch (Usage usage) {
            err.println("kept: " + usage.getMessage());
            err.println("Try: kept verify --help");
            return USAGE;
        } catch (IOException failure) {
            err.println("kept: a file cannot be read: " + failure.getMessage());
            return FAILED;
        }
    }

    /// What the command line asks for cannot be done.
    private static final class Usage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Usage(String message) {
            super(message, null, false, false);
        }
    }

    private static final class Options {
        private Path file = Path.of("");
        private Instant asOf = Instant.now();
        private int cosignatures;
        private boolean noRecount;
        private boolean json;
        private final List<VerifierKey> logKeys = new ArrayList<>();
        private final List<VerifierKey> witnessKeys = new ArrayList<>();
        private final List<Path> kept = new ArrayList<>();

        static Options parse(List<String> words) throws IOException {
            Options options = new Options();
            String file = null;
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                int equals = word.startsWith("--") ? word.indexOf('=') : -1;
                String name = equals < 0 ? word : word.substring(0, equals);
                switch (name) {
                    case "--json" -> options.json = true;
                    case "--no-recount" -> options.noRecount = true;
                    case "--key", "--witness", "--cosignatures", "--checkpoint", "--as-of" -> {
                        String value =
                                equals >= 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : null;
                        options.take(name, value);
                    }
                    default -> {
                        if (word.startsWith("-") && word.length() > 1 || file != null) {
                            throw new Usage("what is " + word + "? One FILE and the options of kept verify --help");
                        }
                        file = word;
                    }
                }
            }
            if (file == null) {
                throw new Usage("which FILE is to be verified, a receipt or a bundle?");
            }
            if (options.logKeys.isEmpty()) {
                throw new Usage("--key VKEY is missing: the public key of the log as you got it from its owner by"
                        + " another way than this file; `kept keys` prints it");
            }
            options.file = Path.of(file);
            return options;
        }

        private void take(String name, @Nullable String value) throws IOException {
            if (value == null) {
                throw new Usage(name + " needs a value");
            }
            try {
                switch (name) {
                    case "--key" -> logKeys.addAll(KeyFile.verifierKeys(value));
                    case "--witness" -> witnessKeys.addAll(KeyFile.verifierKeys(value));
                    case "--cosignatures" -> cosignatures = Integer.parseInt(value);
                    case "--checkpoint" -> kept.add(Path.of(value));
                    case "--as-of" -> asOf = Instant.parse(value);
                    default -> throw new Usage("what is " + name + "?");
                }
            } catch (MalformedException | NumberFormatException | DateTimeException bad) {
                throw new Usage(name + " " + value + ": " + bad.getMessage());
            }
        }

        Evidence evidence() throws IOException {
            try {
                return Evidence.of(new TrustedKeys(logKeys, witnessKeys, cosignatures), kept);
            } catch (MalformedException bad) {
                throw new Usage(String.valueOf(bad.getMessage()));
            }
        }
    }
}
