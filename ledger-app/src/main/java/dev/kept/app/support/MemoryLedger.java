package dev.kept.app.support;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.calendar.Calendars;
import dev.kept.domain.commitment.Circumstances;
import dev.kept.domain.commitment.CommitmentDecider;
import dev.kept.domain.commitment.CommitmentState;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.domain.line.LineContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A ledger that lives in memory and decides as the real one does about an import; for dry runs. It holds every fact,
/// so its caller bounds what it is given. Confined to one thread.
public final class MemoryLedger implements LineSink {
    private final String tenant;
    private final InstantSource clock;
    /// Ids only have to differ and grow here; nobody else ever sees them.
    private final FactIds ids = new FactIds(new SplittableRandom(0));

    private final Map<CommitmentId, CommitmentState> states = new LinkedHashMap<>();
    private final Map<IdempotencyKey, CommitmentEvent> byKey = new HashMap<>();

    public MemoryLedger(String tenant, InstantSource clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    @Override
    public List<LineAnswer> record(List<SourceLine> lines) {
        if (lines.size() > MAX_LINES) {
            throw new IllegalArgumentException("expected at most " + MAX_LINES + " lines, got " + lines.size());
        }
        List<LineAnswer> answers = new ArrayList<>(lines.size());
        for (SourceLine line : lines) {
            answers.add(record(line));
        }
        return answers;
    }

    private LineAnswer record(SourceLine line) {
        var context = new LineContext(null, null, line.defaultSource(), line.defaultId());
        return switch (FactLineReader.read(line.json(), context)) {
            case FactLineReader.Reading.Read(CommitmentCommand command) -> record(command);
            case FactLineReader.Reading.Unreadable(var refusal) -> new LineAnswer.Refused(refusal);
        };
    }

    private LineAnswer record(CommitmentCommand command) {
        CommitmentId commitment = command.claim().commitment();
        CommitmentState state = states.getOrDefault(commitment, CommitmentState.empty());
        var circumstances = new Circumstances(
                tenant,
                clock.instant(),
                Entrance.IMPORT,
                ids.next(clock.instant()),
                FactLineWriter.fingerprint(command),
                null,
                false,
                byKey.get(command.claim().key()),
                Calendars.NONE);
        return switch (CommitmentDecider.decide(command, state, circumstances)) {
            case Decision.Accepted(CommitmentEvent event) -> {
                states.put(commitment, state.evolve(event));
                byKey.put(event.envelope().key(), event);
                yield new LineAnswer.Accepted(event.envelope().factId(), byKey.size() - 1);
            }
            case Decision.Duplicate(CommitmentEvent first) ->
                new LineAnswer.Duplicate(first.envelope().factId());
            case Decision.Refused(var refusal) -> new LineAnswer.Refused(refusal);
        };
    }

    /// How many facts it holds.
    public int size() {
        return byKey.size();
    }

    /// What is known of each commitment, in the order in which they were first heard of.
    public Map<CommitmentId, CommitmentState> states() {
        return Collections.unmodifiableMap(states);
    }
}
