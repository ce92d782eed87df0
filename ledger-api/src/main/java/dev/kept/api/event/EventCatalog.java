package dev.kept.api.event;

import dev.kept.api.fact.FactType;
import java.util.Optional;

/// The names events are stored and sent under. A released name never changes; a new shape gets a new revision.
public enum EventCatalog {
    MADE(FactType.MADE, "commitment.made", CommitmentEvent.CommitmentMade.class),
    MET(FactType.MET, "commitment.met", CommitmentEvent.CommitmentMet.class),
    PARTLY_MET(FactType.PARTLY_MET, "commitment.partly_met", CommitmentEvent.CommitmentPartlyMet.class),
    MISSED(FactType.MISSED, "commitment.missed", CommitmentEvent.CommitmentMissed.class),
    EXTENSION_REQUESTED(
            FactType.EXTENSION_REQUESTED, "commitment.extension_requested", CommitmentEvent.ExtensionRequested.class),
    RENEGOTIATED(FactType.RENEGOTIATED, "commitment.renegotiated", CommitmentEvent.CommitmentRenegotiated.class),
    WITHDRAWN(FactType.WITHDRAWN, "commitment.withdrawn", CommitmentEvent.CommitmentWithdrawn.class),
    RELEASED(FactType.RELEASED, "commitment.released", CommitmentEvent.CommitmentReleased.class),
    DISCLOSED(FactType.DISCLOSED, "commitment.disclosed", CommitmentEvent.ProblemDisclosed.class),
    NOTICED(FactType.NOTICED, "commitment.noticed", CommitmentEvent.ProblemNoticed.class),
    MADE_GOOD(FactType.MADE_GOOD, "commitment.made_good", CommitmentEvent.RemedyGiven.class),
    DISPUTED(FactType.DISPUTED, "commitment.disputed", CommitmentEvent.CommitmentDisputed.class),
    RESOLVED(FactType.RESOLVED, "commitment.resolved", CommitmentEvent.DisputeResolved.class),
    CONFIRMED(FactType.CONFIRMED, "commitment.confirmed", CommitmentEvent.FactConfirmed.class),
    CORRECTED(FactType.CORRECTED, "commitment.corrected", CommitmentEvent.FactCorrected.class),
    VOIDED(FactType.VOIDED, "commitment.voided", CommitmentEvent.CommitmentVoided.class);

    private static final EventCatalog[] VALUES = values();

    private final FactType type;
    private final String eventName;
    private final Class<? extends CommitmentEvent> event;

    EventCatalog(FactType type, String eventName, Class<? extends CommitmentEvent> event) {
        this.type = type;
        this.eventName = eventName;
        this.event = event;
    }

    public FactType type() {
        return type;
    }

    /// The stored name without its revision, such as `commitment.made`.
    public String eventName() {
        return eventName;
    }

    /// The revision that is written today; readers accept every released one.
    public int revision() {
        return 1;
    }

    /// Name and revision as one, such as `commitment.made.v1`.
    public String storedName() {
        return eventName + ".v" + revision();
    }

    public Class<? extends CommitmentEvent> event() {
        return event;
    }

    public static EventCatalog of(FactType type) {
        return VALUES[type.ordinal()];
    }

    public static Optional<EventCatalog> ofEventName(String eventName) {
        for (EventCatalog entry : VALUES) {
            if (entry.eventName.equals(eventName)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }
}
