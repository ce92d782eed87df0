package dev.kept.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the database look at the log's tables as soon as there is something to see, once in the life of a log.
///
/// Plans are made once and kept. Those made of a table that nobody has looked at rest on guesses, and the database
/// looks by itself only a minute or two later, in the middle of the first import.
final class Statistics {
    /// With so many facts the right index is the cheapest by far.
    static final int FROM = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Statistics.class);
    private static final String UPDATE = "select kept_log.update_statistics()";

    private Statistics() {}

    /// Nobody waits for it, and nothing is lost without it.
    static void update(DataSource database) {
        Thread.ofVirtual().name("kept-log-statistics").start(() -> {
            try (Connection connection = database.getConnection();
                    PreparedStatement update = connection.prepareStatement(UPDATE)) {
                update.execute();
            } catch (SQLException failure) {
                LOGGER.debug("the database has not looked at the log's tables: {}", failure.toString());
            }
        });
    }
}
