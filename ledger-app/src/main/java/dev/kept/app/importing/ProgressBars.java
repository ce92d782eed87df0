package dev.kept.app.importing;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Progress bars of the command line.
public final class ProgressBars {
    private static final int UPDATE_MILLIS = 200;
    private static final int WIDTH = 79;

    private ProgressBars() {}

    /// A bar that counts things; null if no person looks at standard error.
    public static @Nullable ProgressBar onTerminal(PrintStream terminal, String name, long total) {
        return Progress.stderrIsTerminal() ? builder(terminal, name, total).build() : null;
    }

    static ProgressBarBuilder builder(PrintStream terminal, String name, long total) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                // A width of our own: asking the terminal for its width would load native code.
                .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH));
    }
}
