package dev.kept.domain.fact;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// What a `corrected` fact does to an earlier fact: replace fields of it, or, with no patch, strike it out.
public record Correction(String target, @Nullable Patch with) {
    public Correction {
        requireNonNull(target);
    }

    public static Correction strike(String target) {
        return new Correction(target, null);
    }

    public static Correction replace(String target, Patch with) {
        return new Correction(target, with);
    }
}
