package dev.kept.domain.line;

import dev.kept.api.id.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/// What the entrance knows about a line beside its text.
///
/// @param commitment the commitment named by the path, if the entrance has one
/// @param key the key given outside the line (a header, CloudEvents attributes); wins over the line's own
/// @param defaultSource the source where the line names none
/// @param defaultId the id where the line names none
public record LineContext(
        @Nullable String commitment, @Nullable IdempotencyKey key, String defaultSource, String defaultId) {}
