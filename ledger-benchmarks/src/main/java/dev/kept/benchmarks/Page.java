package dev.kept.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The page of benchmarks: each benchmark writes its own section between its own markers and leaves the others alone.
public final class Page {
    private static final String TITLE = """
            # Benchmarks

            Every section is written by the command that it names, all of it from one run on one machine.
            """;

    private final Path file;

    public Page(Path file) {
        this.file = file;
    }

    /// Puts the section in place of what stood between its markers, or at the end.
    public void replace(String name, String section) throws IOException {
        String before = Files.exists(file) ? Files.readString(file) : TITLE;
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.writeString(file, replaced(before, name, section));
    }

    static String replaced(String page, String name, String section) {
        String begin = "<!-- bench " + name + ": begin -->";
        String end = "<!-- bench " + name + ": end -->";
        String block = begin + "\n" + section.strip() + "\n" + end;
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 && to < 0) {
            return page.stripTrailing() + "\n\n" + block + "\n";
        }
        if (from < 0 || to < from) {
            throw new IllegalStateException("the page has only one of the markers " + begin + " and " + end
                    + ", or has them the wrong way round");
        }
        return page.substring(0, from) + block + page.substring(to + end.length());
    }
}
