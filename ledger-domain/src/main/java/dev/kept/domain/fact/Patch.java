package dev.kept.domain.fact;

import static java.util.Objects.requireNonNull;

import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import org.jspecify.annotations.Nullable;

/// The fields a correction puts in place of its target's; whatever is null stays as it was recorded.
public record Patch(
        @Nullable FactType type,
        @Nullable Long at,
        @Nullable Party by,
        @Nullable Evidence evidence,
        Details details) {
    /// The patch that replaces nothing.
    public static final Patch NONE = new Patch(null, null, null, null, Details.NONE);

    public Patch {
        requireNonNull(details);
        Times.checkedIfGiven("with.at", at);
    }

    public Patch withType(FactType newType) {
        return new Patch(newType, at, by, evidence, details);
    }

    public Patch withAt(long newAt) {
        return new Patch(type, newAt, by, evidence, details);
    }

    public Patch withBy(Party newBy) {
        return new Patch(type, at, newBy, evidence, details);
    }

    public Patch withEvidence(Evidence newEvidence) {
        return new Patch(type, at, by, newEvidence, details);
    }

    public Patch withDetails(Details newDetails) {
        return new Patch(type, at, by, evidence, newDetails);
    }
}
