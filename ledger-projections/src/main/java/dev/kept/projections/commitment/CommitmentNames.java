package dev.kept.projections.commitment;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Finds commitments by a part of their id: by an index where they begin with it, else by looking at every id.
final class CommitmentNames {
    /// Ids in small letters by the primary key, the others by an index of their own.
    private static final String BEGINNING = """
        (select commitment, commitment as small from kept_view.commitment
        where tenant = ? and commitment >= ? and commitment < ? and commitment = lower(commitment)
        order by commitment
        limit ?)
        union all
        (select commitment, lower(commitment) collate "C" from kept_view.commitment
        where tenant = ? and lower(commitment) collate "C" >= ? and lower(commitment) collate "C" < ?
          and commitment <> lower(commitment)
        order by lower(commitment) collate "C", commitment
        limit ?)
        order by small, commitment
        limit ?
        """;

    private static final String HOLDING = """
        select commitment from kept_view.commitment
        where tenant = ? and position(? in lower(commitment)) > 0
        order by commitment
        limit ?
        """;

    private CommitmentNames() {}

    static List<String> holding(Connection connection, String tenant, String text, int limit) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(BEGINNING)) {
            for (int i = 1; i <= 5; i += 4) {
                select.setString(i, tenant);
                select.setString(i + 1, text);
                select.setString(i + 2, text + Character.toString(Character.MAX_CODE_POINT));
                select.setInt(i + 3, limit);
            }
            select.setInt(9, limit);
            read(select, found);
        }
        if (found.size() < limit) {
            try (PreparedStatement select = connection.prepareStatement(HOLDING)) {
                select.setString(1, tenant);
                select.setString(2, text);
                select.setInt(3, limit);
                read(select, found);
            }
        }
        return found.stream().distinct().limit(limit).toList();
    }

    private static void read(PreparedStatement select, List<String> into) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                into.add(rows.getString(1));
            }
        }
    }
}
