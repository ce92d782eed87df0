package dev.kept.store.recording;

import dev.kept.domain.axon.FactConverter;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.PostgresEventStorageEngine;
import dev.kept.store.TcpProxy;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One node on a database: its pool, its recorder, and the log read back.
final class Recording implements AutoCloseable {
    static final FactRecorder.Options OPTIONS = new FactRecorder.Options("acme", "ledger.example/acme", false);
    private static final int CONNECTIONS = 4;
    private static final int LIMIT_SECONDS = 60;

    final TestDatabase.Access access;
    final LogDatabase database;
    final FactRecorder recorder;
    final FactReader log;

    private Recording(TestDatabase.Access access, PlantedEngine.Planted planted) {
        this.access = access;
        this.database = LogDatabase.open(access.jdbcUrl(), access.user(), access.password(), CONNECTIONS);
        SecureRandom random = new SecureRandom();
        PostgresEventStorageEngine engine = PostgresEventStorageEngine.open(
                database, OPTIONS.tenant(), OPTIONS.origin(), new FactConverter(), random);
        this.recorder = FactRecorder.start(
                new PlantedEngine(engine, planted),
                engine::store,
                OPTIONS,
                InstantSource.system(),
                new FactIds(random));
        this.log = FactReader.open(database, OPTIONS.tenant(), OPTIONS.origin());
    }

    private Recording(TestDatabase.Access access, FactRecorder.Options options) {
        this.access = access;
        this.database = LogDatabase.open(access.jdbcUrl(), access.user(), access.password(), CONNECTIONS);
        this.recorder = FactRecorder.open(database, options, InstantSource.system());
        this.log = FactReader.open(database, options.tenant(), options.origin());
    }

    static Recording fresh() {
        return on(TestDatabase.fresh());
    }

    static Recording on(TestDatabase.Access access) {
        return new Recording(access, OPTIONS);
    }

    /// A node of another log in the same database.
    static Recording of(String tenant, TestDatabase.Access access) {
        return new Recording(access, new FactRecorder.Options(tenant, "ledger.example/" + tenant, false));
    }

    /// A node whose connections go through the proxy.
    static Recording through(TcpProxy proxy, TestDatabase.Access access) {
        String url = access.jdbcUrl().replaceFirst("//[^/]+/", "//127.0.0.1:" + proxy.port() + "/");
        return on(new TestDatabase.Access(url, access.user(), access.password()));
    }

    static Recording with(PlantedEngine.Planted planted) {
        return new Recording(TestDatabase.fresh(), planted);
    }

    List<Answer> record(RecordFacts.Item... items) throws Exception {
        return answers(recorder.record(List.of(items)));
    }

    static List<Answer> answers(CompletableFuture<List<Answer>> submission) throws Exception {
        return submission.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        recorder.close();
        database.close();
    }
}
