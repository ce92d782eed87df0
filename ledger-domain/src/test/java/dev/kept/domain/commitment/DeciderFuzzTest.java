package dev.kept.domain.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.fact.FactType;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.sample.Ledger;
import dev.kept.domain.sample.RandomFacts;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever readable command comes at whatever state: a decision, never an exception; and whatever is accepted can be
/// stored, read back and folded.
class DeciderFuzzTest {
    private static final int RUNS = 4_000;
    private static final FactType[] TYPES = FactType.values();
    private static final Entrance[] ENTRANCES = Entrance.values();

    @Test
    void decidesAboutAnything() {
        int accepted = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            RandomFacts facts = new RandomFacts(random);
            Ledger ledger = new Ledger().at("2195-01-01T00:00:00Z");
            for (int i = 0; i < 8; i++) {
                ledger.from(ENTRANCES[random.nextInt(ENTRANCES.length)]);
                CommitmentCommand command = facts.command(TYPES[random.nextInt(TYPES.length)]);
                String as = "seed " + seed + ", command " + i + ": " + command;
                if (ledger.decide(command) instanceof Decision.Accepted(CommitmentEvent event)) {
                    accepted++;
                    assertThat(stored(event)).as(as).isEqualTo(event);
                    assertThat(Standing.of(FactsOf.events(java.util.List.of(event)), Long.MAX_VALUE, Long.MAX_VALUE))
                            .as(as)
                            .isPresent();
                }
            }
        }
        assertThat(accepted).isGreaterThan(RUNS);
    }

    private static CommitmentEvent stored(CommitmentEvent event) {
        return EventJson.read(new EventJson.Stored(
                event.envelope().tenant(),
                event.envelope().factId(),
                EventCatalog.of(event.type()).eventName(),
                event.envelope().acceptedAt(),
                EventJson.payload(event),
                EventJson.meta(event.envelope())));
    }
}
