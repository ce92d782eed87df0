package dev.kept.store.intake;

import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of dead letters. Headers are a JSON array of names and values, the values in Base64.
final class LetterRows {
    private static final String INSERT = """
            insert into kept_log.dead_letter (log, consumer, standing, source, reason, cause, topic, partition,
              record_offset, record_key, headers, body, sequence_key, attempts, received_micros, tried_micros)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /// Only as the letter was when it was read: of two tries at once the later one changes nothing.
    private static final String UPDATE = """
            update kept_log.dead_letter set standing = ?, reason = ?, cause = ?, attempts = ?, tried_micros = ?,
              resolved_micros = ?, resolution = ?
            where log = ? and dead_letter = ? and resolved_micros is null and standing = ? and attempts = ?
            """;

    private static final String DISCARD = """
            update kept_log.dead_letter set resolved_micros = ?, resolution = 'DISCARDED'
            where dead_letter = ? and resolved_micros is null
              and log = (select log from kept_log.log where name = ?)
            """;

    private static final String COLUMNS_OF = """
            select d.dead_letter, d.standing, d.source, d.reason, d.cause, d.consumer, d.topic, d.partition,
                   d.record_offset, d.record_key, d.headers, d.body, d.sequence_key, d.attempts, d.received_micros,
                   d.tried_micros, d.resolved_micros, d.resolution
            from kept_log.dead_letter d join kept_log.log l using (log)
            where l.name = ? and d.consumer is not null
            """;

    private static final String PAGE = COLUMNS_OF
            + " and d.dead_letter > ? and (d.resolved_micros is null or not ?) order by d.dead_letter limit ?";

    private static final String UNPUBLISHED = COLUMNS_OF + """
             and d.published_micros is null and d.resolved_micros is null and d.received_micros <= ?
            order by d.dead_letter limit ?
            """;

    private static final String PUBLISHED = """
            update kept_log.dead_letter set published_micros = ?
            where dead_letter = any(?) and log = (select log from kept_log.log where name = ?)
            """;

    private static final String ONE = COLUMNS_OF + " and d.dead_letter = ?";

    private static final String OF_COMMITMENT =
            COLUMNS_OF + " and d.sequence_key = ? and d.resolved_micros is null order by d.dead_letter";

    private LetterRows() {}

    static void insert(Connection connection, int log, List<DeadLetter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (DeadLetter letter : letters) {
                DeadLetter.Record record = letter.record();
                insert.setInt(1, log);
                insert.setString(2, record.consumer());
                insert.setString(3, letter.standing().name());
                insert.setString(4, storable(letter.source()));
                insert.setString(5, letter.reason());
                insert.setString(6, storable(letter.cause()));
                insert.setString(7, record.topic());
                insert.setInt(8, record.partition());
                insert.setLong(9, record.offset());
                insert.setBytes(10, record.key());
                insert.setBytes(11, headers(record.headers()));
                insert.setBytes(12, record.body());
                insert.setString(13, letter.commitment() == null ? null : storable(letter.commitment()));
                insert.setInt(14, letter.attempts());
                insert.setLong(15, micros(letter.receivedAt()));
                insert.setLong(16, micros(letter.triedAt()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// The database's texts hold no zero character; the raw bytes keep it.
    private static String storable(String text) {
        return text.replace("\0", "\\0");
    }

    static boolean update(Connection connection, int log, DeadLetter read, DeadLetter letter) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setString(1, letter.standing().name());
            update.setString(2, letter.reason());
            update.setString(3, storable(letter.cause()));
            update.setInt(4, letter.attempts());
            update.setLong(5, micros(letter.triedAt()));
            Instant resolved = letter.resolvedAt();
            if (resolved == null) {
                update.setNull(6, Types.BIGINT);
            } else {
                update.setLong(6, micros(resolved));
            }
            update.setString(7, letter.resolution());
            update.setInt(8, log);
            update.setLong(9, read.id());
            update.setString(10, read.standing().name());
            update.setInt(11, read.attempts());
            return update.executeUpdate() == 1;
        }
    }

    static boolean discard(Connection connection, String tenant, long id, Instant now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(DISCARD)) {
            update.setLong(1, micros(now));
            update.setLong(2, id);
            update.setString(3, tenant);
            return update.executeUpdate() == 1;
        }
    }

    static List<DeadLetter> page(Connection connection, String tenant, boolean openOnly, long after, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PAGE)) {
            select.setString(1, tenant);
            select.setLong(2, after);
            select.setBoolean(3, openOnly);
            select.setInt(4, limit);
            return letters(select);
        }
    }

    static List<DeadLetter> unpublished(Connection connection, String tenant, Instant receivedBefore, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNPUBLISHED)) {
            select.setString(1, tenant);
            select.setLong(2, micros(receivedBefore));
            select.setInt(3, limit);
            return letters(select);
        }
    }

    static void published(Connection connection, String tenant, List<DeadLetter> letters, Instant now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PUBLISHED)) {
            update.setLong(1, micros(now));
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "int8", letters.stream().map(DeadLetter::id).toArray()));
            update.setString(3, tenant);
            update.executeUpdate();
        }
    }

    static Optional<DeadLetter> one(Connection connection, String tenant, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setString(1, tenant);
            select.setLong(2, id);
            return letters(select).stream().findFirst();
        }
    }

    static List<DeadLetter> ofCommitment(Connection connection, String tenant, String commitment) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OF_COMMITMENT)) {
            select.setString(1, tenant);
            select.setString(2, commitment);
            return letters(select);
        }
    }

    private static List<DeadLetter> letters(PreparedStatement select) throws SQLException {
        List<DeadLetter> letters = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long resolved = row.getLong(17);
                boolean open = row.wasNull();
                letters.add(new DeadLetter(
                        row.getLong(1),
                        DeadLetter.Standing.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        new DeadLetter.Record(
                                row.getString(6),
                                row.getString(7),
                                row.getInt(8),
                                row.getLong(9),
                                row.getBytes(10),
                                headers(row.getBytes(11)),
                                row.getBytes(12)),
                        row.getString(13),
                        row.getInt(14),
                        instant(row.getLong(15)),
                        instant(row.getLong(16)),
                        open ? null : instant(resolved),
                        row.getString(18)));
            }
        }
        return letters;
    }

    private static byte[] headers(List<DeadLetter.Header> headers) {
        List<JsonValue> array = new ArrayList<>();
        for (DeadLetter.Header header : headers) {
            byte[] value = header.value();
            array.add(new JsonValue.JsonArray(
                    value == null
                            ? List.of(new JsonValue.JsonText(storable(header.name())))
                            : List.of(
                                    new JsonValue.JsonText(storable(header.name())),
                                    new JsonValue.JsonText(Base64.getEncoder().encodeToString(value)))));
        }
        return JsonWriter.bytes(new JsonValue.JsonArray(array));
    }

    /// One letter must not hide the others: headers that an earlier release stored and that cannot be read are left
    /// out.
    private static List<DeadLetter.Header> headers(byte @Nullable [] stored) {
        try {
            return stored == null ? List.of() : headersOf(stored);
        } catch (JsonException _) {
            return List.of(new DeadLetter.Header("(headers that cannot be read)", stored));
        }
    }

    private static List<DeadLetter.Header> headersOf(byte[] stored) {
        List<DeadLetter.Header> headers = new ArrayList<>();
        if (JsonReader.readTrusted(stored) instanceof JsonValue.JsonArray(List<JsonValue> pairs)) {
            for (JsonValue pair : pairs) {
                if (pair instanceof JsonValue.JsonArray(List<JsonValue> parts)
                        && parts.getFirst() instanceof JsonValue.JsonText(String name)) {
                    boolean valued = parts.size() > 1;
                    headers.add(new DeadLetter.Header(
                            name,
                            valued && parts.get(1) instanceof JsonValue.JsonText(String base64)
                                    ? Base64.getDecoder().decode(base64)
                                    : null));
                }
            }
        }
        return headers;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
