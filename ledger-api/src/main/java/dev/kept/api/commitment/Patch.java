package dev.kept.api.commitment;

import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The fields that a correction replaces; null leaves a field as it was.
///
/// @param delivered of a partly met promise: what was delivered; of the promise itself: the quantity promised
public record Patch(
        @Nullable FactType type,
        @Nullable Instant at,
        @Nullable Party by,
        @Nullable Evidence evidence,
        @Nullable String evidenceRef,
        @Nullable String customer,
        @Nullable Direction direction,
        @Nullable String promisor,
        @Nullable String kind,
        @Nullable String statement,
        @Nullable Due due,
        @Nullable Due newDue,
        @Nullable Tier tier,
        @Nullable Money amount,
        @Nullable Delivery delivered,
        @Nullable Party askedBy,
        @Nullable Finding finding,
        @Nullable Boolean confirmedUnnoticed) {}
