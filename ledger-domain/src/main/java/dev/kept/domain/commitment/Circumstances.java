package dev.kept.domain.commitment;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.calendar.Calendars;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a decision depends on beside the command and the commitment's state.
///
/// @param now when the ledger decides; becomes the acceptance time
/// @param factId the id of the fact, should it be accepted
/// @param fingerprint what the command says, hashed: a repeat of the same key must say the same
/// @param expectedVersion how many facts the caller believes the commitment to have; null if it does not care
/// @param fourEyes whoever recorded a fact may neither correct it nor resolve the dispute on it
/// @param prior the fact already recorded under the command's key, in whatever commitment
/// @param calendars the business calendars as they are defined now
public record Circumstances(
        String tenant,
        Instant now,
        Entrance entrance,
        String factId,
        String fingerprint,
        @Nullable Integer expectedVersion,
        boolean fourEyes,
        @Nullable CommitmentEvent prior,
        Calendars calendars) {}
