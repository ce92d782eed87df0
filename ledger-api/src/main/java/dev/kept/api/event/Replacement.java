package dev.kept.api.event;

import dev.kept.api.commitment.Patch;
import org.jspecify.annotations.Nullable;

/// What a correction puts in place of the recorded fields, with its due dates resolved.
public record Replacement(
        Patch fields, @Nullable ResolvedDue due, @Nullable ResolvedDue newDue) {}
