package dev.kept.store.intake;

import dev.kept.store.LogDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// The books of one log: read at any time, written in the transaction of the facts they speak of.
public final class IntakeBooks {
    public static final int MAX_LIMIT = 1_000;

    private static final String ACCOUNTS = """
            select o.consumer, o.topic, o.partition, o.next_offset,
                   o.consumed, o.applied, o.duplicate, o.refused, o.dead, o.silent
            from kept_log.consumer_offset o join kept_log.log l using (log)
            where l.name = ? order by o.consumer, o.topic, o.partition
            """;

    private static final String BOOK = """
            update kept_log.consumer_offset
            set consumed = consumed + ?, applied = applied + ?, duplicate = duplicate + ?, refused = refused + ?,
                dead = dead + ?, silent = silent + ?
            where log = ? and consumer = ? and topic = ? and partition = ?
            """;

    /// The commitments among these that something waits for, or that something was lost of for now.
    private static final String BLOCKED = """
            select distinct d.sequence_key from kept_log.dead_letter d join kept_log.log l using (log)
            where l.name = ? and d.resolved_micros is null and d.sequence_key = any(?)
              and (d.standing in ('DEAD', 'PARKED') or d.reason = 'UNKNOWN_FACT')
            """;

    private static final String WAITING = """
            select distinct d.sequence_key from kept_log.dead_letter d join kept_log.log l using (log)
            where l.name = ? and d.resolved_micros is null and d.sequence_key = any(?)
              and (d.standing = 'PARKED' or d.standing = 'REFUSED' and d.reason = any(?))
            """;

    private static final String ALL_WAITING = """
            select distinct d.sequence_key from kept_log.dead_letter d join kept_log.log l using (log)
            where l.name = ? and d.resolved_micros is null and d.sequence_key > ?
              and (d.standing = 'PARKED' or d.standing = 'REFUSED' and d.reason = any(?))
            order by d.sequence_key limit ?
            """;

    /// The id counts from the first offset on that is stored of the topic.
    private static final String NOTE_TOPIC = """
            insert into kept_log.consumer_topic as t (log, consumer, topic, topic_id)
            select l.log, ?, ?, ? from kept_log.log l where l.name = ?
            on conflict (log, consumer, topic) do update set topic_id = excluded.topic_id
            where t.topic_id <> excluded.topic_id and not exists (select from kept_log.consumer_offset o
              where o.log = t.log and o.consumer = t.consumer and o.topic = t.topic)
            """;

    private static final String TOPIC_ID = """
            select t.topic_id from kept_log.consumer_topic t join kept_log.log l using (log)
            where l.name = ? and t.consumer = ? and t.topic = ?
            """;

    private static final String ANY_OPEN = """
            select exists (select 1 from kept_log.dead_letter d join kept_log.log l using (log)
            where l.name = ? and d.resolved_micros is null and d.sequence_key is not null)
            """;

    private final String tenant;
    private final DataSource database;

    public IntakeBooks(String tenant, LogDatabase database) {
        this.tenant = tenant;
        this.database = database.dataSource();
    }

    /// One partition of a topic, as one consumer has read it.
    public record Partition(String consumer, String topic, int partition) {}

    /// How far a partition has been read, and what became of its records.
    public record Account(Partition partition, long nextOffset, Tally tally) {}

