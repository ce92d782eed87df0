package dev.kept.projections.sample;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.seal.PersonalText;
import dev.kept.embedded.TestDatabase;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.processor.ViewDatabase;
import dev.kept.projections.registry.ViewProjections;
import dev.kept.projections.reliability.ReliabilityViews;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.StoredFact;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// A whole ledger with sealed text on a database of its own, on a clock that goes by itself: a millisecond a look.
public final class TestLedger implements AutoCloseable {
    public static final String TENANT = "acme";
    public static final Instant START = Instant.parse("2026-06-01T00:00:00Z");
    private static final String ORIGIN = "ledger.example/acme";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    public final TestDatabase.Access access;
    public final LogDatabase database;
    public final FactRecorder recorder;
    public final FactReader log;
    public final CommitmentViews commitments;
    public final ReliabilityViews reliability;
    public final ScoreViews scores;
    private final AtomicLong millis = new AtomicLong();

    private TestLedger(TestDatabase.Access access) {
        this.access = access;
        this.database = LogDatabase.open(
                access.jdbcUrl(), access.user(), access.password(), 8, new byte[PersonalText.KEY_BYTES]);
        ViewDatabase.migrate(access.jdbcUrl(), access.user(), access.password());
        InstantSource clock = () -> START.plusMillis(millis.getAndIncrement());
        this.recorder = FactRecorder.open(database, new FactRecorder.Options(TENANT, ORIGIN, false), clock);
        this.log = FactReader.open(database, TENANT, ORIGIN);
        this.commitments = new CommitmentViews(TENANT, database.dataSource(), log);
        this.reliability = new ReliabilityViews(commitments);
        this.scores = new ScoreViews(TENANT, database.dataSource(), commitments, log);
    }

    public static TestLedger fresh() {
        return on(TestDatabase.fresh());
    }

    public static TestLedger on(TestDatabase.Access access) {
        return new TestLedger(access);
    }

    public LiveProcessor project() {
        return project(streams -> ViewProjections.of(TENANT, streams));
    }

    public LiveProcessor project(LiveProcessor.Projections projections) {
        return LiveProcessor.start(TENANT, log, database.dataSource(), projections);
    }

    /// Lets time pass.
    ///
    /// @return the time after it
    public Instant pass(Duration time) {
        return START.plusMillis(millis.addAndGet(time.toMillis()));
    }

    /// Waits until the views hold all that is in the log now.
    public void await(LiveProcessor processor) throws InterruptedException {
        if (!processor.await(log.head().size() - 1, LIMIT)) {
            throw new IllegalStateException(
                    "the views hold " + processor.position() + " after " + LIMIT + ", not " + log.head());
        }
    }

    public List<Answer> record(List<RecordFacts.Item> items) throws Exception {
        return recorder.record(items).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /// Records all of them in this order, in submissions of random size, and what was refused once more at the end:
    /// facts that speak of other facts may come before them.
    ///
    /// @return the last answer to each
    public List<Answer> recordAll(List<RecordFacts.Item> items, Random random) throws Exception {
        List<Answer> answers = submit(items, random);
        List<RecordFacts.Item> refused = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Answer.Refused) {
                refused.add(items.get(i));
                places.add(i);
            }
        }
        List<Answer> again = submit(refused, random);
        for (int i = 0; i < again.size(); i++) {
            answers.set(places.get(i), again.get(i));
        }
        return answers;
    }

    private List<Answer> submit(List<RecordFacts.Item> items, Random random) throws Exception {
        List<CompletableFuture<List<Answer>>> submissions = new ArrayList<>();
        for (int from = 0; from < items.size(); ) {
            int to = Math.min(items.size(), from + 1 + random.nextInt(random.nextBoolean() ? 10 : 300));
            submissions.add(recorder.record(items.subList(from, to)));
            from = to;
        }
        List<Answer> answers = new ArrayList<>();
        for (CompletableFuture<List<Answer>> submission : submissions) {
            answers.addAll(submission.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
        return answers;
    }

    /// Every commitment of the log, folded from its first fact on, in the order in which they were begun.
    public Map<String, FoldedCommitment> folded() {
        Map<String, List<StoredFact>> streams = log.stream(-1)
                .collect(Collectors.groupingBy(StoredFact::stream, LinkedHashMap::new, Collectors.toList()));
        Map<String, FoldedCommitment> folded = new LinkedHashMap<>();
        streams.values().forEach(facts -> {
            FoldedCommitment commitment = FoldedCommitment.of(TENANT, log.opened(facts));
            folded.put(commitment.events().getFirst().envelope().commitment().value(), commitment);
        });
        return folded;
    }

    /// All rows of the views, each in one text.
    public List<String> rows() throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = access.connect();
                Statement select = connection.createStatement();
                ResultSet rows =
                        select.executeQuery("select c::text from kept_view.commitment c order by tenant, commitment")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /// As the superuser.
    public void execute(String sql) throws SQLException {
        try (Connection connection = access.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// One number, as the superuser.
    public long number(String sql) throws SQLException {
        try (Connection connection = access.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    public void forgetViews() throws SQLException {
        execute("truncate kept_view.commitment, kept_view.processor, kept_view.score_clock,"
                + " kept_view.score_bucket, kept_view.score_sums, kept_view.watch, kept_view.calendar,"
                + " kept_view.relation");
    }

    @Override
    public void close() {
        recorder.close();
        database.close();
    }
}
