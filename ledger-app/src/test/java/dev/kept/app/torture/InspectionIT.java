package dev.kept.app.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.StoredFact;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The inspection at the end of a torture finds what somebody did to a log by hand.
class InspectionIT {
    private static final int SUBMISSIONS = 6;

    private final TestDatabase.Access access = TestDatabase.fresh();
    private final Workload workload = new Workload(1);
    private LogDatabase database;
    private FactRecorder recorder;
    private Journal journal;

    @BeforeEach
    void begin(@TempDir Path folder) throws Exception {
        database = LogDatabase.open(access.jdbcUrl(), access.user(), access.password(), 2);
        recorder = FactRecorder.open(database, Worker.LOG, InstantSource.system());
        journal = new Journal(folder.resolve("acknowledged.txt"));
        for (int submission = 0; submission < SUBMISSIONS; submission++) {
            acknowledge(submission, record(submission, ""));
        }
    }

    @AfterEach
    void end() throws Exception {
        recorder.close();
        database.close();
        journal.close();
    }

    @Test
    void findsNothingInALogAsItWasWritten() {
        Verdict verdict = inspect();

        assertThat(verdict).matches(Verdict::clean);
        assertThat(verdict.facts()).isEqualTo(journal.facts()).isGreaterThanOrEqualTo(SUBMISSIONS);
    }

    @Test
    void findsAFactThatIsGone() throws Exception {
        tamper("delete from kept_log.fact where position = 2");

        Verdict verdict = inspect();
        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.findings()).anyMatch(finding -> finding.contains("expected position 2"));
    }

    @Test
    void findsTheLastFactCutOff() throws Exception {
        List<Hash> leaves = log().stream(-1).map(StoredFact::leafHash).toList();
        Frontier before = Frontier.EMPTY.appendAll(leaves.subList(0, leaves.size() - 1));
        tamper("""
                delete from kept_log.fact where position = (select max(position) from kept_log.fact);
                alter table kept_log.log disable trigger all;
                update kept_log.log set size = size - 1, frontier = decode('%s', 'hex')
                """.formatted(HexFormat.of().formatHex(before.toBytes())));

        Verdict verdict = inspect();
        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.findings()).singleElement().asString().startsWith("lost");
    }

    @Test
    void findsAHeadThatCannotBe() throws Exception {
        tamper("""
                alter table kept_log.log disable trigger all;
                update kept_log.log set frontier = ''
                """);

        assertThat(inspect().findings()).first().asString().startsWith("the log cannot be read");
    }

    @Test
    void findsAFactThatStandsElsewhere() throws Exception {
        acknowledge(SUBMISSIONS, List.of(99L));
        record(SUBMISSIONS, "");

        assertThat(inspect().lost()).isEqualTo(1);
    }

    @Test
    void findsAFactThatIsThereTwice() throws Exception {
        // Not the first, which makes a promise: made twice with one content is known without its key.
        int again = record(1, "-again").size();

        assertThat(inspect().doubled()).isEqualTo(again);
    }

    @Test
    void findsFactsOutOfOrder() throws Exception {
        // Both are about the caller's own promise, see the workload.
        List<Long> later = record(SUBMISSIONS + 1, "");
        List<Long> sooner = record(SUBMISSIONS, "");
        acknowledge(SUBMISSIONS, sooner);
        acknowledge(SUBMISSIONS + 1, later);

        Verdict verdict = inspect();
        assertThat(verdict.reordered()).isPositive();
        assertThat(verdict.lost()).isZero();
    }

    @Test
    void findsAnEditedPayload() throws Exception {
        tamper("update kept_log.fact set payload = payload || ' '::bytea where position = 3");

        assertThat(inspect().findings()).first().asString().contains("not the hash of its entry");
    }

    @Test
    void findsAnotherRootInTheHead() throws Exception {
        tamper("""
                alter table kept_log.log disable trigger all;
                update kept_log.log set frontier = decode(repeat('00', length(frontier)), 'hex')
                """);

        assertThat(inspect().findings()).singleElement().asString().contains("the head's root");
    }

    @Test
    void findsFactsThatNobodySent() throws Exception {
        record(SUBMISSIONS + 3, "");

        assertThat(inspect().findings()).anyMatch(finding -> finding.contains("were not sent"));
    }

    @Test
    void reportsWhatAWorkerComplainedOf() throws Exception {
        journal.take("refused something");

        assertThat(inspect().findings()).containsExactly("refused something");
    }

    private List<Long> record(int submission, String again) throws Exception {
        List<RecordFacts.Item> items = workload.submission(0, submission, again);
        return recorder.record(items).get(60, TimeUnit.SECONDS).stream()
                .map(Answer.Recorded.class::cast)
                .map(Answer.Recorded::position)
                .toList();
    }

    private void acknowledge(int submission, List<Long> positions) throws Exception {
        StringBuilder line = new StringBuilder(Worker.ACKNOWLEDGED + " 0 " + submission);
        positions.forEach(position -> line.append(' ').append(position));
        journal.take(line.toString());
    }

    private void tamper(String sql) throws SQLException {
        try (Connection connection = access.connect();
                var statement = connection.createStatement()) {
            statement.execute("alter table kept_log.fact disable trigger all");
            statement.execute(sql);
        }
    }

    private Verdict inspect() {
        return Inspection.of(log(), journal);
    }

    private FactReader log() {
        return FactReader.open(database, Worker.LOG.tenant(), Worker.LOG.origin());
    }
}
