package dev.kept.store;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.seal.PersonalText;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.conversion.Converter;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

/// Makes drafts of messages, and refuses a message that the log could not vouch for.
///
/// A message without a commitment still needs an entry, and an entry needs a stream: it gets one of its own, whose
/// reference is U+001F and the fact's id. No client's reference holds a control character, so nobody else's facts can
/// ever be in it, and its version is 0.
final class Drafts {
    private static final char OWN = Tags.SEPARATOR;
    private static final int UNVERSIONED = 1;
    /// Enough for nearly every fact's metadata with its sealed text.
    private static final int META_BYTES = 1_024;

    private final Converter converter;
    private final @Nullable KeyRing ring;

    /// @param ring holds the keys under which personal text is sealed; null to store it in the clear
    Drafts(Converter converter, @Nullable KeyRing ring) {
        this.converter = converter;
        this.ring = ring;
    }

    List<Draft> of(List<TaggedEventMessage<?>> messages) {
        Keys keys = ring == null ? null : new Keys(ring, messages);
        List<Draft> drafts = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            drafts.add(of(messages.get(i), keys == null ? null : keys.seal(i)));
        }
        return drafts;
    }

    /// What seals one fact.
    private record Seal(KeyRing.DataKey key, byte[] nonce) {}

    /// The keys of a batch: the database is asked once, for all that are left, where one is not at hand.
    private static final class Keys {
        private final KeyRing ring;
        private final List<TaggedEventMessage<?>> messages;
        private final byte[] nonces;
        private @Nullable Map<String, KeyRing.DataKey> lookedUp;

        Keys(KeyRing ring, List<TaggedEventMessage<?>> messages) {
            this.ring = ring;
            this.messages = messages;
            nonces = ring.nonces(messages.size());
        }

        /// Null for a fact that is about nobody.
        @Nullable Seal seal(int index) {
            String subject = subject(messages.get(index));
            if (subject == null) {
                return null;
            }
            int at = index * PersonalText.NONCE_BYTES;
            return new Seal(key(subject, index), Arrays.copyOfRange(nonces, at, at + PersonalText.NONCE_BYTES));
        }

        private KeyRing.DataKey key(String subject, int index) {
            KeyRing.DataKey key = lookedUp == null ? ring.held(subject) : lookedUp.get(subject);
            if (key == null) {
                Set<String> left = new HashSet<>();
                for (TaggedEventMessage<?> message : messages.subList(index, messages.size())) {
                    String other = subject(message);
                    if (other != null) {
                        left.add(other);
                    }
                }
                lookedUp = ring.ofSubjects(left);
                key = Objects.requireNonNull(lookedUp.get(subject), subject);
            }
            return key;
        }
    }

    /// Whose key seals the text of the fact; null for a fact that is about no commitment.
    private static @Nullable String subject(TaggedEventMessage<?> message) {
        String person = message.event().metadata().get(Tags.PERSON);
        if (person != null) {
            return PersonKeyStore.customer(person);
        }
        for (Tag tag : message.tags()) {
            if (tag.key().equals(Tags.COMMITMENT)) {
                return PersonKeyStore.commitment(tag.value());
            }
        }
        return null;
    }

    private Draft of(TaggedEventMessage<?> tagged, @Nullable Seal seal) {
        EventMessage event = tagged.event();
        String factId = event.identifier();
        if (!FactId.isOne(factId)) {
            throw new IllegalArgumentException("a fact's id is a UUID in lower case, not " + factId);
        }
        String commitment = null;
        List<Draft.Pair> keys = new ArrayList<>(1);
        List<Draft.Pair> tags = new ArrayList<>(0);
        for (Tag tag : tagged.tags()) {
            switch (tag.key()) {
                case Tags.COMMITMENT -> commitment = only(commitment, tag.value(), factId);
                case Tags.KEY -> keys.add(key(tag.value()));
                default -> tags.add(new Draft.Pair(tag.key(), tag.value()));
            }
        }
        Map<String, String> metadata = event.metadata();
        PersonalText.Bytes content = new PersonalText.Bytes(payload(event), metadata);
        int revision = revision(event.type());
        if (seal != null) {
            content = PersonalText.seal(
                    content, factId, seal.key().key(), seal.key().commitment(), seal.nonce());
            revision += PersonalText.REVISIONS;
        }
        long micros = Micros.of(event.timestamp());
        Long at = time(metadata, Tags.AT, factId);
        return new Draft(
                factId,
                commitment == null ? Entry.streamOf(OWN + factId) : streamOf(commitment),
                commitment == null,
                event.type().name(),
                revision,
                micros,
                at == null ? micros : at,
                time(metadata, Tags.REC, factId),
                content.payload(),
                meta(content.meta()),
                seal == null ? dek(metadata) : seal.key().commitment(),
                keys,
                tags);
    }

    static String streamOf(String commitment) {
        if (commitment.charAt(0) == OWN) {
            throw new IllegalArgumentException("a commitment's reference does not begin with U+001F");
        }
        return Entry.streamOf(commitment);
    }

    /// Source and source id of a tag's value.
    static Draft.Pair key(String value) {
        int separator = value.indexOf(Tags.SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException("the tag " + Tags.KEY + " is source, U+001F, source id, not " + value);
        }
        return new Draft.Pair(value.substring(0, separator), value.substring(separator + 1));
    }

    /// The framework's default version says that nobody versioned the type: the first revision.
    static int revision(MessageType type) {
        String version = type.version();
        if (version.equals(MessageType.DEFAULT_VERSION)) {
            return UNVERSIONED;
        }
        try {
            int revision = Integer.parseInt(version);
            if (revision > 0 && Integer.toString(revision).equals(version)) {
                return revision;
            }
        } catch (NumberFormatException _) {
            // The same answer as below.
        }
        throw new IllegalArgumentException(
                "the version of " + type.name() + " is a whole number from 1, not " + version);
    }

    private byte[] payload(EventMessage event) {
        Object payload = event.payload();
        byte[] bytes = payload instanceof byte[] stored ? stored : converter.convert(payload, byte[].class);
        if (bytes == null) {
            throw new IllegalArgumentException("fact " + event.identifier() + " has no payload");
        }
        return bytes;
    }

    /// Sorted, so that equal metadata make equal bytes; from here on only the bytes count. The person was for the
    /// store alone.
    private static byte[] meta(Map<String, String> metadata) {
        String[] names = metadata.keySet().toArray(new String[0]);
        Arrays.sort(names);
        JsonWriter json = new JsonWriter(META_BYTES).beginObject();
        for (String name : names) {
            if (!name.equals(Tags.PERSON)) {
                json.member(name, metadata.get(name));
            }
        }
        return json.endObject().toBytes();
    }

    private static String only(@Nullable String before, String value, String factId) {
        if (before != null) {
            throw new IllegalArgumentException(
                    "fact " + factId + " names two commitments, " + before + " and " + value + ": a fact is about one");
        }
        return value;
    }

    private static @Nullable Long time(Map<String, String> metadata, String name, String factId) {
        String text = metadata.get(name);
        if (text == null) {
            return null;
        }
        try {
            return Micros.parse(text);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException(
                    "fact " + factId + ": metadata " + name + " is a time like 2026-10-14T09:30:00Z, not " + text);
        }
    }

    private static @Nullable Hash dek(Map<String, String> metadata) {
        String base64 = metadata.get(Tags.DEK);
        return base64 == null ? null : Hash.fromBase64(base64);
    }
}
