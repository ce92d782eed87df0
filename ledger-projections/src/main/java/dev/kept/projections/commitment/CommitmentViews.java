package dev.kept.projections.commitment;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.outcome.Outcome;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads commitments as they stand at any time: from their rows where nothing newer is in them, else folded from the
/// log.
///
/// No connection is held while a caller takes what it is given, and never two at a time.
public final class CommitmentViews {
    public static final int MAX_LIMIT = 1_000;

    private static final int LARGEST_PAGE = 1_000;

    /// Before all due dates: what is overdue depends on who reads.
    private static final ReadAt BEFORE_ALL = new ReadAt(Instant.EPOCH, Instant.EPOCH);

    private final String tenant;
    private final DataSource database;
    private final FactReader log;
    private final LongRecords longRecords;

    public CommitmentViews(String tenant, DataSource database, FactReader log) {
        this.tenant = tenant;
        this.database = database;
        this.log = log;
        this.longRecords = new LongRecords(log, new LongRecords.Source() {
            @Override
            public long position() {
                return read(connection -> CommitmentPages.position(connection, tenant));
            }

            @Override
            public List<CommitmentRows.Row> named(Set<String> commitments) {
                return read(connection -> CommitmentPages.named(connection, tenant, commitments, BEFORE_ALL));
            }

            @Override
            public boolean knowsAll(ReadAt at) {
                return new OpenPromises(tenant, database).holdsAt(at);
            }
        });
    }

    /// A page of a list, and where the next one begins.
    ///
    /// @param next null on the last page
    public record Page(List<CommitmentView> items, @Nullable Cursor next) {}

    /// The last item of a page. A commitment keeps its place in the list for ever, so going from page to page with one
    /// [ReadAt] shows each commitment once, whatever is recorded meanwhile.
    public record Cursor(long firstAt, String commitment) {
        static final Cursor BEGIN = new Cursor(Long.MIN_VALUE, "");
    }

    public Optional<CommitmentView> find(String commitment, ReadAt at) {
        return read(connection -> CommitmentPages.one(connection, tenant, commitment, at))
                .flatMap(row -> row.holdsAt(at)
                        ? Optional.of(told(List.of(row)).getFirst().view())
                        : history(commitment).flatMap(folded -> folded.at(at.asOfSeconds(), at.knownAtSeconds())));
    }

    /// Those of the named commitments of which anything was known then, by name.
    public Map<String, CommitmentView> all(Collection<String> names, ReadAt at) {
        Map<String, CommitmentView> views = HashMap.newHashMap(names.size());
        at(told(read(connection -> CommitmentPages.named(connection, tenant, names, at))), at, true)
                .forEach(view -> views.put(view.commitment(), view));
        return views;
    }

    /// All recorded facts of a commitment, in the order in which they were recorded.
    public List<StoredFact> facts(String commitment) {
        return log.opened(log.streams(List.of(Entry.streamOf(commitment))));
    }

    private Optional<FoldedCommitment> history(String commitment) {
        List<StoredFact> facts = facts(commitment);
        return facts.isEmpty() ? Optional.empty() : Optional.of(FoldedCommitment.of(tenant, facts));
    }

    /// At most `limit` commitments after the cursor, in the order of [CommitmentView#firstAt].
    public Page list(CommitmentFilter filter, ReadAt at, @Nullable Cursor after, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
        List<CommitmentView> items = new ArrayList<>();
        scan(filter, at, after == null ? Cursor.BEGIN : after, limit + 1, true, view -> {
            items.add(view);
            return items.size() <= limit;
        });
        if (items.size() <= limit) {
            return new Page(items, null);
        }
        CommitmentView last = items.get(limit - 1);
        return new Page(List.copyOf(items.subList(0, limit)), new Cursor(last.firstAt(), last.commitment()));
    }

    /// Every commitment that the filter accepts, in the order of lists, with constant memory.
    public void forEach(CommitmentFilter filter, ReadAt at, Consumer<CommitmentView> sink) {
        scan(filter, at, Cursor.BEGIN, LARGEST_PAGE, true, view -> {
            sink.accept(view);
            return true;
        });
    }

    /// The same without statements, for whoever only counts: opening sealed ones costs a third of the reading.
    ///
    /// Long records of one party are kept in memory and brought up to date.
    public void forEachUntold(CommitmentFilter filter, ReadAt at, Consumer<CommitmentView> sink) {
        if (filter.customer() != null || filter.promisor() != null) {
            ofParty(filter, at, sink);
            return;
        }
        scan(filter, at, Cursor.BEGIN, LARGEST_PAGE, false, view -> {
            sink.accept(view);
            return true;
        });
    }

