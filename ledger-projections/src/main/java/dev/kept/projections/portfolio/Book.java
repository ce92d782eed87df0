package dev.kept.projections.portfolio;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.CommitmentView;
import dev.kept.projections.reliability.Counts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the promises with one customer come to, by direction; what depends on the time of reading stays apart.
final class Book {
    private static final Counts NONE = new Counts.Tally().counts();

    private final String customer;
    private final Section all;
    private final Map<Direction, Section> sections;
    private final List<Miss> misses;

    /// @param dues of open promises; `silentDues` of those of which the promisee was not told anything
    private record Section(Counts counts, long[] dues, long[] silentDues, long lastAt) {
        static final Section EMPTY = new Section(NONE, new long[0], new long[0], 0);

        Member member(String customer, long asOf) {
            return new Member(customer, withOverdue(counts, before(dues, asOf)), lastAt, before(silentDues, asOf));
        }

        private static long before(long[] dues, long asOf) {
            long count = 0;
            for (long due : dues) {
                count += due < asOf ? 1 : 0;
            }
            return count;
        }
    }

    private Book(String customer, Section all, Map<Direction, Section> sections, List<Miss> misses) {
        this.customer = customer;
        this.all = all;
        this.sections = sections;
        this.misses = misses;
    }

    static Counts withOverdue(Counts counts, long overdue) {
        return new Counts(
                counts.made(),
                counts.onTime(),
                counts.late(),
                counts.partly(),
                counts.missed(),
                counts.withdrawn(),
                counts.withdrawnByPromisor(),
                counts.released(),
                counts.voided(),
                counts.open(),
                overdue,
                counts.keptStreak(),
                counts.brokenStreak(),
                counts.currentStreak());
    }

    Member member(@Nullable Direction direction, long asOf) {
        Section section = direction == null ? all : sections.getOrDefault(direction, Section.EMPTY);
        return section.member(customer, asOf);
    }

    List<Miss> misses() {
        return misses;
    }

    /// Collects the promises of one customer.
    static final class Builder {
        private final String customer;
        private final Pile all = new Pile();
        private final Map<Direction, Pile> piles = new EnumMap<>(Direction.class);
        private final List<CommitmentView> broken = new ArrayList<>();

        private static final class Pile {
            private final Counts.Tally tally = new Counts.Tally();
            private final List<Long> dues = new ArrayList<>(2);
            private final List<Long> silentDues = new ArrayList<>(2);
            private long lastAt;

            void add(CommitmentView view) {
                Standing standing = view.standing();
                tally.add(view);
                Long due = standing.due();
                if (standing.outcome() == Outcome.OPEN && due != null) {
                    dues.add(due);
                    if (!standing.flags().contains(Flag.DISCLOSED)) {
                        silentDues.add(due);
                    }
                }
                lastAt = Math.max(lastAt, last(standing));
            }

            Section section() {
                return new Section(
                        tally.counts(),
                        dues.stream().mapToLong(Long::longValue).toArray(),
                        silentDues.stream().mapToLong(Long::longValue).toArray(),
                        lastAt);
            }

            private static long last(Standing standing) {
                Long made = standing.madeAt();
                Long settled = standing.settledAt();
                return Math.max(made == null ? 0 : made, settled == null ? 0 : settled);
            }
        }

        Builder(String customer) {
            this.customer = customer;
        }

        void add(CommitmentView view) {
            all.add(view);
            Direction direction = view.standing().direction();
            if (direction != null) {
                piles.computeIfAbsent(direction, _ -> new Pile()).add(view);
                if (isBroken(view.standing())) {
                    broken.add(view);
                }
            }
        }

        String customer() {
            return customer;
        }

        List<CommitmentView> broken() {
            return broken;
        }

        Book build(List<Miss> misses) {
            Map<Direction, Section> sections = new EnumMap<>(Direction.class);
            piles.forEach((direction, pile) -> sections.put(direction, pile.section()));
            return new Book(customer, all.section(), sections, List.copyOf(misses));
        }

        private static boolean isBroken(Standing standing) {
            return switch (standing.outcome()) {
                case MET_LATE, PARTLY_MET, MISSED -> true;
                case WITHDRAWN -> standing.withdrawnBy() == Party.PROMISOR;
                case OPEN, MET, RELEASED, VOIDED, AWAITING_TERMS -> false;
            };
        }
    }
}
