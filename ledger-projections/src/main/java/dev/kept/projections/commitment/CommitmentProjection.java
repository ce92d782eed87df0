package dev.kept.projections.commitment;

import dev.kept.projections.processor.CopyRows;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.processor.ViewTable;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Folds every commitment that a batch of facts touches, puts its row in the place of the one before, and tells the
/// views that keep a part of it what that changes.
public final class CommitmentProjection implements Projection {
    private static final ViewTable TABLE = new ViewTable(
            "commitment",
            "select commitment, commitment, c::text from commitment c where tenant = ? order by 1",
            "select last_position from commitment where tenant = ? and commitment = ?");

    /// What another view keeps in the rows of commitments, to know what their next facts change of its own tables.
    ///
    /// One row a commitment holds all of it: a fact then writes one row and one entry of each index, however
    /// many views there are.
    public interface Part<T> {
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

    private final String tenant;
    private final FoldedStreams folded;
    private final List<Part<?>> parts;

    /// @param folded shared with the other projections of the same batches
    /// @param scores what the scores keep of a commitment
    /// @param contacts what the board keeps of it
    public CommitmentProjection(String tenant, FoldedStreams folded, Part<?> scores, Part<?> contacts) {
        this.tenant = tenant;
        this.folded = folded;
        this.parts = List.of(scores, contacts);
    }

    @Override
    public void apply(Connection connection, List<StoredFact> batch) throws SQLException {
        List<FoldedStreams.Stream> streams = folded.of(batch);
        List<Kept<?>> kept = new ArrayList<>(parts.size());
        parts.forEach(part -> kept.add(new Kept<>(part, streams.size())));
        CommitmentRows.take(connection, tenant, FoldedStreams.begunBefore(streams), (commitment, row) -> {
            for (Kept<?> part : kept) {
                part.read(commitment, row);
            }
        });
        if (!streams.isEmpty()) {
            try (CopyRows rows = CommitmentRows.put(connection)) {
                for (FoldedStreams.Stream stream : streams) {
                    CommitmentRows.begin(rows, tenant, FoldedRow.of(stream.folded(), stream.lastPosition()));
                    kept.forEach(part -> part.write(stream, rows));
                }
                rows.finish();
            }
        }
        for (Kept<?> part : kept) {
            part.apply(connection, batch);
        }
    }

    /// One part of all rows of a batch.
    private static final class Kept<T> {
        private final Part<T> part;
        private final Map<String, T> before = new HashMap<>();
        private final List<Part.Change<T>> changes;

        Kept(Part<T> part, int streams) {
            this.part = part;
            this.changes = new ArrayList<>(streams);
        }

        void read(String commitment, ResultSet row) throws SQLException {
            before.put(commitment, part.read(row));
        }

        void write(FoldedStreams.Stream stream, CopyRows rows) {
            T after = part.of(stream.folded());
            part.write(after, rows);
            changes.add(new Part.Change<>(before.getOrDefault(stream.commitment(), part.nothing()), after));
        }

        void apply(Connection connection, List<StoredFact> batch) throws SQLException {
            part.apply(connection, batch, changes);
        }
    }

    @Override
    public List<ViewTable> tables() {
        List<ViewTable> tables = new ArrayList<>();
        tables.add(TABLE);
        parts.forEach(part -> tables.addAll(part.tables()));
        return tables;
    }
}
