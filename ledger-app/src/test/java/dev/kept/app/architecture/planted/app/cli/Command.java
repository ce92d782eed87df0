package dev.kept.app.architecture.planted.app.cli;

import dev.kept.app.architecture.planted.app.rest.Resource;

/// Keeps every rule: the command line may see all siblings.
public record Command(Resource resource) {}
