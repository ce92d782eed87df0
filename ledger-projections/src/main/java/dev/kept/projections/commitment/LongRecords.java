package dev.kept.projections.commitment;

import dev.kept.domain.audit.Entry;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps the rows of the longest records of late in memory, without statements: a promisor with ten thousand promises
/// is looked at again and again, and few of them change in between.
///
/// A record that is asked for again is brought up to date by the facts since. It is read anew after [#FRESH_SECONDS],
/// so that whatever happens to the rows beside the log is seen, too, and when too much has changed.
final class LongRecords {
    /// Shorter ones are read in a few milliseconds.
    static final int SHORTEST = 1_000;

    private static final int MOST_ROWS = 200_000;
    private static final int MOST_CHANGES = 2_000;
    private static final long FRESH_SECONDS = 60;
    private static final Comparator<CommitmentViews.Cursor> ORDER =
            Comparator.comparingLong(CommitmentViews.Cursor::firstAt).thenComparing(CommitmentViews.Cursor::commitment);

    private final FactReader log;
    private final Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Party, Kept> records = new LinkedHashMap<>(16, 0.75f, true);

    /// Where rows are read.
    interface Source {
        /// How far the rows are.
        long position();

        List<CommitmentRows.Row> named(Set<String> commitments);

        /// Whether no row holds anything that the reading does not know.
        boolean knowsAll(ReadAt at);
    }

    LongRecords(FactReader log, Source source) {
        this.log = log;
        this.source = source;
    }

    private record Party(
            @Nullable String customer, @Nullable String promisor) {
        static Party of(CommitmentFilter filter) {
            return new Party(filter.customer(), filter.promisor());
        }

        boolean has(CommitmentView view) {
            return (customer == null || customer.equals(view.standing().customer()))
                    && (promisor == null || promisor.equals(view.standing().promisor()));
        }
    }

    private static final class Kept {
        final Map<CommitmentViews.Cursor, CommitmentRows.Row> rows = new TreeMap<>(ORDER);
        final long readNanos = System.nanoTime();
        long position;

        Kept(long position) {
            this.position = position;
        }

        void put(CommitmentRows.Row row, Party party) {
            CommitmentViews.Cursor place =
                    new CommitmentViews.Cursor(row.view().firstAt(), row.view().commitment());
            if (party.has(row.view())) {
                rows.put(place, new CommitmentRows.Row(row.view(), row.lastAt(), row.lastRec(), null));
            } else {
                rows.remove(place);
            }
        }
    }

    /// @return null if the record is not kept, or holds something that the reading does not know
    @Nullable List<CommitmentRows.Row> rows(CommitmentFilter filter, ReadAt at) {
        Party party = Party.of(filter);
        lock.lock();
        try {
            Kept kept = records.get(party);
            if (kept == null) {
                return null;
            }
            if (!isFresh(kept) || !catchUp(kept, party)) {
                records.remove(party);
                return null;
            }
            for (CommitmentRows.Row row : kept.rows.values()) {
                if (!row.holdsAt(at)) {
                    return null;
                }
            }
            return List.copyOf(kept.rows.values());
        } finally {
            lock.unlock();
        }
    }

    private static boolean isFresh(Kept kept) {
        return System.nanoTime() - kept.readNanos < FRESH_SECONDS * 1_000_000_000;
    }

    /// @return whether it was possible
    private boolean catchUp(Kept kept, Party party) {
        long to = source.position();
        if (to - kept.position > MOST_CHANGES) {
            return false;
        }
        if (to > kept.position) {
            Set<String> changed = new LinkedHashSet<>();
            for (StoredFact fact : log.after(kept.position, (int) (to - kept.position))) {
                if (fact.isOfCommitment()) {
                    changed.add(Entry.commitmentOf(fact.stream()));
                }
            }
            source.named(changed).forEach(row -> kept.put(row, party));
            kept.position = to;
        }
        return true;
    }

    /// Takes down a record while it is read.
    Reader reader(CommitmentFilter filter, ReadAt at) {
        return new Reader(Party.of(filter), at, source.position());
    }

    final class Reader {
        private final Party party;
        private final ReadAt at;
        private final long position;
        private final List<CommitmentRows.Row> rows = new ArrayList<>();

        private Reader(Party party, ReadAt at, long position) {
            this.party = party;
            this.at = at;
            this.position = position;
        }

        void add(List<CommitmentRows.Row> page) {
            if (rows.size() <= MOST_ROWS) {
                rows.addAll(page);
            }
        }

        /// The record has been read to its end. What the reading did not know was left out, so that a reading of the
        /// past is not kept; what came while it was read has a later position.
        void end() {
            if (rows.size() < SHORTEST || rows.size() > MOST_ROWS || !source.knowsAll(at)) {
                return;
            }
            Kept kept = new Kept(position);
            rows.forEach(row -> kept.put(row, party));
            lock.lock();
            try {
                records.put(party, kept);
                forget();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Those that nobody has asked for the longest.
    private void forget() {
        long held =
                records.values().stream().mapToLong(kept -> kept.rows.size()).sum();
        var oldest = records.values().iterator();
        while (held > MOST_ROWS) {
            held -= oldest.next().rows.size();
            oldest.remove();
        }
    }
}
