package dev.kept.domain.axon;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import java.util.Optional;
import dev.kept.domain.axon.ledger.LedgerFact;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// The two tags of every fact: its commitment, whose consistency it keeps, and its key, which may stand once only.
public final class FactTags {
    public static final String COMMITMENT = "commitment";
    public static final String KEY = "key";
    /// Between source and id in the value of a key tag; no identifier may hold it.
    public static final char SEPARATOR = '\u001f';

    /// Of the definitions of a business calendar.
    public static final String CALENDAR = "calendar";

    /// Of the definitions of a series of promises.
    public static final String SERIES = "series";

    private FactTags() {}

    public static Tag calendar(String name) {
        return new Tag(CALENDAR, name);
    }

    /// The tags of a definition: its name among its kind, and its key.
    public static Optional<Set<Tag>> ofDefinition(@Nullable Object definition) {
        return definition == null
                ? Optional.empty()
                : DefinitionKind.of(definition).map(kind -> Set.of(kind.nameTag(definition), kind.keyTag(definition)));
    }

    public static Set<Tag> of(LedgerFact fact) {
        return Set.of(fact.tag());
    }

    public static Tag commitment(CommitmentId commitment) {
        return new Tag(COMMITMENT, commitment.value());
    }

    public static Tag key(IdempotencyKey key) {
        return new Tag(KEY, key.source() + SEPARATOR + key.id());
    }

    public static Set<Tag> of(CommitmentEvent event) {
        return Set.of(
                commitment(event.envelope().commitment()), key(event.envelope().key()));
    }
}
