package dev.kept.projections.portfolio;

import dev.kept.api.fact.Direction;
import dev.kept.projections.reliability.Counts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Every customer and every miss at one reading.
public final class Census {
    private static final Comparator<Miss> LATEST_FIRST =
            Comparator.comparingLong(Miss::due).reversed().thenComparing(Miss::commitment);

    private final Map<String, Book> books;
    private final Supplier<List<Miss>> misses;
    private final Set<String> promisors;
    private final long awaiting;
    private final long asOf;

    Census(Map<String, Book> books, Supplier<List<Miss>> misses, Set<String> promisors, long awaiting, long asOf) {
        this.books = books;
        this.misses = misses;
        this.promisors = promisors;
        this.awaiting = awaiting;
        this.asOf = asOf;
    }

    /// Customers with at least one promise in the direction, in no particular order.
    ///
    /// @param direction null for all
    public List<Member> members(@Nullable Direction direction) {
        List<Member> members = new ArrayList<>(books.size());
        for (Book book : books.values()) {
            Member member = book.member(direction, asOf);
            if (member.counts().made() + member.counts().voided() > 0) {
                members.add(member);
            }
        }
        return members;
    }

    /// Commitments of which facts are known and the promise is not.
    public long awaiting() {
        return awaiting;
    }

    public Collection<String> customers() {
        return books.keySet();
    }

    public Collection<String> promisors() {
        return promisors;
    }

    /// Those that were due last first.
    public List<Miss> misses() {
        return misses.get();
    }

    static List<Miss> misses(Map<String, Book> books) {
        return books.values().stream()
                .flatMap(book -> book.misses().stream())
                .sorted(LATEST_FIRST)
                .toList();
    }

    /// The sum over customers; runs of one customer do not go on into another's, so that there are none.
    public static Counts sum(Collection<Member> members) {
        long[] sums = new long[11];
        for (Member member : members) {
            Counts counts = member.counts();
            sums[0] += counts.made();
            sums[1] += counts.onTime();
            sums[2] += counts.late();
            sums[3] += counts.partly();
            sums[4] += counts.missed();
            sums[5] += counts.withdrawn();
            sums[6] += counts.withdrawnByPromisor();
            sums[7] += counts.released();
            sums[8] += counts.voided();
            sums[9] += counts.open();
            sums[10] += counts.openOverdue();
        }
        return new Counts(
                sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8], sums[9], sums[10], 0,
                0, 0);
    }
}
