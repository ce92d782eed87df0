package dev.kept.app.architecture.planted.app.rest;

import dev.kept.app.architecture.planted.app.support.Shared;

/// Keeps every rule: all siblings may see `support`.
public record Resource(Shared shared) {}
