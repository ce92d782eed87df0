package dev.kept.projections.commitment;

import dev.kept.domain.audit.Entry;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads commitments as they stand at any time: from their rows where nothing newer is in them, else folded from the
/// log.
public final class CommitmentViews {
    public static final int MAX_LIMIT = 1_000;

    private static final int FETCH = 1_000;
    private static final String ONE = """
            select * from kept_view.commitment where tenant = ? and commitment = ?
            """;
    /// In the order of lists. A customer or promisor that was corrected later than the reading's time is found by the
    /// fold, hence the rows that are newer than the reading pass both filters.
    private static final String LIST = """
            select * from kept_view.commitment
            where tenant = ?
              and (?::text is null or customer = ? or last_rec > ? or last_at > ?)
              and (?::text is null or promisor = ? or last_rec > ? or last_at > ?)
              and (first_at, commitment) > (?, ?)
            order by first_at, commitment
            """;

    private final String tenant;
    private final DataSource database;
    private final FactReader log;

    public CommitmentViews(String tenant, DataSource database, FactReader log) {
        this.tenant = tenant;
        this.database = database;
        this.log = log;
    }

    /// A page of a list, and where the next one begins.
    ///
    /// @param next null on the last page
    public record Page(List<CommitmentView> items, @Nullable Cursor next) {}

    /// The last item of a page.
    public record Cursor(long firstAt, String commitment) {
        static final Cursor BEGIN = new Cursor(Long.MIN_VALUE, "");
    }

    public Optional<CommitmentView> find(String commitment, ReadAt at) {
        CommitmentRows.Row row = row(commitment, at);
        if (row == null) {
            return Optional.empty();
        }
        return row.holdsAt(at)
                ? Optional.of(row.view())
                : history(commitment).flatMap(folded -> folded.at(at.asOfSeconds(), at.knownAtSeconds()));
    }

    /// All recorded facts of a commitment, in the order in which they were recorded.
    public List<StoredFact> facts(String commitment) {
        return log.streams(List.of(Entry.streamOf(commitment)));
    }

    private Optional<FoldedCommitment> history(String commitment) {
        List<StoredFact> facts = facts(commitment);
        return facts.isEmpty() ? Optional.empty() : Optional.of(FoldedCommitment.of(tenant, facts));
    }

    private CommitmentRows.@Nullable Row row(String commitment, ReadAt at) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ONE)) {
            statement.setString(1, tenant);
            statement.setString(2, commitment);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? CommitmentRows.read(rows, at.asOfSeconds()) : null;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "commitment " + commitment + " cannot be read: " + failure.getMessage(), failure);
        }
    }

    /// At most `limit` commitments after the cursor, oldest first.
    public Page list(CommitmentFilter filter, ReadAt at, @Nullable Cursor after, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
        List<CommitmentView> items = new ArrayList<>();
        scan(filter, at, after == null ? Cursor.BEGIN : after, view -> {
            items.add(view);
            return items.size() <= limit;
        });
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        CommitmentView last = items.get(limit - 1);
        return new Page(List.copyOf(items.subList(0, limit)), new Cursor(last.firstAt(), last.commitment()));
    }

    /// Every commitment that the filter accepts, oldest first, with constant memory.
    public void forEach(CommitmentFilter filter, ReadAt at, Consumer<CommitmentView> sink) {
        scan(filter, at, Cursor.BEGIN, view -> {
            sink.accept(view);
            return true;
        });
    }

    @FunctionalInterface
    private interface Sink {
        /// @return whether more are wanted
        boolean accept(CommitmentView view);
    }

    private void scan(CommitmentFilter filter, ReadAt at, Cursor after, Sink sink) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(LIST)) {
                statement.setFetchSize(FETCH);
                int i = 1;
                statement.setString(i++, tenant);
                for (String name : new @Nullable String[] {filter.customer(), filter.promisor()}) {
                    statement.setString(i++, name);
                    statement.setString(i++, name);
                    statement.setLong(i++, at.knownAtSeconds());
                    statement.setLong(i++, at.asOfSeconds());
                }
                statement.setLong(i++, after.firstAt());
                statement.setString(i, after.commitment());
                try (ResultSet rows = statement.executeQuery()) {
                    drain(rows, filter, at, sink);
                }
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("commitments cannot be read: " + failure.getMessage(), failure);
        }
    }

    private void drain(ResultSet rows, CommitmentFilter filter, ReadAt at, Sink sink) throws SQLException {
        List<CommitmentRows.Row> chunk = new ArrayList<>(FETCH);
        boolean more = true;
        while (more) {
            more = rows.next();
            if (more) {
                chunk.add(CommitmentRows.read(rows, at.asOfSeconds()));
            }
            if (chunk.size() == FETCH || !more) {
                for (CommitmentView view : at(chunk, at)) {
                    if (filter.accepts(view) && !sink.accept(view)) {
                        return;
                    }
                }
                chunk.clear();
            }
        }
    }

    /// The rows as they stood then; those that hold something newer are folded from the log, all at once.
    private List<CommitmentView> at(List<CommitmentRows.Row> rows, ReadAt at) {
        List<String> newer = rows.stream()
                .filter(row -> !row.holdsAt(at) && row.view().firstAt() <= at.asOfSeconds())
                .map(row -> Entry.streamOf(row.view().commitment()))
                .toList();
        Map<String, List<StoredFact>> facts = new HashMap<>();
        if (!newer.isEmpty()) {
            for (StoredFact fact : log.streams(newer)) {
                facts.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
            }
        }
        List<CommitmentView> views = new ArrayList<>(rows.size());
        for (CommitmentRows.Row row : rows) {
            if (row.holdsAt(at)) {
                views.add(row.view());
            } else {
                List<StoredFact> stream = facts.get(Entry.streamOf(row.view().commitment()));
                if (stream != null) {
                    FoldedCommitment.of(tenant, stream)
                            .at(at.asOfSeconds(), at.knownAtSeconds())
                            .ifPresent(views::add);
                }
            }
        }
        return views;
    }
}
