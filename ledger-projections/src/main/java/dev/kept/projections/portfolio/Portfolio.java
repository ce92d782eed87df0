package dev.kept.projections.portfolio;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentViews;
import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.ScoreViews;
import dev.kept.projections.reliability.WhatIf;
import dev.kept.store.FactReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads the whole ledger for pages that show all of it.
///
/// What stands by all facts is kept in memory: figures of every customer and what was not kept, never the promises that
/// were. New facts let only the customers they are about be read again. A reading that knows a little less than all
/// facts has those customers folded for itself; one of the past folds everything, which takes as long as the ledger is
/// large.
public final class Portfolio {
    /// Knows every fact there can be.
    private static final ReadAt ALL_FACTS =
            new ReadAt(Instant.parse("2300-01-01T00:00:00Z"), Instant.parse("2300-01-01T00:00:00Z"));

    private final String tenant;
    private final CommitmentViews commitments;
    private final ScoreViews scores;
    private final FactReader log;
    private final LongSupplier position;
    private final Changes changes;
    private final ReentrantLock updating = new ReentrantLock();
    private volatile @Nullable Snapshot snapshot;
    private final Map<Direction, ScoreBook> scoreBooks = new HashMap<>();

    /// @param position how far the views are
    public Portfolio(
            String tenant,
            DataSource database,
            CommitmentViews commitments,
            ScoreViews scores,
            FactReader log,
            LongSupplier position) {
        this.tenant = tenant;
        this.commitments = commitments;
        this.scores = scores;
        this.log = log;
        this.position = position;
        this.changes = new Changes(tenant, database, log);
    }

    private static final class Snapshot {
        final long position;
        final Map<String, Book> books;
        final Set<String> promisors;
        final long awaiting;
        private volatile @Nullable List<Miss> misses;

        Snapshot(long position, Map<String, Book> books, Set<String> promisors, long awaiting) {
            this.position = position;
            this.books = books;
            this.promisors = promisors;
            this.awaiting = awaiting;
        }

        /// In order, once for all who ask.
        List<Miss> misses() {
            List<Miss> known = misses;
            if (known == null) {
                known = Census.misses(books);
                misses = known;
            }
            return known;
        }
    }

    /// The scores of one direction by all facts, read for one day.
    private record ScoreBook(long position, long day, Map<String, Score> scores) {}

    public Census census(ReadAt at) {
        Optional<Set<String>> unknown = changes.unknownTo(at);
        if (unknown.isEmpty()) {
            Snapshot then = whole(at, 0);
            return new Census(then.books, then::misses, then.promisors, then.awaiting, at.asOfSeconds());
        }
        Snapshot now = current();
        if (unknown.get().isEmpty()) {
            return new Census(now.books, now::misses, now.promisors, now.awaiting, at.asOfSeconds());
        }
        Map<String, Book> books = new HashMap<>(now.books);
        replace(books, unknown.get(), at, null);
        return new Census(books, () -> Census.misses(books), now.promisors, now.awaiting, at.asOfSeconds());
    }

    /// The scores of all customers for promises of one direction, under the shipped policy.
    public Map<String, Score> scores(Direction direction, ReadAt at) {
        Optional<Set<String>> unknown = changes.unknownTo(at);
        if (unknown.isEmpty()) {
            return folded(direction, at);
        }
        Optional<Map<String, Score>> known = currentScores(direction, at);
        if (known.isEmpty()) {
            return folded(direction, at);
        }
        if (unknown.get().isEmpty()) {
            return known.get();
        }
        Map<String, Score> scored = new HashMap<>(known.get());
        for (String customer : unknown.get()) {
            Score score = scores.score(filter(customer, direction), Policy.kyw1(), at);
            if (score.promises() == 0) {
                scored.remove(customer);
            } else {
                scored.put(customer, score);
            }
        }
        return scored;
    }

    private static CommitmentFilter filter(String customer, Direction direction) {
        return new CommitmentFilter(customer, null, null, direction, null, null, null);
    }

    private Map<String, Score> folded(Direction direction, ReadAt at) {
        Comparison comparison = new WhatIf(tenant, commitments, log)
                .compare(Policy.kyw1(), Policy.kyw1(), Comparison.By.CUSTOMER, at, _ -> {});
        Map<String, Score> scored = new HashMap<>();
        for (Comparison.Row row : comparison.rows()) {
            if (row.direction() == direction && row.customer() != null) {
                scored.put(row.customer(), row.before());
            }
        }
        return scored;
    }

