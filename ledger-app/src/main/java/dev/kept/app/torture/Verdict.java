package dev.kept.app.torture;

import java.util.List;

/// What was found when the log was held against what had been acknowledged.
///
/// @param facts facts in the log
/// @param lost acknowledged and not in the log, or not where the acknowledgement said
/// @param doubled in the log more than once
/// @param reordered behind a fact that the same caller sent later about the same promise
/// @param findings everything that is wrong, the first of each kind in words
public record Verdict(long facts, long lost, long doubled, long reordered, List<String> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean clean() {
        return lost == 0 && doubled == 0 && reordered == 0 && findings.isEmpty();
    }
}
