package dev.kept.benchmarks.kafka;

import dev.kept.benchmarks.Server;
import dev.kept.benchmarks.store.RawRow;
import dev.kept.benchmarks.store.RawTables;
import dev.kept.benchmarks.store.RawWrites;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.postgresql.PGConnection;

/// The raw limit: a consumer that reads the topic and does nothing but copy, a poll a transaction.
final class RawReader {
    private static final String TABLE = """
            create table raw.record (
              partition integer not null, record_offset bigint not null, key bytea not null, value bytea not null,
              primary key (partition, record_offset))
            """;
    private static final String COPY_RECORD =
            "copy raw.record (partition, record_offset, key, value) from stdin (format binary)";
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

    private RawReader() {}

    /// Copies, for each record, a fact that the ledger has stored of the topic: its columns, its key, all indexes.
    ///
    /// @return records a second
    static double ofFacts(Topic topic, String group, Server.Access access, List<RawRow> rows) throws Exception {
        RawTables tables = new RawTables(access, rows);
        try (Connection connection = tables.connect(false)) {
            connection.setAutoCommit(false);
            RawTables.Supply supply = tables.new Supply();
            Share share = new Share(rows.size());
            topic.read(group, polled -> {
                RawWrites.copyBinary(connection, supply.number(), supply.take(polled.count()));
                connection.commit();
                return share.more(polled.count());
            });
            return share.perSecond();
        }
    }

    /// Copies the records as they are, under a primary key of partition and offset.
    ///
    /// @return records a second
    static double ofRecords(Topic topic, String group, Server.Access access, int records) throws Exception {
        try (Connection connection = access.connect()) {
            try (Statement create = connection.createStatement()) {
                create.execute("create schema if not exists raw");
                create.execute(TABLE);
            }
            connection.setAutoCommit(false);
            Share share = new Share(records);
            topic.read(group, polled -> {
                copy(connection, polled);
                connection.commit();
                return share.more(polled.count());
            });
            return share.perSecond();
        }
    }

    private static void copy(Connection connection, ConsumerRecords<byte[], byte[]> polled)
            throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * polled.count());
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            out.writeShort(4);
            out.writeInt(Integer.BYTES);
            out.writeInt(record.partition());
            out.writeInt(Long.BYTES);
            out.writeLong(record.offset());
            out.writeInt(record.key().length);
            out.write(record.key());
            out.writeInt(record.value().length);
            out.write(record.value());
        }
        out.writeShort(-1);
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(COPY_RECORD, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