    private Optional<Map<String, Score>> currentScores(Direction direction, ReadAt at) {
        long day = Math.floorDiv(at.asOfSeconds(), 86_400L);
        updating.lock();
        try {
            long to = position.getAsLong();
            ScoreBook book = scoreBooks.get(direction);
            if (book != null && book.day == day && book.position >= to) {
                return Optional.of(book.scores);
            }
            Optional<Changes.Touched> touched =
                    book == null || book.day != day ? Optional.empty() : changes.after(book.position, to);
            Optional<Map<String, Score>> read = scores.ofCustomers(
                    direction, touched.map(Changes.Touched::customers).orElse(null), at);
            if (read.isEmpty()) {
                return read;
            }
            Map<String, Score> scored = read.get();
            if (touched.isPresent() && book != null) {
                Map<String, Score> all = new HashMap<>(book.scores);
                touched.get().customers().forEach(all::remove);
                all.putAll(scored);
                scored = all;
            }
            scored.values().removeIf(score -> score.promises() == 0);
            scoreBooks.put(direction, new ScoreBook(to, day, scored));
            return Optional.of(scored);
        } finally {
            updating.unlock();
        }
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        if (known != null && known.position >= position.getAsLong()) {
            return known;
        }
        updating.lock();
        try {
            long to = position.getAsLong();
            known = snapshot;
            if (known != null && known.position >= to) {
                return known;
            }
            Snapshot next = known == null ? null : updated(known, to);
            snapshot = next == null ? whole(ALL_FACTS, to) : next;
            return snapshot;
        } finally {
            updating.unlock();
        }
    }

    /// @return null if too much has changed
    private @Nullable Snapshot updated(Snapshot known, long to) {
        Changes.Touched touched = changes.after(known.position, to).orElse(null);
        if (touched == null) {
            return null;
        }
        Map<String, Book> books = new HashMap<>(known.books);
        Set<String> promisors = new HashSet<>(known.promisors);
        replace(books, touched.customers(), ALL_FACTS, promisors);
        // Whether a promise that was awaited has come is told by the facts; how many still are, by a count.
        long awaiting = touched.awaiting() || known.awaiting > 0 ? awaiting() : 0;
        return new Snapshot(to, books, promisors, awaiting);
    }

    private long awaiting() {
        long[] count = {0};
        commitments.forEach(
                new CommitmentFilter(null, null, null, null, Outcome.AWAITING_TERMS, null, null),
                ALL_FACTS,
                _ -> count[0]++);
        return count[0];
    }

    private void replace(Map<String, Book> books, Set<String> customers, ReadAt at, @Nullable Set<String> promisors) {
        for (String customer : customers) {
            Book.Builder builder = new Book.Builder(customer);
            boolean[] any = new boolean[1];
            commitments.forEach(CommitmentFilter.ofCustomer(customer), at, view -> {
                any[0] = true;
                builder.add(view);
                if (promisors != null && view.standing().promisor() != null) {
                    promisors.add(view.standing().promisor());
                }
            });
            if (any[0]) {
                books.put(customer, builder.build(new Causes(tenant, log, at).of(builder.broken())));
            } else {
                books.remove(customer);
            }
        }
    }

    private Snapshot whole(ReadAt at, long to) {
        Map<String, Book.Builder> builders = new HashMap<>();
        Set<String> promisors = new HashSet<>();
        long[] awaiting = {0};
        commitments.forEach(CommitmentFilter.ALL, at, view -> {
            String customer = view.standing().customer();
            String promisor = view.standing().promisor();
            if (view.standing().outcome() == Outcome.AWAITING_TERMS) {
                awaiting[0]++;
            }
            if (promisor != null) {
                promisors.add(promisor);
            }
            if (customer != null) {
                builders.computeIfAbsent(customer, Book.Builder::new).add(view);
            }
        });
        Map<String, Book> books = new HashMap<>();
        Causes causes = new Causes(tenant, log, at);
        List<Book.Builder> waiting = new ArrayList<>();
        int broken = 0;
        for (Book.Builder builder : builders.values()) {
            waiting.add(builder);
            broken += builder.broken().size();
            if (broken >= Causes.CHUNK) {
                build(waiting, causes, books);
                broken = 0;
            }
        }
        build(waiting, causes, books);
        return new Snapshot(to, books, promisors, awaiting[0]);
    }

    /// Reads the facts of many customers' misses at once.
    private static void build(List<Book.Builder> waiting, Causes causes, Map<String, Book> books) {
        List<Miss> misses = causes.of(
                waiting.stream().flatMap(builder -> builder.broken().stream()).toList());
        Map<String, List<Miss>> byCustomer = new HashMap<>();
        misses.forEach(miss -> byCustomer
                .computeIfAbsent(miss.customer(), _ -> new ArrayList<>())
                .add(miss));
        waiting.forEach(builder ->
                books.put(builder.customer(), builder.build(byCustomer.getOrDefault(builder.customer(), List.of()))));
        waiting.clear();
    }
}
