package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows of consumer offsets.
final class OffsetRows {
    private static final String MERGE = """
            merge into kept_log.consumer_offset o
            using unnest(?, ?, ?, ?) as step(topic, partition, expected, next)
            on o.log = ? and o.consumer = ? and o.topic = step.topic and o.partition = step.partition
            when matched and o.next_offset = step.expected then update set next_offset = step.next
            when not matched and step.expected = -1 then
              insert (log, consumer, topic, partition, next_offset) values (?, ?, step.topic, step.partition, step.next)
            """;

    private static final String SELECT =
            "select partition, next_offset from kept_log.consumer_offset where log = ? and consumer = ? and topic = ?";

    private OffsetRows() {}

    /// Moves all of them or throws; the caller's transaction then rolls back.
    static void move(Connection connection, int log, ConsumerOffsets offsets) throws SQLException {
        List<ConsumerOffsets.Step> steps = offsets.steps();
        try (PreparedStatement merge = connection.prepareStatement(MERGE)) {
            merge.setArray(1, Columns.texts(connection, steps, ConsumerOffsets.Step::topic));
            merge.setArray(2, Columns.integers(connection, steps, ConsumerOffsets.Step::partition));
            merge.setArray(3, Columns.longs(connection, steps, ConsumerOffsets.Step::expected));
            merge.setArray(4, Columns.longs(connection, steps, ConsumerOffsets.Step::next));
            merge.setInt(5, log);
            merge.setString(6, offsets.consumer());
            merge.setInt(7, log);
            merge.setString(8, offsets.consumer());
            if (merge.executeUpdate() != steps.size()) {
                throw new ConsumerOffsets.Fenced(offsets);
            }
        }
    }

    /// The next offset of each partition that was consumed before.
    static Map<Integer, Long> of(Connection connection, int log, String consumer, String topic) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setInt(1, log);
            select.setString(2, consumer);
            select.setString(3, topic);
            try (ResultSet rows = select.executeQuery()) {
                Map<Integer, Long> next = new HashMap<>();
                while (rows.next()) {
                    next.put(rows.getInt(1), rows.getLong(2));
                }
                return next;
            }
        }
    }
}
