package dev.kept.domain.fact;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Tier;
import org.jspecify.annotations.Nullable;

/// What a fact carries beside its envelope; which fields mean something depends on the fact's type.
///
/// @param due of `made`: UTC epoch seconds, the end of the window if it is one
/// @param windowStart of `made`: the start of the window, null if the due is an instant
/// @param newDue of `renegotiated`, wanted by `extensionRequested`
/// @param newWindowStart as `windowStart`, for `newDue`
/// @param amountMinor of `made`: integer minor units; it wins over the tier
/// @param fractionPpm of `partly_met`: cumulative share delivered, in millionths
/// @param confirmedUnnoticed of `disclosed`: the promisee says it had not noticed before
/// @param target of `confirmed`: the id of the fact it confirms
public record Details(
        @Nullable Long due,
        @Nullable Long windowStart,
        @Nullable Long newDue,
        @Nullable Long newWindowStart,
        @Nullable Tier tier,
        @Nullable Long amountMinor,
        @Nullable Long fractionPpm,
        @Nullable Finding finding,
        @Nullable Boolean confirmedUnnoticed,
        @Nullable String target,
        @Nullable String customer,
        @Nullable String promisor,
        @Nullable Direction direction,
        @Nullable String kind) {
    /// No detail at all.
    public static final Details NONE =
            new Details(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    public Details {
        Times.checkedIfGiven("due", due);
        Times.checkedIfGiven("windowStart", windowStart);
        Times.checkedIfGiven("newDue", newDue);
        Times.checkedIfGiven("newWindowStart", newWindowStart);
        if (fractionPpm != null && fractionPpm < 0) {
            throw new IllegalArgumentException("fractionPpm is " + fractionPpm
                    + ", a share below nothing; give millionths from 0, such as 500000 for a half");
        }
    }

    public static Builder builder() {
        return new Builder(NONE);
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    Details overwrittenBy(Details patch) {
        if (patch.equals(NONE)) {
            return this;
        }
        return new Details(
                or(patch.due, due),
                or(patch.windowStart, windowStart),
                or(patch.newDue, newDue),
                or(patch.newWindowStart, newWindowStart),
                or(patch.tier, tier),
                or(patch.amountMinor, amountMinor),
                or(patch.fractionPpm, fractionPpm),
                or(patch.finding, finding),
                or(patch.confirmedUnnoticed, confirmedUnnoticed),
                or(patch.target, target),
                or(patch.customer, customer),
                or(patch.promisor, promisor),
                or(patch.direction, direction),
                or(patch.kind, kind));
    }

    private static <T> @Nullable T or(@Nullable T patch, @Nullable T recorded) {
        return patch == null ? recorded : patch;
    }

    /// Collects details by name, so that nobody counts fourteen positions.
    public static final class Builder {
        private @Nullable Long due;
        private @Nullable Long windowStart;
        private @Nullable Long newDue;
        private @Nullable Long newWindowStart;
        private @Nullable Tier tier;
        private @Nullable Long amountMinor;
        private @Nullable Long fractionPpm;
        private @Nullable Finding finding;
        private @Nullable Boolean confirmedUnnoticed;
        private @Nullable String target;
        private @Nullable String customer;
        private @Nullable String promisor;
        private @Nullable Direction direction;
        private @Nullable String kind;

        private Builder(Details from) {
            due = from.due;
            windowStart = from.windowStart;
            newDue = from.newDue;
            newWindowStart = from.newWindowStart;
            tier = from.tier;
            amountMinor = from.amountMinor;
            fractionPpm = from.fractionPpm;
            finding = from.finding;
            confirmedUnnoticed = from.confirmedUnnoticed;
            target = from.target;
            customer = from.customer;
            promisor = from.promisor;
            direction = from.direction;
            kind = from.kind;
        }

        public Builder due(@Nullable Long epochSeconds) {
            due = epochSeconds;
            return this;
        }

        public Builder windowStart(@Nullable Long epochSeconds) {
            windowStart = epochSeconds;
            return this;
        }

        public Builder newDue(@Nullable Long epochSeconds) {
            newDue = epochSeconds;
            return this;
        }

        public Builder newWindowStart(@Nullable Long epochSeconds) {
            newWindowStart = epochSeconds;
            return this;
        }

        public Builder tier(@Nullable Tier value) {
            tier = value;
            return this;
        }

        public Builder amountMinor(@Nullable Long value) {
            amountMinor = value;
            return this;
        }

        public Builder fractionPpm(@Nullable Long value) {
            fractionPpm = value;
            return this;
        }

        public Builder finding(@Nullable Finding value) {
            finding = value;
            return this;
        }

        public Builder confirmedUnnoticed(@Nullable Boolean value) {
            confirmedUnnoticed = value;
            return this;
        }

        public Builder target(@Nullable String factId) {
            target = factId;
            return this;
        }

        public Builder customer(@Nullable String value) {
            customer = value;
            return this;
        }

        public Builder promisor(@Nullable String value) {
            promisor = value;
            return this;
        }

        public Builder direction(@Nullable Direction value) {
            direction = value;
            return this;
        }

        public Builder kind(@Nullable String value) {
            kind = value;
            return this;
        }

        public Details build() {
            return new Details(
                    due,
                    windowStart,
                    newDue,
                    newWindowStart,
                    tier,
                    amountMinor,
                    fractionPpm,
                    finding,
                    confirmedUnnoticed,
                    target,
                    customer,
                    promisor,
                    direction,
                    kind);
        }
    }
}
