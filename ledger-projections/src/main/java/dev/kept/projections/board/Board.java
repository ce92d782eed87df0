package dev.kept.projections.board;

import dev.kept.projections.commitment.CommitmentView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must be saved today. A promise is in every list that it belongs to: one that falls due today may be at risk,
/// too.
///
/// @param overdue open and past due, the longest overdue first
/// @param dueToday open, due from now to the end of today, in order of their due dates
/// @param atRisk open, with the last part of their time begun, due within the horizon, in order of their due dates
/// @param upcoming open, due after today within the horizon, in order of their due dates
/// @param missedUntold missed, and the customer was neither told nor given a remedy; the latest first
/// @param withoutPromise facts of which the promise is not known, the latest first; nobody's until it is
/// @param silent customers with no kept promise and no individual touch for so many days, those who fell silent last
///     first
/// @param renewalOnly customers to whom we promise nothing but renewals, by name
public record Board(
        BoardQuery query,
        Section<Item> overdue,
        Section<Item> dueToday,
        Section<Item> atRisk,
        Section<Item> upcoming,
        Section<Item> missedUntold,
        Section<Item> withoutPromise,
        Section<Customer> silent,
        Section<Customer> renewalOnly) {
    /// Counts go this far and no further.
    public static final int MAX_TOTAL = 1_000;

    /// A list as far as it was asked for, and how long it is.
    ///
    /// @param total how many there are, at most [#MAX_TOTAL]
    /// @param more there are more than `total` says
    public record Section<T>(List<T> items, int total, boolean more) {
        public Section {
            items = List.copyOf(items);
        }
    }

    /// How much a promise needs somebody.
    public enum Risk {
        /// Nothing speaks against it yet.
        NONE,
        /// The last part of its time has begun.
        RAISED,
        /// And something else speaks against it, or its time has passed.
        HIGH
    }

    /// What speaks against a promise.
    public enum Why {
        /// The last part of its time has begun.
        TIME_RUNS_OUT,
        /// Its time has passed.
        OVERDUE,
        /// Nobody in particular has promised it.
        UNASSIGNED,
        /// A later due date was asked for and not agreed on.
        MORE_TIME_WANTED,
        /// It was moved before.
        MOVED_BEFORE,
        /// The customer disputes something about it.
        DISPUTED,
        /// Nothing was said of it since it was made.
        NOTHING_HEARD
    }

    /// One promise.
    ///
    /// @param why what speaks against it, the first thing first; empty without a risk
    /// @param wantedDue the later due date that was asked for, UTC epoch seconds
    /// @param since when its age begins, UTC epoch seconds: the risk, the due date, the miss or the first fact, by
    ///     list
    /// @param ageSeconds how long that is ago at the reading's time; below 0 while it lies ahead
    public record Item(
            CommitmentView promise,
            Risk risk,
            List<Why> why,
            @Nullable Long wantedDue,
            long since,
            long ageSeconds) {
        public Item {
            why = List.copyOf(why);
        }
    }

    /// How a customer is looked after. Times are UTC epoch seconds.
    ///
    /// @param firstAt when the first promise was made
    /// @param keptAt when we last kept one, null for never
    /// @param touchedAt when a person last did or said something for this customer alone, null for never
    /// @param silentSince the later of the two, else the first promise
    /// @param silentDays how many whole days that is ago
    /// @param ours how many promises of ours there are beside renewals
    public record Customer(
            String customer,
            long firstAt,
            @Nullable Long keptAt,
            @Nullable Long touchedAt,
            long silentSince,
            long silentDays,
            long ours,
            long renewals) {}
}
