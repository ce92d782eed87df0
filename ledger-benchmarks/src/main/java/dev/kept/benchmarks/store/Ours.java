package dev.kept.benchmarks.store;

import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.seal.PersonalText;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.FactRecorder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The ledger's own log and recorder, with personal text sealed as in a ledger that is served.
final class Ours implements AutoCloseable {
    static final String ORIGIN = "ledger.example/bench";

    private static final int CONNECTIONS = 4;
    private static final int ANSWER_SECONDS = 60;
    /// Batches an importer keeps under way: one commits, one is decided, and the next ones wait.
    private static final int UNDER_WAY = 4;

    final LogDatabase database;
    final FactReader reader;
    final FactRecorder recorder;

    Ours(Server.Access access) {
        this(access, anyKey());
    }

    /// A log that keeps text in the clear, so that what it holds can be copied under other ids.
    static Ours inTheClear(Server.Access access) {
        return new Ours(access, null);
    }

    private static byte[] anyKey() {
        byte[] keyEncryptionKey = new byte[PersonalText.KEY_BYTES];
        new SecureRandom().nextBytes(keyEncryptionKey);
        return keyEncryptionKey;
    }

    private Ours(Server.Access access, byte @Nullable [] keyEncryptionKey) {
        this.database = LogDatabase.open(access.url(), access.user(), access.password(), CONNECTIONS, keyEncryptionKey);
        this.recorder = FactRecorder.open(
                database, new FactRecorder.Options(Stock.TENANT, ORIGIN, false), InstantSource.system());
        this.reader = FactReader.open(database, Stock.TENANT, ORIGIN);
    }

    void record(RecordFacts.Item item) throws Exception {
        recorded(recorder.record(List.of(item)));
    }

    void record(List<RecordFacts.Item> items) throws Exception {
        recorded(recorder.record(items));
    }

    /// Imports batches for a while.
    ///
    /// @return facts a second
    double importFor(Duration time, Orders orders) throws Exception {
        ArrayDeque<CompletableFuture<List<Answer>>> underWay = new ArrayDeque<>();
        long start = System.nanoTime();
        int batches = 0;
        do {
            underWay.addLast(recorder.record(orders.batch(batches++)));
            if (underWay.size() >= UNDER_WAY) {
                recorded(underWay.removeFirst());
            }
        } while (System.nanoTime() - start < time.toNanos());
        for (CompletableFuture<List<Answer>> answers : underWay) {
            recorded(answers);
        }
        return (double) RecordFacts.MAX_ITEMS * batches / (System.nanoTime() - start) * 1e9;
    }

    private static void recorded(CompletableFuture<List<Answer>> submission) throws Exception {
        for (Answer answer : submission.get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            if (!(answer instanceof Answer.Recorded)) {
                throw new IllegalStateException("expected a recorded fact, got " + answer);
            }
        }
    }

    @Override
    public void close() {
        recorder.close();
        database.close();
    }
}
