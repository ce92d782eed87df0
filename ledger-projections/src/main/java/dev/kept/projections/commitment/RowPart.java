package dev.kept.projections.commitment;

import dev.kept.projections.processor.CopyRows;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What another view keeps in the rows of commitments, to know what their next facts change of its own tables.
///
/// One row a commitment holds all of it: a fact then writes one row and one entry of each index, however many views
/// there are.
public interface RowPart<T> {
    /// A commitment's part before and after a batch.
    record Change<T>(T before, T after) {}

    /// The part of a commitment that has no row yet.
    T nothing();

    T of(FoldedCommitment commitment);

    /// Adds the columns of this part, in the order in which [CommitmentRows#PUT] names them.
    void write(T part, CopyRows row);

    /// @param row has all columns that [CommitmentRows#TAKE] returns
    T read(ResultSet row) throws SQLException;

    /// Writes to the view's own tables what the batch changes of them, within the caller's transaction.
    ///
    /// @param changes one for each commitment that the batch is about
    void apply(Connection connection, List<StoredFact> batch, List<Change<T>> changes) throws SQLException;

    /// The view's own tables.
    List<ViewTable> tables();
}
