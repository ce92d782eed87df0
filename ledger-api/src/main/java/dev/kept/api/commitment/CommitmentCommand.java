package dev.kept.api.commitment;

import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import org.jspecify.annotations.Nullable;

/// A request to record one fact about one commitment. Each command yields the event of the same [#type()].
public sealed interface CommitmentCommand {
    Claim claim();

    FactType type();

    record MakeCommitment(Claim claim, Terms terms) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.MADE;
        }
    }

    record ReportMet(Claim claim) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.MET;
        }
    }

    record ReportPartlyMet(Claim claim, Delivery delivered) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.PARTLY_MET;
        }
    }

    record ReportMissed(Claim claim, @Nullable MissCause cause) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.MISSED;
        }
    }

    record RequestExtension(Claim claim, Due due) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.EXTENSION_REQUESTED;
        }
    }

    /// The due date moved with the other side's consent.
    record Renegotiate(Claim claim, Due newDue, Party askedBy) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.RENEGOTIATED;
        }
    }

    record Withdraw(Claim claim, @Nullable String reason) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.WITHDRAWN;
        }
    }

    record Release(Claim claim, @Nullable String reason) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.RELEASED;
        }
    }

    /// We told the promisee of a problem.
    ///
    /// @param confirmedUnnoticed the promisee confirms not to have noticed before
    record Disclose(Claim claim, @Nullable String told, boolean confirmedUnnoticed) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.DISCLOSED;
        }
    }

    record ReportNoticed(Claim claim) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.NOTICED;
        }
    }

    record MakeGood(
            Claim claim, @Nullable String remedy, @Nullable Money value) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.MADE_GOOD;
        }
    }

    record Dispute(Claim claim, @Nullable String allegation) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.DISPUTED;
        }
    }

    record ResolveDispute(
            Claim claim, Finding finding, @Nullable String reason) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.RESOLVED;
        }
    }

    record ConfirmFact(
            Claim claim, FactTarget target, @Nullable String reason) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.CONFIRMED;
        }
    }

    /// An earlier fact was recorded wrongly.
    ///
    /// @param with the fields to replace; null strikes the fact
    record CorrectFact(
            Claim claim,
            FactTarget target,
            @Nullable Patch with,
            @Nullable String reason) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.CORRECTED;
        }
    }

    /// The commitment never existed.
    record VoidCommitment(Claim claim, @Nullable String reason) implements CommitmentCommand {
        @Override
        public FactType type() {
            return FactType.VOIDED;
        }
    }
}
