package dev.kept.app.architecture.planted.app.support;

public record Shared(String text) {}
