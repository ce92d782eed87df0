package dev.kept.projections.processor;

import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// Turns facts into rows. Driven by the live processor and by a [Replay] alike.
///
/// Tables are named without a schema: the connection's search path says which ones are meant, the real ones or a
/// replay's.
public interface Projection {
    /// Writes what the batch changes, within the caller's transaction. What is written is a function of the facts up
    /// to the batch's end, however they are divided into batches.
    ///
    /// @param batch facts in the order of their positions, never empty
    void apply(Connection connection, List<StoredFact> batch) throws SQLException;

    /// Puts empty tables of the same shape in front of the real ones, until the caller's transaction ends.
    void standIn(Connection connection) throws SQLException;

    /// Hands on every row as text, in an order that only the rows decide.
    void rows(Connection connection, Consumer<String> sink) throws SQLException;
}
