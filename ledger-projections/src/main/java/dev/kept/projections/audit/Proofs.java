package dev.kept.projections.audit;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.audit.tile.EntryBundle;
import dev.kept.domain.audit.tile.Tile;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.LogKeys;
import dev.kept.store.StoredFact;
import dev.kept.store.recording.FactRecorder;
import dev.kept.verify.Receipt;
import dev.kept.witness.WitnessClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What proves a ledger's log to others: keys, tiles, checkpoints and receipts, in the ledger's folder.
public final class Proofs implements AutoCloseable {
    /// How long facts may wait to be published before that is an alarm.
    public static final Duration BEHIND_LIMIT = Duration.ofSeconds(10);

    /// How long a checkpoint may wait for a witness before that is an alarm.
    public static final Duration UNWITNESSED_LIMIT = Duration.ofSeconds(60);

    private static final Duration PUBLISH_WAIT = Duration.ofSeconds(5);
    private static final int MAX_TILE_ENTRIES = Tile.FULL;

    private final FactReader log;
    private final FactRecorder recorder;
    private final SigningKeys keys;
    private final Publisher publisher;
    private final Path folder;
    private final InstantSource clock;
    private final Receipts receipts;
    private @Nullable HttpClient http;
    private @Nullable Cosigners cosigners;

    private Proofs(
            FactReader log,
            FactRecorder recorder,
            SigningKeys keys,
            Publisher publisher,
            Path folder,
            InstantSource clock) {
        this.log = log;
        this.recorder = recorder;
        this.keys = keys;
        this.publisher = publisher;
        this.folder = folder;
        this.clock = clock;
        this.receipts = new Receipts(publisher, this::covering);
    }