    private void ofParty(CommitmentFilter filter, ReadAt at, Consumer<CommitmentView> sink) {
        List<CommitmentRows.Row> known = longRecords.rows(filter, at);
        if (known != null) {
            for (CommitmentRows.Row row : known) {
                CommitmentView view = row.view().at(at.asOfSeconds());
                if (filter.accepts(view)) {
                    sink.accept(view);
                }
            }
            return;
        }
        LongRecords.Reader reader = longRecords.reader(filter, at);
        scan(filter, at, Cursor.BEGIN, LARGEST_PAGE, false, reader::add, view -> {
            sink.accept(view);
            return true;
        });
        reader.end();
    }

    /// The open promises that fall due first, hence overdue ones before all others. Of now they are read by an index;
    /// of the past all that the filter accepts are looked at.
    public List<CommitmentView> openByDue(CommitmentFilter filter, ReadAt at, int limit) {
        return new OpenPromises(tenant, database).first(this, filter, at, limit);
    }

    /// The ids of commitments that begin with a text, in small letters, or hold it; those that begin with it first.
    public List<String> named(String text, int limit) {
        return read(connection -> CommitmentNames.holding(connection, tenant, text, limit));
    }

    /// Commitments of which facts are known and the promise is not, in the order of lists.
    public List<CommitmentView> awaiting(ReadAt at, int limit) {
        return list(new CommitmentFilter(null, null, null, null, Outcome.AWAITING_TERMS, null, null), at, null, limit)
                .items();
    }

    /// The name of every commitment that any fact has ever given to the filter's customer, else to its promisor; of all
    /// commitments without either. Which of them it accepts depends on the reading and is for the caller to see.
    public void forEachEverOf(CommitmentFilter filter, Consumer<String> sink) {
        String after = "";
        while (true) {
            String from = after;
            List<String> page =
                    read(connection -> CommitmentPages.everOf(connection, tenant, filter, from, LARGEST_PAGE));
            page.forEach(sink);
            if (page.size() < LARGEST_PAGE) {
                return;
            }
            after = page.getLast();
        }
    }

    @FunctionalInterface
    private interface Sink {
        /// @return whether more are wanted
        boolean accept(CommitmentView view);
    }

    /// @param expected how many are wanted at least: the size of the first page, which doubles
    /// @param told whether statements are wanted
    private void scan(CommitmentFilter filter, ReadAt at, Cursor after, int expected, boolean told, Sink sink) {
        scan(filter, at, after, expected, told, _ -> {}, sink);
    }

    /// @param onlooker is given every page of rows as it is read
    private void scan(
            CommitmentFilter filter,
            ReadAt at,
            Cursor after,
            int expected,
            boolean told,
            Consumer<List<CommitmentRows.Row>> onlooker,
            Sink sink) {
        CommitmentPages pages = new CommitmentPages(tenant, filter, at);
        Cursor cursor = after;
        int size = Math.min(expected, LARGEST_PAGE);
        while (true) {
            Cursor from = cursor;
            int limit = size;
            List<CommitmentRows.Row> page = read(connection -> pages.after(connection, from, limit));
            onlooker.accept(page);
            for (CommitmentView view : at(told ? told(page) : page, at, told)) {
                if (filter.accepts(view) && !sink.accept(view)) {
                    return;
                }
            }
            if (page.size() < limit) {
                return;
            }
            CommitmentView last = page.getLast().view();
            cursor = new Cursor(last.firstAt(), last.commitment());
            size = Math.min(2 * size, LARGEST_PAGE);
        }
    }

    /// The rows with their statements, whose keys are looked up all at once.
    private List<CommitmentRows.Row> told(List<CommitmentRows.Row> rows) {
        List<FactReader.SealedStatement> sealed = new ArrayList<>();
        for (CommitmentRows.Row row : rows) {
            if (row.sealed() != null) {
                sealed.add(row.sealed());
            }
        }
        if (sealed.isEmpty()) {
            return rows;
        }
        Iterator<@Nullable String> statements = log.statements(sealed).iterator();
        List<CommitmentRows.Row> told = new ArrayList<>(rows.size());
        for (CommitmentRows.Row row : rows) {
            told.add(
                    row.sealed() == null
                            ? row
                            : new CommitmentRows.Row(
                                    row.view().saying(statements.next()), row.lastAt(), row.lastRec(), null));
        }
        return told;
    }

    /// The rows as they stood then; those that hold something newer are folded from the log, all at once.
    private List<CommitmentView> at(List<CommitmentRows.Row> rows, ReadAt at, boolean told) {
        List<String> newer = rows.stream()
                .filter(row -> !row.holdsAt(at))
                .map(row -> Entry.streamOf(row.view().commitment()))
                .toList();
        Map<String, List<StoredFact>> facts = new HashMap<>();
        if (!newer.isEmpty()) {
            List<StoredFact> stored = log.streams(newer);
            for (StoredFact fact : told ? log.opened(stored) : stored) {
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

    @FunctionalInterface
    private interface Read<T> {
        T from(Connection connection) throws SQLException;
    }

    private <T> T read(Read<T> read) {
        try (Connection connection = database.getConnection()) {
            return read.from(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "commitments of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
