package dev.kept.store;

import dev.kept.domain.audit.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Where a stream ends: what its next entry continues.
///
/// @param next the version of the next fact
/// @param position of the last fact, -1 if there is none
/// @param leaf the last fact's leaf hash; null only if there is none
record StreamEnd(int next, long position, @Nullable Hash leaf) {
    static final StreamEnd NONE = new StreamEnd(0, -1, null);

    static StreamEnd after(StoredFact fact) {
        return new StreamEnd(fact.version() + 1, fact.position(), fact.leafHash());
    }

    /// Reads the columns `stream, version, position, leaf_hash` of a stream's last fact.
    static StreamEnd read(ResultSet row) throws SQLException {
        return new StreamEnd(row.getInt(2) + 1, row.getLong(3), Hash.of(row.getBytes(4)));
    }
}
