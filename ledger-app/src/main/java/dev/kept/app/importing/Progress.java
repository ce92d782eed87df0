package dev.kept.app.importing;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/// A progress bar over the bytes of the files as they lie there; none where nobody looks.
final class Progress implements Closeable {
    private static final int MEGABYTE = 1 << 20;

    private final @Nullable ProgressBar bar;
    private long before;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    static Progress none() {
        return new Progress(null);
    }

    /// @param total in bytes; -1 if nobody knows
    static Progress on(PrintStream terminal, long total) {
        return new Progress(ProgressBars.builder(terminal, "import", total)
                .setUnit(" MB", MEGABYTE)
                .build());
    }

    /// Whether a person looks at standard error.
    static boolean stderrIsTerminal() {
        Path stderr = Path.of("/proc/self/fd/2");
        if (!Files.exists(stderr, LinkOption.NOFOLLOW_LINKS)) {
            // No /proc: standard input and output then have to speak for standard error.
            return System.console() != null && System.console().isTerminal();
        }
        try {
            String target = stderr.toRealPath().toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException _) {
            // A pipe has no path.
            return false;
        }
    }

    /// @param consumed bytes of the file being read
    void at(long consumed) {
        if (bar != null) {
            bar.stepTo(before + consumed);
        }
    }

    /// @param size of the file that has been read
    void finished(long size) {
        before += Math.max(0, size);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
