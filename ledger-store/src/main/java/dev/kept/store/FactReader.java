package dev.kept.store;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.seal.PersonalText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads one log, for projections, pages and proofs.
///
/// Positions are assigned in the order of commits, without holes: whoever has read up to position p and asks for what
/// comes after p misses nothing, whatever else is being written.
public final class FactReader {
    /// The most facts that one call of [#after] hands out.
    public static final int MAX_LIMIT = 10_000;

    private static final int PAGE = 1_000;

    private final DataSource database;
    private final HeadWatch watch;
    private final Tail tail;
    private final StreamCache remembered;
    private final Log log;
    private final @Nullable KeyRing keys;

    private FactReader(LogDatabase database, Log log) {
        this.keys = database.keys(log);
        this.database = database.logSource();
        this.watch = database.watch();
        this.tail = database.tail(log);
        this.remembered = database.streams(log);
        this.log = log;
    }

    /// Where a log ends: its size (the next position), the tree's right edge, the last acceptance.
    public record LogHead(long size, Frontier frontier, Instant acceptedAt) {}

    @FunctionalInterface
    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    /// A reader of the log of this name, which is begun where there is none.
    public static FactReader open(LogDatabase database, String name, String origin) {
        return new FactReader(database, Log.open(database.logSource(), name, origin));
    }

    /// The log's name in entries and checkpoints.
    public String origin() {
        return log.origin();
    }

    public LogHead head() {
        Head head = read(connection -> Head.read(connection, log.id()));
        return new LogHead(head.size(), head.frontier(), Micros.toInstant(head.acceptedMicros()));
    }

    /// Facts beyond this position, in their order; -1 reads from the first.
    public List<StoredFact> after(long position, int limit) {
        check(limit);
        return read(connection -> FactRows.between(connection, log.id(), position, Long.MAX_VALUE, limit));
    }

    /// The same for whoever keeps up with the log: what this node has just appended is handed out as it was committed,
    /// without being read again. Whoever looks for what was changed in the database asks [#after].
    public List<StoredFact> follow(long position, int limit) {
        check(limit);
        if (tail.reachesBackTo(position)) {
            Head head = read(connection -> Head.read(connection, log.id()));
            Optional<List<StoredFact>> recent = tail.after(position, limit, head);
            if (recent.isPresent()) {
                return recent.get();
            }
        }
        return after(position, limit);
    }

