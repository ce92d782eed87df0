package dev.kept.app.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The group in which the broker shares partitions out.
///
/// The nodes of one ledger share a database and a group. Two ledgers must not, or each would get half of a topic: where
/// nobody has named a consumer, the group bears a mark of the database. Offsets lie in the database under the
/// consumer's name, so that another group loses nothing.
final class Groups {
    private static final Logger LOGGER = LoggerFactory.getLogger(Groups.class);
    private static final int MARK_BYTES = 4;

    private static final String IDENTITY =
            "select system_identifier::text || '/' || current_database() from pg_control_system()";

    private Groups() {}

    static String of(KafkaOptions kafka, String tenant, DataSource database) {
        if (!kafka.consumer().equals(KafkaOptions.consumerOf(tenant))) {
            return kafka.consumer();
        }
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(IDENTITY);
                ResultSet row = select.executeQuery()) {
            row.next();
            return kafka.consumer() + "-" + mark(row.getString(1));
        } catch (SQLException failure) {
            LOGGER.warn(
                    "the database does not say which one it is ({}): a second ledger of the name {} on this broker needs"
                            + " --kafka-consumer",
                    failure.getMessage(),
                    tenant);
            return kafka.consumer();
        }
    }

    private static String mark(String identity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, MARK_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256, this one has not", missing);
        }
    }
}
