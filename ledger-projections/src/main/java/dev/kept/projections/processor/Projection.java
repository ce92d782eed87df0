package dev.kept.projections.processor;

import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

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

    /// Every table that it writes. A replay refuses to run when a table of the views belongs to no projection.
    List<ViewTable> tables();
}
