package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Decision;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.ConsumerOffsets.Step;
import dev.kept.store.intake.Companion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Facts, offsets and what else goes with them are stored together or not at all.
class BesideIT {
    private final Recording node = Recording.fresh();
    private final List<List<String>> seen = new ArrayList<>();

    private final Companion books = (connection, log, decisions) -> {
        List<String> kinds = new ArrayList<>();
        for (Decision decision : decisions) {
            kinds.add(decision.getClass().getSimpleName());
        }
        seen.add(kinds);
        try (var insert = connection.prepareStatement(
                "insert into kept_log.publication (log, name, position) values (?, ?, ?)")) {
            insert.setInt(1, log);
            insert.setString(2, "books-" + seen.size());
            insert.setLong(3, decisions.size());
            insert.executeUpdate();
        }
    };

    @AfterEach
    void close() {
        node.close();
    }

    private static Beside step(Companion companion, long expected, long next) {
        return new Beside(new ConsumerOffsets("c", List.of(new Step("facts", 0, expected, next))), companion);
    }

    private long nextOffset() throws SQLException {
        return number("select coalesce(max(next_offset), -1) from kept_log.consumer_offset");
    }

    private long rows() throws SQLException {
        return number("select count(*) from kept_log.publication");
    }

    private long number(String sql) throws SQLException {
        try (var connection = node.access.connect();
                var select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void handsTheDecisionsToWhatGoesWithTheFacts() throws Exception {
        // when
        List<Answer> answers = Recording.answers(node.recorder.record(
                List.of(Commands.made("a", "1"), Commands.made("a", "1"), Commands.made("a", "2", "other terms")),
                step(books, -1, 3)));

        // then
        assertThat(answers)
                .extracting(answer -> answer.getClass().getSimpleName())
                .containsExactly("Recorded", "Duplicate", "Refused");
        assertThat(seen).containsExactly(List.of("Accepted", "Duplicate", "Refused"));
        assertThat(nextOffset()).isEqualTo(3);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void keepsOffsetsAndRowsOfABatchWithoutANewFact() throws Exception {
        // given
        Recording.answers(node.recorder.record(List.of(Commands.made("a", "1")), step(books, -1, 1)));

        // when
        Recording.answers(node.recorder.record(List.of(Commands.made("a", "1")), step(books, 1, 2)));
        Recording.answers(node.recorder.record(List.of(), step(books, 2, 9)));

        // then
        assertThat(seen).containsExactly(List.of("Accepted"), List.of("Duplicate"), List.of());
        assertThat(nextOffset()).isEqualTo(9);
        assertThat(rows()).isEqualTo(3);
        assertThat(node.log.head().size()).isEqualTo(1);
    }

    @Test
    void storesNothingForAConsumerThatWasOvertaken() throws Exception {
        // given
        Recording.answers(node.recorder.record(List.of(Commands.made("a", "1")), step(books, -1, 5)));

        // when, then
        for (List<RecordFacts.Item> batch : List.of(
                List.of(Commands.met("a", "2")), List.of(Commands.made("a", "1")), List.<RecordFacts.Item>of())) {
            assertThatThrownBy(() -> Recording.answers(node.recorder.record(batch, step(books, 4, 6))))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(RecordingFailed.class)
                    .hasRootCauseInstanceOf(ConsumerOffsets.Fenced.class);
        }
        assertThat(node.log.head().size()).isEqualTo(1);
        assertThat(nextOffset()).isEqualTo(5);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void recordsNoFactWhoseRowsCannotBeStored() throws Exception {
        // given
        Companion broken = (_, _, _) -> {
            throw new SQLException("no room for the books", "23514");
        };

        // when, then
        assertThatThrownBy(() ->
                        Recording.answers(node.recorder.record(List.of(Commands.made("a", "1")), step(broken, -1, 1))))
                .cause()
                .isInstanceOfSatisfying(
                        RecordingFailed.class,
                        failed -> assertThat(failed.isOfContent()).isTrue());
        assertThat(node.log.head().size()).isZero();
        assertThat(nextOffset()).isEqualTo(-1);
    }

    @Test
    void doesNotBlameTheContentForASessionThatIdledTooLong() throws Exception {
        // given a process that stands still between two statements
        Companion stalled = (connection, _, _) -> {
            try (var set = connection.createStatement()) {
                set.execute("set local idle_in_transaction_session_timeout = 100");
                Thread.sleep(600);
            } catch (InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        };

        // when, then
        assertThatThrownBy(() ->
                        Recording.answers(node.recorder.record(List.of(Commands.made("a", "1")), step(stalled, -1, 1))))
                .cause()
                .isInstanceOfSatisfying(
                        RecordingFailed.class,
                        failed -> assertThat(failed.isOfContent())
                                .as("%s", failed)
                                .isFalse());
        assertThat(node.log.head().size()).isZero();
    }

    @Test
    void leavesOthersOutOfItsTransaction() throws Exception {
        // given
        Recording.answers(node.recorder.record(List.of(Commands.made("a", "1")), step(books, -1, 1)));

        // when
        List<CompletableFuture<List<Answer>>> good = new ArrayList<>();
        List<CompletableFuture<List<Answer>>> fenced = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            good.add(node.recorder.record(List.of(Commands.made("b" + i, "b" + i))));
            fenced.add(node.recorder.record(List.of(Commands.made("c" + i, "c" + i)), step(books, 0, 9)));
        }

        // then
        for (CompletableFuture<List<Answer>> one : good) {
            assertThat(Recording.answers(one)).hasOnlyElementsOfType(Answer.Recorded.class);
        }
        for (CompletableFuture<List<Answer>> one : fenced) {
            assertThatThrownBy(() -> one.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
        assertThat(node.log.head().size()).isEqualTo(51);
    }
}
