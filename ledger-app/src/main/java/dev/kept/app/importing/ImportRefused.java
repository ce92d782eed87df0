package dev.kept.app.importing;

import java.util.List;
import java.util.stream.Collectors;

/// The import cannot begin as it was asked for: a file or the mapping is at fault. Nothing was recorded of it.
public final class ImportRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    ImportRefused(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    ImportRefused(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }
}
