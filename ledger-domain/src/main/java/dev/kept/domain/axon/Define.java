package dev.kept.domain.axon;

import dev.kept.api.id.IdempotencyKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Defines something that promises refer to, such as a calendar, or defines it anew.
///
/// @param name what it is called among its kind
/// @param expectedVersion the version that the caller believes it to have, -1 for none yet; null if it does not care
/// @param content what it is to be
public record Define<E>(
        DefinitionKind<E> kind,
        Instant now,
        String name,
        IdempotencyKey key,
        @Nullable Integer expectedVersion,
        Content<E> content) {
    /// The command's name on the bus.
    public static final String NAME = "dev.kept.Define";

    /// A definition that only lacks its place in the log.
    @FunctionalInterface
    public interface Content<E> {
        E at(String factId, Instant acceptedAt);
    }

    /// What became of it.
    public sealed interface Decided<E> {
        /// It is defined from now on.
        record Defined<E>(E event, int version) implements Decided<E> {}

        /// It was so defined already.
        record Unchanged<E>(E event, int version) implements Decided<E> {}

        /// The key was used for another fact.
        record KeyTaken<E>(String factId) implements Decided<E> {}

        /// It has another version than the caller believed.
        record OtherVersion<E>(int version) implements Decided<E> {}
    }
}
