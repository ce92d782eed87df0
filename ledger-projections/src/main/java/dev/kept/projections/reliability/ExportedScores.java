package dev.kept.projections.reliability;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.domain.scoring.Scores;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ExportedFact;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.commitment.ReadAt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Recomputes scores from an export and a policy, without a ledger: what an auditor does who trusts neither its views
/// nor its server.
public final class ExportedScores {
    private final Map<String, List<CommitmentEvent>> events = new HashMap<>();

    private ExportedScores() {}

    /// @param lines of an export, in any order; all facts of the commitments in question must be among them
    public static ExportedScores of(Stream<byte[]> lines) {
        ExportedScores scores = new ExportedScores();
        lines.forEach(line -> {
            ExportedFact.read(line)
                    .ifPresent(event -> scores.events
                            .computeIfAbsent(event.envelope().commitment().value(), _ -> new ArrayList<>())
                            .add(event));
        });
        return scores;
    }

    public Score.Explained explain(CommitmentFilter filter, Policy policy, ReadAt at) {
        Map<String, List<Entry>> entries = new TreeMap<>();
        events.forEach((commitment, all) -> {
            var known = FoldedCommitment.ofEvents(all).facts(at.asOfSeconds(), at.knownAtSeconds());
            Account account = Account.of(known, policy);
            Subject subject = account.subject();
            if (subject != null && subject.isIn(filter)) {
                entries.put(commitment, account.entries());
            }
        });
        return Scores.explain(entries, policy, Scores.day(at.asOfSeconds()));
    }
}
