package dev.kept.store;

import org.axonframework.messaging.eventstreaming.Tag;

/// The tags by which facts are found, and the metadata that the log reads.
///
/// A tag `commitment` puts the fact into the commitment's stream, a tag `key` makes its idempotency key permanent, any
/// other tag is kept as it is.
final class Tags {
    /// Key of the tag that names the commitment; at most one a fact.
    public static final String COMMITMENT = "commitment";

    /// Key of the tag that carries source and source id, with [#SEPARATOR] between them.
    public static final String KEY = "key";

    /// Stands between source and source id: no identifier may contain it.
    public static final char SEPARATOR = '\u001f';

    /// Metadata: when it happened, RFC 3339; without it the message's timestamp.
    public static final String AT = "at";

    /// Metadata: when it became known, RFC 3339; without it the acceptance.
    public static final String REC = "rec";

    /// Metadata: commitment to the key that encrypts personal text in the payload, base64.
    public static final String DEK = "dek";

    /// Metadata that is not stored: the customer of the fact's commitment, whose key seals its text.
    public static final String PERSON = "person";

    private Tags() {}

    public static Tag commitment(String id) {
        return new Tag(COMMITMENT, id);
    }

    public static Tag key(String source, String sourceId) {
        if (source.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException("a source has no control character U+001F: " + source);
        }
        return new Tag(KEY, source + SEPARATOR + sourceId);
    }
}
