package dev.kept.projections.processor;

import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Turns facts into rows. Driven by the live processor and by a rebuild alike.
public interface Projection {
    /// Writes what the batch changes, within the caller's transaction.
    ///
    /// @param batch facts in the order of their positions, never empty
    void apply(Connection connection, List<StoredFact> batch) throws SQLException;
}
