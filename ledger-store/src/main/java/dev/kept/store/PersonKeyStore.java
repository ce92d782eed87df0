package dev.kept.store;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The persons' keys of one log in its database, and the letters that speak of them.
final class PersonKeyStore implements LogDatabase.PersonKeys {
    private static final String CUSTOMER = "customer/";
    private static final String COMMITMENT = "commitment/";

    private static final String IN_THE_CLEAR = """
            select count(*) from kept_log.fact where log = ? and stream = any(?) and position(? in meta) = 0
            """;

    private static final String EMPTY_LETTERS = """
            update kept_log.dead_letter
            set cause = '[erased]', record_key = null, headers = null, body = '',
                resolved_micros = coalesce(resolved_micros, ?), resolution = coalesce(resolution, 'erased')
            where log = ? and (sequence_key = any(?) or record_key = ? or position(? in body) > 0)
            """;

    private static final byte[] SEALED = "\"sealed\":".getBytes(StandardCharsets.US_ASCII);

    private final LogDatabase database;
    private final Log log;

    PersonKeyStore(LogDatabase database, Log log) {
        this.database = database;
        this.log = log;
    }

    /// Whose text a key seals.
    static String customer(String id) {
        return CUSTOMER + id;
    }

    static String commitment(String id) {
        return COMMITMENT + id;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    @Override
    public List<Hash> of(String person, Collection<String> commitments) {
        List<String> subjects = new ArrayList<>(commitments.size() + 1);
        subjects.add(customer(person));
        commitments.forEach(id -> subjects.add(commitment(id)));
        return work(
                "read",
                database.logSource()::getConnection,
                connection -> DataKeyRows.ofSubjects(connection, log.id(), subjects).stream()
                        .map(DataKeyRows.Row::commitment)
                        .toList());
    }

    @Override
    public long inTheClear(Collection<String> commitments) {
        return work("read", database.logSource()::getConnection, connection -> {
            try (PreparedStatement select = connection.prepareStatement(IN_THE_CLEAR)) {
                select.setInt(1, log.id());
                select.setArray(
                        2,
                        Columns.texts(
                                connection,
                                commitments.stream().map(Entry::streamOf).toList()));
                select.setBytes(3, SEALED);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public int destroy(Collection<Hash> keys) {
        int destroyed = work(
                "destroyed", database::adminConnection, connection -> DataKeyRows.delete(connection, log.id(), keys));
        forget();
        return destroyed;
    }

    @Override
    public int emptyLetters(String person, Collection<String> commitments, Instant now) {
        return work("emptied", database::adminConnection, connection -> {
            try (PreparedStatement update = connection.prepareStatement(EMPTY_LETTERS)) {
                update.setLong(1, Micros.of(now));
                update.setInt(2, log.id());
                update.setArray(3, Columns.texts(connection, commitments));
                update.setBytes(4, person.getBytes(StandardCharsets.UTF_8));
                update.setBytes(5, ("\"" + person + "\"").getBytes(StandardCharsets.UTF_8));
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void sweep() {
        work("swept", database::ownerConnection, connection -> {
            try (Statement vacuum = connection.createStatement()) {
                vacuum.execute("vacuum (full) kept_log.data_key");
                vacuum.execute("vacuum (full) kept_log.dead_letter");
            }
            return log;
        });
    }

    @Override
    public void forget() {
        KeyRing ring = database.keys(log);
        if (ring != null) {
            ring.forget();
        }
    }

    @FunctionalInterface
    private interface Connect {
        Connection get() throws SQLException;
    }

    private <T> T work(String what, Connect connect, Work<T> work) {
        try (Connection connection = connect.get()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "the keys of log " + log.name() + " cannot be " + what + ": " + failure.getMessage(), failure);
        }
    }
}