    private static void check(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    /// All facts beyond this position up to the head as it stands now, a page at a time: memory stays constant, and
    /// no transaction is held open, however long the caller takes.
    public Stream<StoredFact> stream(long position) {
        long end = head().size();
        return Stream.iterate(
                        page(position, end),
                        page -> !page.isEmpty(),
                        page -> page(page.getLast().position(), end))
                .flatMap(List::stream);
    }

    /// All facts of these streams, in the order of positions.
    public List<StoredFact> streams(Collection<String> streams) {
        return read(connection -> FactRows.ofStreams(connection, log.id(), streams));
    }

    /// Reads streams up to a version each, for whoever folds them.
    @FunctionalInterface
    public interface Streams {
        /// @param versions of the last fact that is wanted of each stream; all of these are in the log
        /// @return the facts of each stream, from version 0 on
        Map<String, List<StoredFact>> upTo(Map<String, Integer> versions);
    }

    /// Streams as the database holds them.
    public Map<String, List<StoredFact>> streamsUpTo(Map<String, Integer> versions) {
        Map<String, List<StoredFact>> found = new HashMap<>();
        if (!versions.isEmpty()) {
            for (StoredFact fact : streams(versions.keySet())) {
                if (fact.version() <= versions.getOrDefault(fact.stream(), -1)) {
                    found.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
                }
            }
        }
        return found;
    }

    /// The same for whoever keeps up with the log, as [#follow]: what this node remembers is not read again.
    public Map<String, List<StoredFact>> followStreams(Map<String, Integer> versions) {
        StreamCache.Remembered known = remembered.get(versions.keySet());
        Map<String, List<StoredFact>> found = new HashMap<>();
        if (!known.streams().isEmpty() && known.holdsFor(read(connection -> Head.read(connection, log.id())))) {
            versions.forEach((stream, last) -> {
                List<StoredFact> facts = known.streams().getOrDefault(stream, List.of());
                if (facts.size() > last) {
                    found.put(stream, facts.subList(0, last + 1));
                }
            });
        }
        Map<String, Integer> left = new HashMap<>(versions);
        left.keySet().removeAll(found.keySet());
        found.putAll(streamsUpTo(left));
        return found;
    }

    /// The same facts with their personal text in the clear, and `[erased]` where its key was destroyed.
    public List<StoredFact> opened(List<StoredFact> facts) {
        return Opening.open(facts, keys);
    }

    /// A statement as its fact holds it.
    ///
    /// @param box what the fact's metadata `sealed` holds, decoded
    /// @param dek commitment to the key that it is sealed under
    @SuppressWarnings("ArrayRecordComponent") // stored as given; never compared
    public record SealedStatement(String factId, Hash dek, byte[] box) {}

    /// The statements in the clear, in their order; `[erased]` where the key was destroyed, null if there is none.
    public List<@Nullable String> statements(List<SealedStatement> sealed) {
        if (keys != null) {
            keys.prefetch(sealed.stream().map(SealedStatement::dek).toList());
        }
        List<@Nullable String> statements = new ArrayList<>(sealed.size());
        for (SealedStatement one : sealed) {
            statements.add(PersonalText.statement(one.box, one.factId, keys == null ? null : keys.key(one.dek)));
        }
        return statements;
    }

    /// All facts that carry this tag, in the order of positions.
    public List<StoredFact> tagged(String key, String value) {
        return read(connection -> FactRows.tagged(connection, log.id(), key, value));
    }

    /// All facts that carry a tag of this key whose value begins so, in the order of positions.
    public List<StoredFact> taggedFrom(String key, String begin) {
        return read(connection -> FactRows.taggedFrom(connection, log.id(), key, begin));
    }

    public Optional<StoredFact> byFactId(String factId) {
        Optional<UUID> id = FactId.parse(factId);
        return id.isEmpty() ? Optional.empty() : read(connection -> FactRows.byId(connection, log.id(), id.get()));
    }

    public Optional<StoredFact> byKey(String source, String sourceId) {
        return read(connection -> FactRows.byKey(connection, log.id(), source, sourceId));
    }

    /// Leaf hashes from this position on, at most so many, in the order of positions.
    public List<Hash> leaves(long from, int limit) {
        return read(connection -> ProofRows.leaves(connection, log.id(), from, limit));
    }

    /// Facts with their entries from this position up to, not with, `end`, in the order of positions.
    public List<Vouched> vouched(long from, long end) {
        return read(connection -> ProofRows.between(connection, log.id(), from, end)).stream()
                .map(this::vouched)
                .toList();
    }

    /// Facts below position `end` with their entries in the order of streams and versions, those after this one.
    ///
    /// @param stream empty to begin
    public List<Vouched> vouchedInStreams(String stream, int version, long end, int limit) {
        List<ProofRows.Row> rows =
                read(connection -> ProofRows.inStreams(connection, log.id(), stream, version, end, limit));
        return rows.stream().map(this::vouched).toList();
    }

    /// All facts of one stream with their entries.
    public List<Vouched> vouchedOf(String stream) {
        return read(connection -> ProofRows.ofStream(connection, log.id(), stream)).stream()
                .map(this::vouched)
                .toList();
    }

    /// Where the fact before is gone, the entry names another leaf: it then differs from the log's own, as it should.
    private Vouched vouched(ProofRows.Row row) {
        boolean lost = row.previous() == null && row.fact().version() > 0;
        return new Vouched(row.fact(), entry(row.fact(), lost ? Hash.EMPTY_ROOT : row.previous()));
    }

    /// A fact and the entry that is made of it as it is stored now. Its leaf hash is the log's only if nothing was
    /// changed.
    public record Vouched(StoredFact fact, Entry entry) {}

    /// The entry that the fact's leaf hash stands for.
    public Entry entry(StoredFact fact) {
        Optional<Hash> previous = fact.version() == 0
                ? Optional.empty()
                : read(connection -> FactRows.leaf(connection, log.id(), fact.stream(), fact.version() - 1));
        return entry(fact, previous.orElse(null));
    }

    /// The entry of a fact whose predecessor in the stream is at hand.
    ///
    /// @param previous leaf hash of the stream's previous fact; null for version 0
    public Entry entry(StoredFact fact, @Nullable Hash previous) {
        return new Entry(
                log.origin(),
                fact.position(),
                fact.stream(),
                fact.version(),
                previous,
                fact.factId(),
                fact.name(),
                fact.revision(),
                fact.acceptedAt(),
                Entry.payloadCommitment(fact.salt(), fact.payload()),
                Entry.metaCommitment(fact.salt(), fact.meta()),
                dek(fact));
    }

    /// Waits until the log holds a fact beyond this position.
    ///
    /// @return whether it does; false when the time is up
    public boolean awaitBeyond(long position, Duration limit) throws InterruptedException {
        return watch.await(log.id(), position + 2, limit);
    }

    private List<StoredFact> page(long after, long end) {
        return read(connection -> FactRows.between(connection, log.id(), after, end, PAGE));
    }

    private static @Nullable Hash dek(StoredFact fact) {
        return JsonReader.readTrusted(fact.meta()) instanceof JsonObject meta
                        && meta.get(Tags.DEK) instanceof JsonText(String base64)
                ? Hash.fromBase64(base64)
                : null;
    }

    private <T> T read(Read<T> read) {
        try (Connection connection = database.getConnection()) {
            return read.from(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException("log " + log.name() + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
