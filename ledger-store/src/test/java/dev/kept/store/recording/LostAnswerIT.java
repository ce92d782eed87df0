package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.StoredFact;
import dev.kept.store.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A recorder whose connections are cut at every point of an append, also between the commit and its answer.
class LostAnswerIT {
    private static final int MOST_CUTS = 200;
    /// Less than the shortest answer of a statement, so that no answer is stepped over.
    private static final long STEP_BYTES = 12;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestDatabase.Access access = TestDatabase.fresh();
    private final Recording direct = Recording.on(access);
    private TcpProxy proxy;
    private Recording node;

    @BeforeEach
    void connect() throws Exception {
        URI server = URI.create(access.jdbcUrl().substring("jdbc:".length()));
        proxy = TcpProxy.to(server.getHost(), server.getPort());
        node = Recording.through(proxy, access);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
        direct.close();
        proxy.close();
    }

    /// The recorder finds out by the same key, so its caller hears one answer and nothing of the cut. Where the cut
    /// lasts, nobody knows: the caller is told so, sends the same again, and hears the first answer.
    @Test
    void aCutAnywhereInAnAppendIsOneFactAndOneAnswer() throws Exception {
        List<Answer> answers = new ArrayList<>();
        int cuts = 0;
        int behindCommit = 0;
        for (; behindCommit < 2 && cuts < MOST_CUTS; cuts++) {
            String key = "cut-" + cuts;
            RecordFacts.Item item = Commands.missed("order-" + cuts % 3, key);
            proxy.cutAfterAnswering(cuts * STEP_BYTES);
            CompletableFuture<List<Answer>> recording = node.recorder.record(List.of(item));
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> recording.isDone() || proxy.hasCut());
            // Nothing gets through now: if it is there, it was committed and its answer is lost.
            boolean behind = !recording.isDone()
                    && direct.log.byKey(Commands.SOURCE, key).isPresent();
            behindCommit += behind ? 1 : 0;
            if (behind && behindCommit == 1) {
                assertThatThrownBy(() -> Recording.answers(recording))
                        .cause()
                        .isInstanceOf(RecordingFailed.class)
                        .hasMessageContaining("same key");
                proxy.heal();
                assertThat(node.record(item)).hasOnlyElementsOfType(Answer.Duplicate.class);
            } else {
                proxy.heal();
                answers.addAll(Recording.answers(recording));
            }
        }

        assertThat(behindCommit).as("answers lost behind a commit").isPositive();
        Map<String, StoredFact> facts = LogCheck.checked(direct.log);
        assertThat(facts).hasSize(cuts);
        assertThat(answers)
                .hasSize(cuts - 1)
                .hasOnlyElementsOfType(Answer.Recorded.class)
                .allSatisfy(answer -> LogCheck.holds(facts, answer));
    }
}
