package dev.kept.app.cli;

import dev.kept.app.importing.ProgressBars;
import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/// A progress bar over the leaves and facts of a bundle; none where nobody looks.
record BundleProgress(@Nullable ProgressBar bar) implements AutoCloseable {
    static BundleProgress of(PrintStream terminal, long total) {
        return new BundleProgress(ProgressBars.onTerminal(terminal, "bundle", total));
    }

    void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
