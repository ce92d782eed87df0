package dev.kept.store;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.seal.PersonalText;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The data keys of one log's persons: made when they are first needed, unwrapped once, and forgotten after a while,
/// so that a key which another node has destroyed is not used for longer than [#FRESH].
///
/// A new key is committed without waiting for the disk: the facts that are sealed under it are appended later,
/// and flushing their commit flushes everything before it.
final class KeyRing {
    static final Duration FRESH = Duration.ofSeconds(10);
    private static final int MOST = 100_000;

    private final DataSource database;
    private final Log log;
    private final KeyWrap wrap;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Held> bySubject = new ConcurrentHashMap<>();
    private final Map<Hash, Held> byCommitment = new ConcurrentHashMap<>();

    private KeyRing(DataSource database, Log log, KeyWrap wrap) {
        this.database = database;
        this.log = log;
        this.wrap = wrap;
    }

    /// One person's key. The array is not to be changed.
    record DataKey(byte[] key, Hash commitment) {}

    /// @param key null if there is none: it was destroyed, or never made
    /// @param until when it is to be looked up again, by the clock that only counts
    private record Held(@Nullable DataKey key, long until) {
        boolean isFresh() {
            return until - System.nanoTime() > 0;
        }
    }

    /// @throws IllegalStateException if the keys that are there were wrapped under another key-encryption key
    static KeyRing open(DataSource database, Log log, KeyWrap wrap) {
        KeyRing ring = new KeyRing(database, log, wrap);
        ring.read(connection -> {
            for (DataKeyRows.Row row : DataKeyRows.first(connection, log.id())) {
                ring.unwrapped(row);
            }
            return log;
        });
        return ring;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// The subject's key if it is at hand and fresh; null says nothing.
    @Nullable DataKey held(String subject) {
        Held held = bySubject.get(subject);
        return held != null && held.isFresh() ? held.key : null;
    }

    /// The key of each subject; one that has none gets one.
    Map<String, DataKey> ofSubjects(Set<String> subjects) {
        Map<String, DataKey> keys = HashMap.newHashMap(subjects.size());
        Set<String> unknown = new TreeSet<>();
        for (String subject : subjects) {
            DataKey held = held(subject);
            if (held != null) {
                keys.put(subject, held);
            } else {
                unknown.add(subject);
            }
        }
        if (unknown.isEmpty()) {
            return keys;
        }
        List<DataKeyRows.Row> rows = read(connection -> DataKeyRows.ofSubjects(connection, log.id(), unknown));
        rows.forEach(row -> unknown.remove(row.subject()));
        if (!unknown.isEmpty()) {
            rows = new ArrayList<>(rows);
            rows.addAll(made(unknown));
        }
        for (DataKeyRows.Row row : rows) {
            keys.put(row.subject(), remember(row));
        }
        return keys;
    }

    /// Another node may have been faster: what is in the database counts.
    private List<DataKeyRows.Row> made(Set<String> subjects) {
        List<DataKeyRows.Row> fresh = new ArrayList<>(subjects.size());
        for (String subject : subjects) {
            byte[] key = new byte[PersonalText.KEY_BYTES];
            random.nextBytes(key);
            fresh.add(new DataKeyRows.Row(
                    subject, wrap.wrap(key, log.name(), subject, random), Entry.dekCommitment(key)));
        }
        return read(connection -> {
            connection.setAutoCommit(false);
            try {
                DataKeyRows.insert(connection, log.id(), fresh);
                List<DataKeyRows.Row> stored = DataKeyRows.ofSubjects(connection, log.id(), subjects);
                connection.commit();
                return stored;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
    }

    /// Looks up the keys of these commitments in one go, for [#key] to find them.
    void prefetch(Collection<Hash> commitments) {
        Set<Hash> unknown = new HashSet<>();
        for (Hash commitment : commitments) {
            Held held = byCommitment.get(commitment);
            if (held == null || !held.isFresh()) {
                unknown.add(commitment);
            }
        }
        if (unknown.isEmpty()) {
            return;
        }
        List<DataKeyRows.Row> rows = read(connection -> DataKeyRows.ofCommitments(connection, log.id(), unknown));
        for (DataKeyRows.Row row : rows) {
            remember(row);
            unknown.remove(row.commitment());
        }
        unknown.forEach(commitment -> byCommitment.put(commitment, new Held(null, until())));
    }

    /// Null if it was destroyed.
    byte @Nullable [] key(Hash commitment) {
        Held held = byCommitment.get(commitment);
        if (held == null || !held.isFresh()) {
            prefetch(Set.of(commitment));
            held = byCommitment.get(commitment);
        }
        DataKey key = held == null ? null : held.key;
        return key == null ? null : key.key;
    }

    void forget() {
        bySubject.clear();
        byCommitment.clear();
    }

    /// As many nonces, one behind the other: asking for each would take longer than sealing with it.
    byte[] nonces(int count) {
        byte[] nonces = new byte[count * PersonalText.NONCE_BYTES];
        random.nextBytes(nonces);
        return nonces;
    }

    private DataKey remember(DataKeyRows.Row row) {
        if (bySubject.size() >= MOST || byCommitment.size() >= MOST) {
            forget();
        }
        DataKey key = new DataKey(unwrapped(row), row.commitment());
        Held held = new Held(key, until());
        bySubject.put(row.subject(), held);
        byCommitment.put(row.commitment(), held);
        return key;
    }

    private static long until() {
        return System.nanoTime() + FRESH.toNanos();
    }

    private byte[] unwrapped(DataKeyRows.Row row) {
        byte[] key = wrap.unwrap(row.wrapped(), log.name(), row.subject())
                .orElseThrow(() -> new IllegalStateException("the key of " + row.subject() + " in log " + log.name()
                        + " was wrapped under another key-encryption key: put back the file kek of this ledger's data"
                        + " folder"));
        if (!Entry.dekCommitment(key).equals(row.commitment())) {
            throw new IllegalStateException("the key of " + row.subject() + " in log " + log.name()
                    + " is not the one that its commitment " + row.commitment().base64() + " stands for");
        }
        return key;
    }

    private <T> T read(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the data keys of log " + log.name() + " cannot be reached: " + failure.getMessage(), failure);
        }
    }
}
