package dev.kept.app.dashboard;

import org.jspecify.annotations.Nullable;

/// What went wrong, said to the reader with what to do next.
///
/// @param name what the address says wrongly or names in vain; null where it is not the address's fault
/// @param value how it says it
/// @param back a link that leads on
record ProblemPage(
        Frame frame,
        String heading,
        @Nullable String name,
        @Nullable String value,
        String next,
        @Nullable String back,
        @Nullable String backWords) {}