    /// A witness to ask for cosignatures.
    public record WitnessAddress(URI url, VerifierKey key) {
        /// Reads `URL=VKEY`.
        public static WitnessAddress parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "a witness is URL=VKEY, such as http://127.0.0.1:7388=NAME+ID+KEY, not " + text);
            }
            VerifierKey key = VerifierKey.parse(text.substring(equals + 1));
            if (key.kind() != VerifierKey.Kind.WITNESS) {
                throw new IllegalArgumentException("the key of " + key.name() + " is no witness's");
            }
            return new WitnessAddress(URI.create(text.substring(0, equals)), key);
        }
    }

    /// @param folder the ledger's: the folders `keys` and `log` are made in it
    /// @throws IllegalStateException if they cannot be used
    public static Proofs open(
            Path folder,
            String tenant,
            LogDatabase database,
            FactReader log,
            FactRecorder recorder,
            InstantSource clock) {
        try {
            SigningKeys keys = SigningKeys.open(
                    folder.resolve("keys"),
                    log.origin(),
                    LogKeys.open(database, tenant, log.origin()),
                    recorder,
                    clock);
            Publisher publisher = new Publisher(log, keys, folder.resolve("log"), clock);
            return new Proofs(log, recorder, keys, publisher, folder.resolve("log"), clock);
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the log's keys and checkpoints in " + folder + " cannot be used: " + failure.getMessage(),
                    failure);
        }
    }

    /// Publishes from now on, and has the checkpoints cosigned.
    public void start(List<WitnessAddress> witnesses) {
        start(witnesses, UNWITNESSED_LIMIT);
    }

    void start(List<WitnessAddress> witnesses, Duration alarmAfter) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PUBLISH_WAIT).build();
        http = client;
        try {
            Cosigners started = new Cosigners(
                    publisher,
                    keys,
                    folder,
                    witnesses.stream()
                            .map(witness -> new WitnessClient(client, witness.url(), witness.key()))
                            .toList(),
                    clock,
                    alarmAfter);
            cosigners = started;
            publisher.start(started::wake);
            started.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Publishes what the log holds now.
    public void publish() {
        try {
            publisher.publish();
        } catch (IOException failure) {
            throw new UncheckedIOException("the log cannot be published: " + failure.getMessage(), failure);
        }
    }

    /// The signed checkpoint; empty before the first.
    public Optional<byte[]> checkpoint() {
        return publisher.last().map(last -> last.note().format().getBytes(StandardCharsets.UTF_8));
    }

    /// Entries under the checkpoint.
    public long size() {
        return publisher.last().map(PublishedCheckpoint::size).orElse(0L);
    }

    /// The last checkpoint that all witnesses cosigned; empty without witnesses and before the first.
    public Optional<byte[]> witnessedCheckpoint() {
        Cosigners known = cosigners;
        return known == null
                ? Optional.empty()
                : known.witnessed().map(one -> one.note().format().getBytes(StandardCharsets.UTF_8));
    }

    /// A tile of the published tree; empty if it has none such.
    public Optional<byte[]> tile(Tile tile) {
        int level = Math.max(0, tile.level());
        long hashes = level * 8 >= Long.SIZE ? 0 : size() >>> 8 * level;
        long first = tile.index() * Tile.FULL;
        if (first + tile.width() > hashes) {
            return Optional.empty();
        }
        return Optional.of(
                tile.level() == Tile.ENTRIES
                        ? entries(first, tile.width())
                        : publisher.hashes().read(tile));
    }

    private byte[] entries(long first, int width) {
        List<byte[]> entries = new ArrayList<>(MAX_TILE_ENTRIES);
        for (FactReader.Vouched fact : log.vouched(first, first + width)) {
            entries.add(fact.entry().bytes());
        }
        if (entries.size() != width) {
            throw new IllegalStateException("expected " + width + " entries from position " + first + ", found "
                    + entries.size() + ": facts were deleted");
        }
        return EntryBundle.write(entries);
    }

    /// The receipt of a commitment: all its facts.
    ///
    /// @throws Contradicted if a fact is not the one that the log vouches for
    public Optional<Receipt> receiptOfCommitment(String commitment) {
        return receipts.of(log.vouchedOf(Entry.streamOf(commitment)));
    }

    /// The receipt of one fact.
    ///
    /// @throws Contradicted if it is not the one that the log vouches for
    public Optional<Receipt> receiptOfFact(String factId) {
        return log.byFactId(factId)
                .flatMap(fact -> receipts.of(log.vouchedOf(fact.stream()).stream()
                        .filter(one -> one.fact().factId().equals(factId))
                        .toList()));
    }

    /// Published leaf hashes.
    List<Hash> leaves(long from, int count) {
        List<Hash> leaves = new ArrayList<>(count);
        for (long at = from; at < from + count; ) {
            long index = at / Tile.FULL;
            int width = (int) Math.min(Tile.FULL, from + count - index * Tile.FULL);
            byte[] tile = publisher.hashes().read(new Tile(0, index, width));
            for (int i = (int) (at % Tile.FULL); i < width; i++, at++) {
                leaves.add(Hash.of(tile, i * Hash.BYTES));
            }
        }
        return leaves;
    }

    TileHashes hashes(long size) {
        return new TileHashes(size, publisher.hashes()::read);
    }

    PublishedCheckpoint awaitPublished(long position) {
        if (cosigners == null) {
            publish();
        }
        return receipts.awaitPublished(position);
    }

    /// The checkpoint that all witnesses cosigned if it covers the position, else the latest that does.
    private PublishedCheckpoint covering(long position) {
        Cosigners known = cosigners;
        return (known == null ? Optional.<PublishedCheckpoint>empty() : known.witnessed())
                .filter(one -> one.size() > position)
                .orElseGet(() -> awaitPublished(position));
    }

    /// A fact is not the one that the log vouches for: it was changed in the database.
    public static final class Contradicted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Contradicted(StoredFact fact) {
            super("the database holds another fact " + fact.factId() + " at position " + fact.position() + " ("
                    + fact.stream() + ") than the log vouched for: it was changed behind the ledger's back");
        }
    }

    /// What is asked for is under no checkpoint yet.
    public static final class NotPublished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPublished(String message) {
            super(message);
        }
    }

    /// The public keys that sign now, the newest first.
    public List<String> signingKeys() {
        return keys.verifierKeys().stream().map(VerifierKey::format).toList();
    }

    /// Every public key that ever signed this log, the oldest first.
    public List<String> allKeys() {
        return keys.all();
    }

    /// Changes the log's key: draws the next one, records the change, and signs with both for 30 days.
    public VerifierKey rotateKey() {
        try {
            VerifierKey next = keys.rotate(recorder);
            publisher.publish();
            return next;
        } catch (IOException failure) {
            throw new UncheckedIOException("the key is not changed: " + failure.getMessage(), failure);
        }
    }

    /// How the proof of the log is doing.
    ///
    /// @param size entries under the checkpoint
    /// @param behind facts of the log that are not under it
    /// @param alarm what somebody has to look at; null if all is well
    public record Health(long size, long behind, @Nullable String alarm, List<WitnessState> witnesses) {
        public Health {
            witnesses = List.copyOf(witnesses);
        }
    }

    /// @param unwitnessedSeconds how long a checkpoint has been waiting for it
    public record WitnessState(
            String name,
            long size,
            long unwitnessedSeconds,
            @Nullable String trouble,
            boolean alarm) {}

    /// @param facts in the log
    public Health health(long facts) {
        Cosigners known = cosigners;
        Instant now = clock.instant();
        List<WitnessState> witnesses = known == null
                ? List.of()
                : known.health().stream()
                        .map(one -> new WitnessState(
                                one.name(),
                                one.size(),
                                one.waitingSince() == null
                                        ? 0
                                        : Math.max(
                                                0,
                                                Duration.between(one.waitingSince(), now)
                                                        .toSeconds()),
                                one.trouble(),
                                one.alarm()))
                        .toList();
        return new Health(size(), Math.max(0, facts - size()), alarm(now, witnesses), witnesses);
    }

    private @Nullable String alarm(Instant now, List<WitnessState> witnesses) {
        Optional<String> refusal = publisher.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Instant> behind = publisher.behindSince();
        if (behind.isPresent() && behind.get().plus(BEHIND_LIMIT).isBefore(now)) {
            return "facts have not been published since " + behind.get();
        }
        return witnesses.stream()
                .filter(WitnessState::alarm)
                .map(one -> "the witness " + one.name() + " has not cosigned for " + one.unwitnessedSeconds() + " s: "
                        + one.trouble())
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        Cosigners known = cosigners;
        try {
            if (known != null) {
                known.close();
            }
            publisher.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the log's files cannot be closed", failure);
        } finally {
            if (http != null) {
                http.shutdownNow();
            }
        }
    }
}
