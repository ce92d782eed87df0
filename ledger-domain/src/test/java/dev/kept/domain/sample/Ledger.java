package dev.kept.domain.sample;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.domain.line.LineContext;
import dev.kept.domain.outcome.FactsOf;
import dev.kept.domain.outcome.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// A ledger in a few lines of memory: fact lines in, decisions out. Lines are written with single quotes; a line that
/// names no commitment speaks of `c`, one that names no key gets the next of `test/line-0`, `test/line-1`, ….
public final class Ledger {
    public static final String TENANT = "us";
    private static final CommitmentId C = new CommitmentId("c");

    private final Map<CommitmentId, CommitmentState> states = new HashMap<>();
    private final Map<IdempotencyKey, CommitmentEvent> byKey = new HashMap<>();
    private final FactIds ids = new FactIds(new Random(7));
    private Entrance entrance = Entrance.INTERACTIVE;
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private boolean fourEyes;
    private Integer expectedVersion;
    private int lines;

    /// A ledger with an order promised on 1 March for 10 March, noon, as told by a system.
    public static Ledger withPromise() {
        return new Ledger()
                .given("{'type':'made','at':'2026-03-01T00:00:00Z','customer':'ACME','due':'2026-03-10T12:00:00Z',"
                        + "'kind':'ship-order','tier':'standard','evidence':'SYSTEM','source':'erp','id':'made'}");
    }

    public Ledger from(Entrance way) {
        entrance = way;
        return this;
    }

    public Ledger at(String time) {
        now = Instant.parse(time);
        return this;
    }

    public Ledger withFourEyes() {
        fourEyes = true;
        return this;
    }

    /// The commitment is believed to have this many facts.
    public Ledger expecting(int version) {
        expectedVersion = version;
        return this;
    }

    /// Records a line whose acceptance is taken for granted.
    public Ledger given(String line) {
        accepted(line);
        return this;
    }

    public FactLineReader.Reading read(String line) {
        String json = line.replace('\'', '"');
        String whole = json.contains("\"commitment\"") ? json : json.replaceFirst("\\{", "{\"commitment\":\"c\",");
        var context = new LineContext(null, null, "test", "line-" + lines++);
        return FactLineReader.read(whole.getBytes(StandardCharsets.UTF_8), context);
    }

    public Decision send(String line) {
        return switch (read(line)) {
            case FactLineReader.Reading.Read(CommitmentCommand command) -> decide(command);
            case FactLineReader.Reading.Unreadable(Refusal refusal) -> new Decision.Refused(refusal);
        };
    }

    public Decision decide(CommitmentCommand command) {
        Circumstances circumstances = new Circumstances(
                TENANT,
                now,
                entrance,
                ids.next(now),
                FactLineWriter.fingerprint(command),
                expectedVersion,
                fourEyes,
                byKey.get(command.claim().key()),
                Calendars.NONE);
        CommitmentId commitment = command.claim().commitment();
        CommitmentState state = states.getOrDefault(commitment, CommitmentState.empty());
        Decision decision = CommitmentDecider.decide(command, state, circumstances);
        if (decision instanceof Decision.Accepted(CommitmentEvent event)) {
            states.put(commitment, state.evolve(event));
            byKey.put(event.envelope().key(), event);
        }
        return decision;
    }

    public CommitmentEvent accepted(String line) {
        Decision decision = send(line);
        assertThat(decision).as(line).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted) decision).event();
    }

    public Refusal refused(String line) {
        Decision decision = send(line);
        assertThat(decision).as(line).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) decision).refusal();
    }

    public CommitmentEvent duplicate(String line) {
        Decision decision = send(line);
        assertThat(decision).as(line).isInstanceOf(Decision.Duplicate.class);
        return ((Decision.Duplicate) decision).first();
    }

    public List<CommitmentEvent> events() {
        return states.getOrDefault(C, CommitmentState.empty()).events();
    }

    public CommitmentState state() {
        return states.getOrDefault(C, CommitmentState.empty());
    }

    /// What `c` stands at now.
    public Standing standing() {
        return standing(now.toString(), now.toString());
    }

    public Standing standing(String asOf, String knownAt) {
        return standing(events(), seconds(asOf), seconds(knownAt)).orElseThrow();
    }

    public static Optional<Standing> standing(List<CommitmentEvent> events, long asOf, long knownAt) {
        return Standing.of(FactsOf.within(events, asOf, knownAt), asOf, knownAt);
    }

    public static long seconds(String time) {
        return Instant.parse(time).getEpochSecond();
    }
}
