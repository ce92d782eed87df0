package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kept.app.support.intake.LineMapping;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonReader;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.DeadLetter.Standing;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.Tally;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A letter that waits goes in as soon as nothing holds it up, however that comes about.
class WaitingLettersIT {
    private static final RecordReader PLAIN = new RecordReader(null);

    private IngestLedger kafka;
    private IntakeBooks books;
    private Letters letters;
    private final Map<Integer, Long> expected = new HashMap<>(Map.of(0, ConsumerOffsets.NEVER));

    @BeforeEach
    void start() throws Exception {
        kafka = IngestLedger.unread();
        books = new IntakeBooks(kafka.ledger.tenant(), kafka.open.database());
        letters = new Letters(kafka.ledger, books, _ -> PLAIN);
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    private Intake intake(String topic, Storing storing) {
        return new Intake(kafka.ledger, books, letters, IngestLedger.CONSUMER, topic, storing);
    }

    private static DeadLetter.Record record(String topic, long offset, String body) {
        return new DeadLetter.Record(
                IngestLedger.CONSUMER, topic, 0, offset, null, List.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private Incoming in(long offset, String body) {
        return PLAIN.read(record(kafka.topic, offset, body));
    }

    /// Not readable now, readable when it is tried again: by a new release, or a new mapping.
    private Incoming notYetReadable(long offset, String body, String commitment) {
        Refusal refusal = new Refusal(RefusalCode.MALFORMED, "(record)", null, "not yet", "wait");
        return new Incoming(
                record(kafka.topic, offset, body), kafka.topic, new Incoming.Content.Unreadable(refusal, commitment));
    }

    private List<DeadLetter> open() {
        return books.letters(true, 0, 10);
    }

    private Tally tally() {
        return books.accounts().stream()
                .filter(account -> account.partition().topic().equals(kafka.topic))
                .findFirst()
                .orElseThrow()
                .tally();
    }

    @Test
    void aVoidGoesInAlthoughItsPromiseCameWhileItWasBeingParked() throws Exception {
        // given
        Intake promises = intake("other", Storing.TOGETHER);
        Storing promiseFirst = (recorder, items, offsets, beside) -> {
            take(promises, PLAIN.read(record("other", 0, Lines.made("x", "m"))));
            return Storing.TOGETHER.store(recorder, items, offsets, beside);
        };

        // when
        intake(kafka.topic, promiseFirst).take(List.of(in(0, Lines.voided("x", "v"))), expected);

        // then
        assertThat(open()).isEmpty();
        assertThat(tally()).isEqualTo(new Tally(1, 1, 0, 0, 0, 0));
    }

    private static void take(Intake intake, Incoming incoming) {
        try {
            intake.take(List.of(incoming), new HashMap<>(Map.of(0, ConsumerOffsets.NEVER)));
        } catch (Intake.NotTaken | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void aCorrectionGoesInAlthoughWhatBlockedItWasSettledWhileItWasBeingParked() throws Exception {
        // given
        Intake intake = intake(kafka.topic, Storing.TOGETHER);
        intake.take(List.of(in(0, Lines.made("p", "m"))), expected);
        intake.take(List.of(notYetReadable(1, Lines.met("p", "k"), "p")), expected);
        DeadLetter blocking = open().getFirst();
        Storing settledFirst = (recorder, items, offsets, beside) -> {
            letters.retry(blocking);
            return Storing.TOGETHER.store(recorder, items, offsets, beside);
        };

        // when
        intake(kafka.topic, settledFirst)
                .take(List.of(in(2, Lines.corrected("p", "k", "c", "2026-01-16T09:00:00Z"))), expected);

        // then
        assertThat(open()).isEmpty();
        assertThat(tally()).isEqualTo(new Tally(3, 3, 0, 0, 0, 0));
    }

    @Test
    void aRetryThatLetsAnEarlierLetterInTriesItAsWell() throws Exception {
        // given a correction that was refused, since what it corrects could not be read
        Intake intake = intake(kafka.topic, Storing.TOGETHER);
        intake.take(List.of(in(0, Lines.made("p", "m"))), expected);
        intake.take(List.of(in(1, Lines.corrected("p", "k", "c", "2026-01-16T09:00:00Z"))), expected);
        intake.take(List.of(notYetReadable(2, Lines.met("p", "k"), "p")), expected);
        assertThat(open()).extracting(DeadLetter::standing).containsExactly(Standing.REFUSED, Standing.DEAD);

        // when
        letters.retryAll();

        // then
        assertThat(open()).isEmpty();
        assertThat(tally()).isEqualTo(new Tally(3, 3, 0, 0, 0, 0));
    }

    @Test
    void aLetterOfATopicThatNobodyReadsHereIsLeftAsItIs() throws Exception {
        // given a letter of a topic that is read through a mapping
        LineMapping mapping = _ -> new LineMapping.Mapped.Lines(List.of(JsonReader.read(Lines.voided("x", "v"))));
        RecordReader mapped = new RecordReader(mapping);
        new Intake(
                        kafka.ledger,
                        books,
                        new Letters(kafka.ledger, books, _ -> mapped),
                        IngestLedger.CONSUMER,
                        kafka.topic,
                        Storing.TOGETHER)
                .take(List.of(mapped.read(record(kafka.topic, 0, "{\"foreign\":1}"))), expected);
        List<DeadLetter> before = open();
        assertThat(before).extracting(DeadLetter::standing).containsExactly(Standing.PARKED);

        // when a ledger is started that does not read it
        Letters elsewhere = new Letters(kafka.ledger, books, _ -> null);
        elsewhere.tryAllWaiting();
        elsewhere.retryAll();
        try (KafkaSources none = KafkaSources.start(kafka.ledger, kafka.open.database(), null)) {
            assertThat(none.reads(kafka.topic)).isFalse();
            assertThat(none.reads(KafkaOptions.FACTS)).isTrue();
            none.retry(before.getFirst().id());
        }

        // then
        assertThat(open()).singleElement().satisfies(letter -> {
            assertThat(letter.standing()).isEqualTo(Standing.PARKED);
            assertThat(letter.attempts()).isEqualTo(1);
            assertThat(letter.cause()).isEqualTo(before.getFirst().cause());
        });
    }

    @Test
    void aPromiseThatAnybodyRecordsLetsItsVoidIn() throws Exception {
        // given
        KafkaSources node = kafka.startNode(null);
        kafka.send("ACME", Lines.voided("x", "v"));
        kafka.awaitConsumed(1);
        assertThat(open()).extracting(DeadLetter::standing).containsExactly(Standing.PARKED);

        // when
        record(Lines.made("x", "m"));

        // then
        await().atMost(IngestLedger.LIMIT).until(() -> open().isEmpty());
        assertThat(kafka.tally()).isEqualTo(new Tally(1, 1, 0, 0, 0, 0));
        assertThat(node.letters(false, 0, 10).getFirst().attempts()).isEqualTo(2);
    }

    private void record(String line) throws Exception {
        kafka.ledger
                .record(List.of(new RecordFacts.Item(in(9, line).commands().getFirst(), Entrance.INTERACTIVE)))
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void aLetterThatIsGivenUpLetsInWhatWaitsBehindIt() {
        // given
        KafkaSources node = kafka.startNode(null);
        kafka.send("ACME", Lines.made("p", "m"));
        kafka.send("ACME", Lines.met("p", "k"));
        kafka.send("ACME", "{\"type\":\"nonsense\",\"commitment\":\"p\"}");
        kafka.send("ACME", Lines.corrected("p", "k", "c1", "2026-01-25T09:00:00Z"));
        kafka.awaitConsumed(4);

        // when
        node.discard(open().getFirst().id());

        // then
        assertThat(open()).isEmpty();
        assertThat(kafka.tally()).isEqualTo(new Tally(4, 3, 0, 0, 1, 0));
    }
}
