package dev.kept.app.architecture.planted.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps every rule.
public record Clean(Instant at, @Nullable String note) {}
