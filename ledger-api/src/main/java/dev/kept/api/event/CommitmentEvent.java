package dev.kept.api.event;

import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Money;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import org.jspecify.annotations.Nullable;

/// One recorded fact about one commitment; never edited, never deleted.
public sealed interface CommitmentEvent {
    Envelope envelope();

    FactType type();

    record CommitmentMade(Envelope envelope, PromisedTerms terms) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.MADE;
        }
    }

    record CommitmentMet(Envelope envelope) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.MET;
        }
    }

    record CommitmentPartlyMet(Envelope envelope, Delivery delivered) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.PARTLY_MET;
        }
    }

    record CommitmentMissed(Envelope envelope, @Nullable MissCause cause) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.MISSED;
        }
    }

    record ExtensionRequested(Envelope envelope, ResolvedDue due) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.EXTENSION_REQUESTED;
        }
    }

    record CommitmentRenegotiated(Envelope envelope, ResolvedDue newDue, Party askedBy) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.RENEGOTIATED;
        }
    }

    record CommitmentWithdrawn(Envelope envelope, @Nullable String reason) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.WITHDRAWN;
        }
    }

    record CommitmentReleased(Envelope envelope, @Nullable String reason) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.RELEASED;
        }
    }

    record ProblemDisclosed(Envelope envelope, @Nullable String told, boolean confirmedUnnoticed)
            implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.DISCLOSED;
        }
    }

    record ProblemNoticed(Envelope envelope) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.NOTICED;
        }
    }

    record RemedyGiven(
            Envelope envelope,
            @Nullable String remedy,
            @Nullable Money value) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.MADE_GOOD;
        }
    }

    record CommitmentDisputed(Envelope envelope, @Nullable String allegation) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.DISPUTED;
        }
    }

    record DisputeResolved(Envelope envelope, Finding finding, String reason) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.RESOLVED;
        }
    }

    record FactConfirmed(
            Envelope envelope, String target, @Nullable String reason) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.CONFIRMED;
        }
    }

    /// @param target the fact id of the corrected fact
    /// @param with what replaces its fields; null strikes it
    record FactCorrected(
            Envelope envelope, String target, @Nullable Replacement with, String reason) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.CORRECTED;
        }
    }

    record CommitmentVoided(Envelope envelope, String reason) implements CommitmentEvent {
        @Override
        public FactType type() {
            return FactType.VOIDED;
        }
    }
}
