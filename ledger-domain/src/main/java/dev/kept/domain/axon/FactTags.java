package dev.kept.domain.axon;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.axon.ledger.LedgerFact;
import dev.kept.domain.calendar.CalendarDefined;
import java.util.Set;
import org.axonframework.messaging.eventstreaming.Tag;

/// The two tags of every fact: its commitment, whose consistency it keeps, and its key, which may stand once only.
public final class FactTags {
    public static final String COMMITMENT = "commitment";
    public static final String KEY = "key";
    /// Between source and id in the value of a key tag; no identifier may hold it.
    public static final char SEPARATOR = '\u001f';

    /// Of the definitions of a business calendar.
    public static final String CALENDAR = "calendar";

    private FactTags() {}

    public static Tag calendar(String name) {
        return new Tag(CALENDAR, name);
    }

    public static Set<Tag> of(CalendarDefined event) {
        return Set.of(calendar(event.name()), key(event.key()));
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
