package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.recording.Beside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A consumer that has lost its partition changes nothing, and the books would show it if it could.
class ZombieIT {
    private IngestLedger kafka;
    private IntakeBooks books;
    private Intake intake;

    @BeforeEach
    void open() throws IOException {
        kafka = IngestLedger.unread();
        books = new IntakeBooks(kafka.ledger.tenant(), kafka.open.database());
        Letters letters = new Letters(kafka.ledger, books, _ -> new RecordReader(null));
        intake = new Intake(kafka.ledger, books, letters, IngestLedger.CONSUMER, kafka.topic, Storing.TOGETHER);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    private List<Incoming> records(int from, int to) {
        List<Incoming> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(new RecordReader(null)
                    .read(new DeadLetter.Record(
                            IngestLedger.CONSUMER,
                            kafka.topic,
                            0,
                            i,
                            null,
                            List.of(),
                            Lines.made("c" + i, "m" + i).getBytes(StandardCharsets.UTF_8))));
        }
        return records;
    }

    private Account account() {
        List<Account> accounts = books.accounts();
        assertThat(accounts).hasSize(1);
        return accounts.getFirst();
    }

    @Test
    void recordsNothingAndCountsNothingOnceItIsOvertaken() throws Exception {
        // given two consumers that both believe to own the partition
        Map<Integer, Long> owner = new HashMap<>(Map.of(0, ConsumerOffsets.NEVER));
        Map<Integer, Long> zombie = new HashMap<>(owner);
        intake.take(records(0, 5), owner);

        // when
        assertThatExceptionOfType(Intake.NotTaken.class).isThrownBy(() -> intake.take(records(0, 8), zombie));
        intake.take(records(5, 8), owner);
        assertThatExceptionOfType(Intake.NotTaken.class).isThrownBy(() -> intake.take(records(3, 4), zombie));

        // then
        assertThat(account().nextOffset()).isEqualTo(8);
        assertThat(account().tally().consumed()).isEqualTo(8);
        assertThat(account().tally().applied()).isEqualTo(8);
        assertThat(kafka.facts()).hasSize(8);
    }

    @Test
    void wouldBeSeenInTheBooksWithoutFencing() throws Exception {
        // given
        Map<Integer, Long> owner = new HashMap<>(Map.of(0, ConsumerOffsets.NEVER));
        intake.take(records(0, 5), owner);

        // when the same records are taken again by a consumer that compares no offsets
        Batch again = new Batch(records(0, 5), Parking.of(records(0, 5), books, kafka.ledger.log()), Instant.EPOCH);
        kafka.ledger
                .recorder()
                .record(again.items(), new Beside(null, again::write))
                .get(60, TimeUnit.SECONDS);

        // then
        assertThat(account().tally().consumed())
                .as("more than there are offsets")
                .isGreaterThan(account().nextOffset());
    }

    @Test
    void wouldBeSeenInTheBooksIfOffsetsWentFirst() throws Exception {
        // when offsets are stored, and the consumer dies before the facts are
        ConsumerOffsets early = new ConsumerOffsets(
                IngestLedger.CONSUMER, List.of(new ConsumerOffsets.Step(kafka.topic, 0, ConsumerOffsets.NEVER, 5)));
        kafka.ledger
                .recorder()
                .record(List.of(), new Beside(early, (_, _, _) -> {}))
                .get(60, TimeUnit.SECONDS);
        Map<Integer, Long> next = new HashMap<>(Map.of(0, 5L));
        intake.take(records(5, 8), next);

        // then
        assertThat(account().tally().consumed())
                .as("fewer than there are offsets")
                .isLessThan(account().nextOffset());
    }
}
