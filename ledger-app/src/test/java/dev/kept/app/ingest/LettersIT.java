package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kept.app.support.intake.Sources.Retried;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.Companion;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.DeadLetter.Standing;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.Tally;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A record becomes a letter for its own fault alone, and the books follow what becomes of it.
class LettersIT {
    private final Map<Integer, Long> expected = new HashMap<>(Map.of(0, ConsumerOffsets.NEVER));

    private IngestLedger kafka;
    private IntakeBooks books;
    private Letters letters;

    @BeforeEach
    void open() throws IOException {
        kafka = IngestLedger.unread();
        books = new IntakeBooks(kafka.ledger.tenant(), kafka.open.database());
        letters = new Letters(kafka.ledger, books, _ -> new RecordReader(null));
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private Intake intake(Storing storing) {
        return new Intake(kafka.ledger, books, letters, IngestLedger.CONSUMER, kafka.topic, storing);
    }

    /// One whose first batch meets a fault before anything of it is stored.
    private Intake failingOnce(Companion fault) {
        AtomicBoolean failed = new AtomicBoolean();
        return intake((recorder, items, offsets, companion) ->
                Storing.TOGETHER.store(recorder, items, offsets, (connection, log, decisions) -> {
                    if (!failed.getAndSet(true)) {
                        fault.write(connection, log, decisions);
                    }
                    companion.write(connection, log, decisions);
                }));
    }

    private List<Incoming> record(long offset, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return List.of(new RecordReader(null)
                .read(new DeadLetter.Record(IngestLedger.CONSUMER, kafka.topic, 0, offset, null, List.of(), bytes)));
    }

    private DeadLetter letter(long id) {
        return books.letter(id).orElseThrow();
    }

    private Tally tally() {
        return books.accounts().getFirst().tally();
    }

    /// A letter that waits behind one that was given up: its next try is refused.
    private long parked() throws Exception {
        Intake intake = intake(Storing.TOGETHER);
        intake.take(record(0, Lines.made("p", "m")), expected);
        intake.take(record(1, "{\"type\":\"nonsense\",\"commitment\":\"p\"}"), expected);
        intake.take(record(2, Lines.corrected("p", "k", "c1", "2026-01-16T09:00:00Z")), expected);
        List<DeadLetter> open = books.letters(true, 0, 10);
        assertThat(open).extracting(DeadLetter::standing).containsExactly(Standing.DEAD, Standing.PARKED);
        books.discard(open.getFirst().id(), Instant.now());
        return open.getLast().id();
    }

    /// Tries the letter, while somebody else does something with it between the reading and the writing.
    private Retried retryDuring(long id, Runnable meanwhile) {
        AtomicBoolean done = new AtomicBoolean();
        Letters slow = new Letters(kafka.ledger, books, _ -> {
            if (!done.getAndSet(true)) {
                meanwhile.run();
            }
            return new RecordReader(null);
        });
        return slow.retry(letter(id));
    }

    @Test
    void oneStallOfTheDatabaseMakesNoLetter() throws Exception {
        // given
        Intake intake = failingOnce((connection, _, _) -> {
            try (var set = connection.createStatement()) {
                set.execute("set local idle_in_transaction_session_timeout = 100");
                Thread.sleep(600);
            } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });

        // when, then
        assertThatExceptionOfType(Intake.NotTaken.class)
                .isThrownBy(() -> intake.take(record(0, Lines.made("x", "m")), expected));
        assertThat(books.letters(false, 0, 10)).isEmpty();
        intake.take(record(0, Lines.made("x", "m")), expected);
        assertThat(tally()).isEqualTo(new Tally(1, 1, 0, 0, 0, 0));
    }

    @Test
    void aRecordAloneIsTriedOnceMoreBeforeItBecomesALetter() throws Exception {
        // given
        Intake intake = failingOnce((_, _, _) -> {
            throw new SQLException("planted", "23514");
        });

        // when
        intake.take(record(0, Lines.made("x", "m")), expected);

        // then
        assertThat(books.letters(false, 0, 10)).isEmpty();
        assertThat(tally()).isEqualTo(new Tally(1, 1, 0, 0, 0, 0));
        assertThat(expected).containsEntry(0, 1L);
    }

    @Test
    void aRecordThatFailsTwiceAloneBecomesALetter() throws Exception {
        // given
        Intake intake = intake((recorder, items, offsets, companion) ->
                Storing.TOGETHER.store(recorder, items, offsets, (connection, log, decisions) -> {
                    if (!decisions.isEmpty()) {
                        throw new SQLException("planted", "23514");
                    }
                    companion.write(connection, log, decisions);
                }));

        // when
        intake.take(record(0, Lines.made("x", "m")), expected);

        // then
        assertThat(books.letters(true, 0, 10)).extracting(DeadLetter::standing).containsExactly(Standing.DEAD);
        assertThat(tally()).isEqualTo(new Tally(1, 0, 0, 0, 1, 0));
    }

    @Test
    void twoTriesAtOnceMoveTheBooksOnce() throws Exception {
        // given
        long parked = parked();
        AtomicReference<@Nullable Retried> other = new AtomicReference<>();

        // when
        Retried late = retryDuring(parked, () -> other.set(letters.retry(letter(parked))));

        // then
        assertThat(other.get()).isEqualTo(new Retried(1, 0));
        assertThat(late).isEqualTo(new Retried(1, 0));
        assertThat(letter(parked).standing()).isEqualTo(Standing.REFUSED);
        assertThat(letter(parked).attempts()).isEqualTo(2);
        assertThat(tally()).isEqualTo(new Tally(3, 1, 0, 1, 1, 0));
    }

    @Test
    void aTryOfALetterThatWasSettledMeanwhileSaysSo() throws Exception {
        // given
        long parked = parked();

        // when
        Retried late = retryDuring(parked, () -> books.discard(parked, Instant.now()));

        // then
        assertThat(late).isEqualTo(new Retried(1, 1));
        assertThat(letter(parked).resolution()).isEqualTo("DISCARDED");
        assertThat(tally()).isEqualTo(new Tally(3, 1, 0, 0, 2, 0));
    }
}
