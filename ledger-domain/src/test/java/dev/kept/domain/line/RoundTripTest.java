package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.Events;
import dev.kept.domain.due.DueResolver;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.sample.RandomFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nothing that is written is lost or changed by reading it again, whatever the type of fact and its fields.
class RoundTripTest {
    private static final int RUNS = 200;
    private static final LineContext NOTHING_GIVEN = new LineContext(null, null, "nobody", "nothing");

    @ParameterizedTest
    @EnumSource(FactType.class)
    void readsTheCommandBackFromItsLine(FactType type) {
        for (int seed = 0; seed < RUNS; seed++) {
            CommitmentCommand command = new RandomFacts(new Random(seed)).command(type);
            byte[] line = FactLineWriter.line(command);
            String as = "seed " + seed + ": " + new String(line, StandardCharsets.UTF_8);
            assertThat(FactLineReader.read(line, NOTHING_GIVEN)).as(as).isEqualTo(new Reading.Read(command));
            assertThat(FactLineWriter.line(read(line))).as(as).isEqualTo(line);
            assertThat(FactLineWriter.fingerprint(read(line))).as(as).isEqualTo(FactLineWriter.fingerprint(command));
        }
    }

    @ParameterizedTest
    @EnumSource(FactType.class)
    void readsTheEventBackFromPayloadAndMetadata(FactType type) {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            CommitmentEvent event = event(new RandomFacts(random).command(type), random);
            EventJson.Stored stored = stored(event);
            String as = "seed " + seed + ": " + new String(stored.payload(), StandardCharsets.UTF_8);
            CommitmentEvent read = EventJson.read(stored);
            assertThat(read).as(as).isEqualTo(event);
            assertThat(EventJson.payload(read)).as(as).isEqualTo(stored.payload());
            assertThat(EventJson.meta(read.envelope())).as(as).isEqualTo(stored.meta());
        }
    }

    private static CommitmentCommand read(byte[] line) {
        return ((Reading.Read) FactLineReader.read(line, NOTHING_GIVEN)).command();
    }

    private static EventJson.Stored stored(CommitmentEvent event) {
        Envelope envelope = event.envelope();
        return new EventJson.Stored(
                envelope.tenant(),
                envelope.factId(),
                EventCatalog.of(event.type()).eventName(),
                envelope.acceptedAt(),
                EventJson.payload(event),
                EventJson.meta(envelope));
    }

    private static CommitmentEvent event(CommitmentCommand command, Random random) {
        Instant accepted = Instant.ofEpochSecond(random.nextLong(4_000_000_000L))
                .plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
        var claim = command.claim();
        Envelope envelope = new Envelope(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                "tenant",
                claim.commitment(),
                claim.at() == null ? accepted : claim.at(),
                claim.recordedAt() == null ? accepted : claim.recordedAt(),
                accepted,
                claim.by(),
                claim.actor(),
                claim.evidence() == null ? Evidence.SELF : claim.evidence(),
                claim.evidenceRef(),
                claim.key(),
                claim.correlationId(),
                claim.causationId(),
                claim.recordedAt() != null,
                FactLineWriter.fingerprint(command),
                claim.extra());
        return Events.event(command, envelope, resolution(command));
    }

    private static Events.Resolution resolution(CommitmentCommand command) {
        return switch (command) {
            case CommitmentCommand.MakeCommitment made -> dated(made.terms().due(), null);
            case CommitmentCommand.RequestExtension extension -> dated(extension.due(), null);
            case CommitmentCommand.Renegotiate renegotiate -> dated(null, renegotiate.newDue());
            case CommitmentCommand.ConfirmFact confirm -> new Events.Resolution(null, null, id(confirm.target()));
            case CommitmentCommand.CorrectFact correct -> {
                Patch with = correct.with();
                yield new Events.Resolution(
                        with == null ? null : resolved(with.due()),
                        with == null ? null : resolved(with.newDue()),
                        id(correct.target()));
            }
            default -> Events.Resolution.NONE;
        };
    }

    private static Events.Resolution dated(Due due, Due newDue) {
        return new Events.Resolution(resolved(due), resolved(newDue), null);
    }

    private static ResolvedDue resolved(Due due) {
        return due == null ? null : DueResolver.plain(due);
    }

    private static String id(FactTarget target) {
        return target instanceof FactTarget.ById(String factId) ? factId : "00000000-0000-7000-8000-000000000000";
    }
}
