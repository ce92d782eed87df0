package dev.kept.app.importing;

import dev.kept.app.support.LineSink;
import dev.kept.app.support.MemoryLedger;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sink of a dry run: holds the first facts against each other as a ledger would, and reads the rest line by line.
final class Rehearsal implements LineSink {
    /// About a kilobyte each.
    static final int MAX_FACTS = 250_000;

    private final int maxFacts;
    private @Nullable MemoryLedger ledger;
    private long rehearsed;

    Rehearsal(InstantSource clock, int maxFacts) {
        this.maxFacts = maxFacts;
        this.ledger = new MemoryLedger("dry-run", clock);
    }

    @Override
    public List<LineAnswer> record(List<SourceLine> lines) {
        MemoryLedger memory = ledger;
        if (memory != null && memory.size() + lines.size() > maxFacts) {
            // Facts that nothing is held against any more need no place.
            ledger = null;
            memory = null;
        }
        if (memory == null) {
            return readOnly(lines);
        }
        List<LineAnswer> answers = memory.record(lines);
        rehearsed = memory.size();
        return answers;
    }

    private static List<LineAnswer> readOnly(List<SourceLine> lines) {
        List<LineAnswer> answers = new ArrayList<>(lines.size());
        for (SourceLine line : lines) {
            var context = new LineContext(null, null, line.defaultSource(), line.defaultId());
            answers.add(
                    switch (FactLineReader.read(line.json(), context)) {
                        case FactLineReader.Reading.Read _ -> new LineAnswer.Accepted("", -1);
                        case FactLineReader.Reading.Unreadable(var refusal) -> new LineAnswer.Refused(refusal);
                    });
        }
        return answers;
    }

    /// How many facts were held against each other.
    long rehearsed() {
        return rehearsed;
    }
}
