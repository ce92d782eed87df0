package dev.kept.projections.board;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/// The names of the customers that the ledger knows, and which of them may be meant by a name that it does not know.
///
/// Names that begin alike are compared by how many letters have to be changed, others by whether one holds the other;
/// case, blanks and punctuation do not count.
public final class CustomerNames {
    private static final String KNOWN = "select 1 from kept_view.relation where tenant = ? and customer = ?";

    private static final String ALIKE = """
            select customer from kept_view.relation
            where tenant = ? and (left(customer, 1) = any(?) or strpos(lower(customer), ?) > 0)
            order by customer limit ?
            """;

    private static final int MOST_COMPARED = 20_000;
    private static final int LETTERS_A_FAULT = 4;
    private static final int SHORTEST_PART = 3;

    private final String tenant;
    private final DataSource database;

    public CustomerNames(String tenant, DataSource database) {
        this.tenant = tenant;
        this.database = database;
    }

    public boolean isKnown(String customer) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(KNOWN)) {
            select.setString(1, tenant);
            select.setString(2, customer);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private record Near(String name, int distance) {}

    /// Other names that may be meant, the likeliest first.
    public List<String> near(String customer, int limit) {
        String plain = plain(customer);
        if (plain.isEmpty()) {
            return List.of();
        }
        List<Near> near = new ArrayList<>();
        for (String name : alike(customer)) {
            int distance = distance(plain, plain(name));
            if (distance >= 0 && !name.equals(customer)) {
                near.add(new Near(name, distance));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
        return near.stream().limit(limit).map(Near::name).toList();
    }

    private List<String> alike(String customer) {
        String first = Character.toString(customer.codePointAt(0));
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(ALIKE)) {
            select.setString(1, tenant);
            select.setArray(2, connection.createArrayOf("text", new String[] {
                first.toLowerCase(Locale.ROOT), first.toUpperCase(Locale.ROOT)
            }));
            select.setString(3, customer.toLowerCase(Locale.ROOT));
            select.setInt(4, MOST_COMPARED);
            List<String> names = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        } catch (SQLException failure) {
            throw unreadable(failure);
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
    }

    /// 0 for the same letters, -1 for names that are not alike.
    static int distance(String one, String other) {
        if (one.equals(other)) {
            return 0;
        }
        int length = Math.min(one.length(), other.length());
        int most = Math.max(1, length / LETTERS_A_FAULT);
        if (length > 1 && Math.abs(one.length() - other.length()) <= most) {
            int changes = changes(one, other);
            if (changes <= most) {
                return changes;
            }
        }
        return length >= SHORTEST_PART && (one.contains(other) || other.contains(one)) ? most + 1 : -1;
    }

    /// How many letters have to be put in, left out or replaced (Levenshtein's distance).
    private static int changes(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[before.length];
            now[0] = i;
            for (int j = 1; j < now.length; j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(replaced, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }

    private IllegalStateException unreadable(SQLException failure) {
        return new IllegalStateException(
                "customers of " + tenant + " cannot be read: " + failure.getMessage(), failure);
    }
}
