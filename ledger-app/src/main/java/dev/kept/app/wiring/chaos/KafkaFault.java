package dev.kept.app.wiring.chaos;

import dev.kept.app.ingest.Storing;
import dev.kept.domain.commitment.Decision;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.Beside;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A consumer with a fault, planted to see that the check finds it.
public enum KafkaFault {
    /// Offsets are moved before the facts are stored, as a consumer does that commits first: a kill between loses
    /// facts.
    OFFSETS_FIRST {
        @Override
        Storing storing(Trap trap, IntakeBooks books) {
            return (recorder, items, offsets, companion) -> {
                await(recorder.record(List.of(), new Beside(offsets, (_, _, _) -> {})));
                trap.standStill();
                return recorder.record(items, new Beside(null, companion));
            };
        }
    },
    /// Offsets and books are stored after the facts, in another transaction: a kill between stores facts that no book
    /// knows of.
    OFFSETS_APART {
        @Override
        Storing storing(Trap trap, IntakeBooks books) {
            return (recorder, items, offsets, companion) -> {
                List<Decision> decided = new ArrayList<>();
                CompletableFuture<List<Answer>> answers = recorder.record(items, new Beside(null, (_, _, decisions) -> {
                    decided.clear();
                    decided.addAll(decisions);
                }));
                await(answers);
                trap.standStill();
                await(recorder.record(
                        List.of(),
                        new Beside(offsets, (connection, log, _) -> companion.write(connection, log, decided))));
                return answers;
            };
        }
    },
    /// Offsets are set, whoever has moved on meanwhile: a consumer that has lost its partition counts again.
    NO_FENCING {
        @Override
        Storing storing(Trap trap, IntakeBooks books) {
            return (recorder, items, offsets, companion) -> {
                boolean late = trap.reached();
                if (late) {
                    awaitOvertaken(books, offsets);
                }
                CompletableFuture<List<Answer>> answers =
                        recorder.record(items, new Beside(null, (connection, log, decisions) -> {
                            set(connection, log, offsets);
                            companion.write(connection, log, decisions);
                        }));
                if (late) {
                    answers.whenComplete((_, _) -> trap.passed());
                }
                return answers;
            };
        }

        @Override
        boolean showsInZombies() {
            return true;
        }
    };

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration OVERTAKEN_LIMIT = Duration.ofMinutes(1);
    private static final long ANSWER_SECONDS = 60;

    private static final String SET = """
            insert into kept_log.consumer_offset (log, consumer, topic, partition, next_offset) values (?, ?, ?, ?, ?)
            on conflict (log, consumer, topic, partition) do update set next_offset = excluded.next_offset
            """;

    /// @param trap is walked into at the moment at which the fault shows
    abstract Storing storing(Trap trap, IntakeBooks books);

    /// Whether it shows in a ledger that others have overtaken; otherwise in one that is killed.
    boolean showsInZombies() {
        return false;
    }

    /// As written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void set(Connection connection, int log, ConsumerOffsets offsets) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(SET)) {
            for (ConsumerOffsets.Step step : offsets.steps()) {
                upsert.setInt(1, log);
                upsert.setString(2, offsets.consumer());
                upsert.setString(3, step.topic());
                upsert.setInt(4, step.partition());
                upsert.setLong(5, step.next());
                upsert.executeUpdate();
            }
        }
    }

    private static void await(CompletableFuture<List<Answer>> answers) {
        try {
            answers.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while storing", failure);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("not stored: " + failure.getMessage(), failure);
        }
    }

    /// Until another consumer has taken the same records.
    private static void awaitOvertaken(IntakeBooks books, ConsumerOffsets offsets) {
        long end = System.nanoTime() + OVERTAKEN_LIMIT.toNanos();
        while (!offsets.steps().stream().allMatch(step -> isOvertaken(books, step))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nobody took " + offsets + " within " + OVERTAKEN_LIMIT);
            }
            Trap.sleep(POLL);
        }
    }

    private static boolean isOvertaken(IntakeBooks books, ConsumerOffsets.Step step) {
        return books.accounts().stream()
                .anyMatch(account -> account.partition().topic().equals(step.topic())
                        && account.partition().partition() == step.partition()
                        && account.nextOffset() >= step.next());
    }
}