    public List<Account> accounts() {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(ACCOUNTS)) {
                select.setString(1, tenant);
                List<Account> accounts = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        accounts.add(new Account(
                                new Partition(row.getString(1), row.getString(2), row.getInt(3)),
                                row.getLong(4),
                                new Tally(
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        row.getLong(9),
                                        row.getLong(10))));
                    }
                }
                return accounts;
            }
        });
    }

    /// The id of the topic of which offsets are stored; this one, if there are none yet.
    public String topicId(String consumer, String topic, String id) {
        return read(connection -> {
            try (PreparedStatement note = connection.prepareStatement(NOTE_TOPIC);
                    PreparedStatement select = connection.prepareStatement(TOPIC_ID)) {
                note.setString(1, consumer);
                note.setString(2, topic);
                note.setString(3, id);
                note.setString(4, tenant);
                note.executeUpdate();
                select.setString(1, tenant);
                select.setString(2, consumer);
                select.setString(3, topic);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? row.getString(1) : id;
                }
            }
        });
    }

    /// Adds to the books of partitions, whose offsets were moved before in this transaction.
    public static void book(Connection connection, int log, Map<Partition, Tally> tallies) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(BOOK)) {
            for (Map.Entry<Partition, Tally> entry : tallies.entrySet()) {
                Partition partition = entry.getKey();
                Tally tally = entry.getValue();
                update.setLong(1, tally.consumed());
                update.setLong(2, tally.applied());
                update.setLong(3, tally.duplicate());
                update.setLong(4, tally.refused());
                update.setLong(5, tally.dead());
                update.setLong(6, tally.silent());
                update.setInt(7, log);
                update.setString(8, partition.consumer());
                update.setString(9, partition.topic());
                update.setInt(10, partition.partition());
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("expected one book of " + partition + ", found none");
                }
            }
        }
    }

    /// The commitments among these whose order-bound facts must wait.
    public Set<String> blocked(Collection<String> commitments) {
        if (commitments.isEmpty()) {
            return Set.of();
        }
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BLOCKED)) {
                select.setString(1, tenant);
                select.setArray(2, connection.createArrayOf("text", commitments.toArray()));
                return texts(select);
            }
        });
    }

    /// The commitments among these with letters that a new fact may let in: parked ones, and those refused for one of
    /// these reasons.
    public Set<String> waiting(Collection<String> commitments, Collection<String> reasons) {
        if (commitments.isEmpty() || !anyOpen()) {
            return Set.of();
        }
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(WAITING)) {
                select.setString(1, tenant);
                select.setArray(2, connection.createArrayOf("text", commitments.toArray()));
                select.setArray(3, connection.createArrayOf("text", reasons.toArray()));
                return texts(select);
            }
        });
    }

    /// Such commitments behind this one, in the order of their names.
    public List<String> waiting(Collection<String> reasons, String after, int limit) {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(ALL_WAITING)) {
                select.setString(1, tenant);
                select.setString(2, after);
                select.setArray(3, connection.createArrayOf("text", reasons.toArray()));
                select.setInt(4, limit);
                return List.copyOf(texts(select));
            }
        });
    }

    /// Whether a fact may let in any letter at all.
    public boolean anyOpen() {
        return read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(ANY_OPEN)) {
                select.setString(1, tenant);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        });
    }

    private static Set<String> texts(PreparedStatement select) throws SQLException {
        Set<String> texts = new LinkedHashSet<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    /// Letters beyond this number, in the order of their arrival.
    ///
    /// @param openOnly leaves out those that have found an end
    public List<DeadLetter> letters(boolean openOnly, long after, int limit) {
        return read(connection -> LetterRows.page(connection, tenant, openOnly, after, Math.min(limit, MAX_LIMIT)));
    }

    /// Open letters that came in before then and have not been published, in the order of their arrival.
    public List<DeadLetter> unpublished(Instant receivedBefore, int limit) {
        return read(connection -> LetterRows.unpublished(connection, tenant, receivedBefore, limit));
    }

    /// Notes that the broker has these letters.
    public void published(List<DeadLetter> letters, Instant now) {
        read(connection -> {
            LetterRows.published(connection, tenant, letters, now);
            return letters.size();
        });
    }

    public Optional<DeadLetter> letter(long id) {
        return read(connection -> LetterRows.one(connection, tenant, id));
    }

    /// The open letters of a commitment, in the order of their arrival.
    public List<DeadLetter> openLetters(String commitment) {
        return read(connection -> LetterRows.ofCommitment(connection, tenant, commitment));
    }

    public static void add(Connection connection, int log, List<DeadLetter> letters) throws SQLException {
        LetterRows.insert(connection, log, letters);
    }

    /// Notes what one more try has led to.
    ///
    /// @param read the letter as it was when the try began
    /// @throws Overtaken if it is not so any more; what the caller has written in this transaction must not stand
    public static void tried(Connection connection, int log, DeadLetter read, DeadLetter after) throws SQLException {
        if (!LetterRows.update(connection, log, read, after)) {
            throw new Overtaken(read.id());
        }
    }

    /// Gives a letter up: it stays readable, and counted as what it was.
    ///
    /// @return whether it was open
    public boolean discard(long id, Instant now) {
        return read(connection -> LetterRows.discard(connection, tenant, id, now));
    }

    /// Somebody else has tried the letter meanwhile, or has given it up.
    public static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken(long id) {
            super("dead letter " + id + " was tried or given up meanwhile");
        }
    }

    @FunctionalInterface
    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        try (Connection connection = database.getConnection()) {
            return read.from(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the books of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
