package dev.kept.store.intake;

import dev.kept.domain.commitment.Decision;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.axonframework.messaging.core.Context.ResourceKey;

/// Rows that a batch writes beside its facts, in their transaction: both are stored or neither is.
///
/// Put into the processing context before the commit. It may be asked again with other decisions if a try fails, so it
/// must hold nothing of the try before.
@FunctionalInterface
public interface Companion {
    ResourceKey<Companion> KEY = ResourceKey.withLabel("kept.companion");

    /// @param connection in a transaction that the caller ends
    /// @param log what the log's rows carry
    /// @param decisions what was decided about each command of the batch, in their order
    void write(Connection connection, int log, List<Decision> decisions) throws SQLException;
}
