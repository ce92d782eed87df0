package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What must hold of every log, whoever wrote it.
final class LogCheck {
    private LogCheck() {}

    /// Positions and versions without holes, acceptance never decreasing.
    ///
    /// @return the facts by id
    static Map<String, StoredFact> checked(FactReader log) {
        Map<String, StoredFact> byId = new HashMap<>();
        Map<String, Integer> versions = new HashMap<>();
        List<StoredFact> facts = log.stream(-1).toList();
        for (int i = 0; i < facts.size(); i++) {
            StoredFact fact = facts.get(i);
            assertThat(fact.position()).isEqualTo(i);
            assertThat(fact.version())
                    .as("version of %s", fact)
                    .isEqualTo(versions.merge(fact.stream(), 1, Integer::sum) - 1);
            if (i > 0) {
                assertThat(fact.acceptedAt()).isAfterOrEqualTo(facts.get(i - 1).acceptedAt());
            }
            assertThat(byId.put(fact.factId(), fact)).as("twice: %s", fact).isNull();
        }
        return byId;
    }

    /// The fact that the answer speaks of stands where the answer says.
    static void holds(Map<String, StoredFact> facts, Answer answer) {
        switch (answer) {
            case Answer.Recorded recorded -> {
                StoredFact fact = facts.get(recorded.event().envelope().factId());
                assertThat(fact)
                        .as("acknowledged and not in the log: %s", recorded)
                        .isNotNull();
                assertThat(fact.position()).isEqualTo(recorded.position());
                assertThat(fact.version()).isEqualTo(recorded.version());
            }
            case Answer.Duplicate duplicate -> {
                StoredFact fact = facts.get(duplicate.first().envelope().factId());
                assertThat(fact)
                        .as("acknowledged and not in the log: %s", duplicate)
                        .isNotNull();
                assertThat(fact.position()).isEqualTo(duplicate.position());
                assertThat(fact.version()).isEqualTo(duplicate.version());
            }
            case Answer.Refused refused -> throw new AssertionError(refused);
        }
    }
}
