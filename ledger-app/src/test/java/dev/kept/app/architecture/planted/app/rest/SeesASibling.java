package dev.kept.app.architecture.planted.app.rest;

import dev.kept.app.architecture.planted.app.cli.Command;

public record SeesASibling(Command command) {}
