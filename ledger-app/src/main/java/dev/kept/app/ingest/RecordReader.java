package dev.kept.app.ingest;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.ingest.CloudEvent.Envelope;
import dev.kept.app.support.LineHash;
import dev.kept.app.support.intake.LineMapping;
import dev.kept.app.support.intake.LineMapping.Mapped;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.FactLineReader.Reading;
import dev.kept.domain.line.LineContext;
import dev.kept.store.intake.DeadLetter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the bytes of a record into commands: CloudEvents in binary or structured mode, or a bare fact line; through a
/// mapping, any JSON. Never throws for what a record holds: a record that nobody can read must not stop its topic.
final class RecordReader {
    private static final Logger LOGGER = LoggerFactory.getLogger(RecordReader.class);
    private static final int MAX_BYTES = 1 << 20;
    private static final String FIX = "send a CloudEvent of type " + CloudEvent.TYPE_PREFIX
            + "<type>.v1 with a fact line as data, or a bare fact line";

    private final @Nullable LineMapping mapping;

    /// @param mapping null: the records hold facts
    RecordReader(@Nullable LineMapping mapping) {
        this.mapping = mapping;
    }

    Incoming read(DeadLetter.Record record) {
        String said = CloudEvent.ofHeaders(record.headers(), "source");
        String source = said == null ? record.topic() : said;
        String subject = mapping == null ? CloudEvent.ofHeaders(record.headers(), "subject") : null;
        try {
            if (record.body().length == 0) {
                throw new Unreadable("(record)", "the record has no value", FIX);
            }
            if (record.body().length > MAX_BYTES) {
                throw new Unreadable(
                        "(record)",
                        "the record has " + record.body().length + " bytes, at most " + MAX_BYTES + " are read",
                        "send long texts by reference, as \"evidenceRef\"");
            }
            CloudEvent event = CloudEvent.of(record.headers(), record.body(), mapping != null);
            Envelope envelope = event.envelope();
            if (envelope != null) {
                source = envelope.source();
                subject = mapping == null ? envelope.subject() : null;
            }
            return new Incoming(record, source, content(record, event));
        } catch (Unreadable fault) {
            return unreadable(record, source, fault.refusal(), subject);
        } catch (JsonException fault) {
            return unreadable(
                    record,
                    source,
                    new Refusal(RefusalCode.MALFORMED, "(record)", null, "not JSON: " + fault.getMessage(), FIX),
                    subject);
        } catch (RuntimeException | StackOverflowError unforeseen) {
            LOGGER.warn(
                    "record {} of {}-{} becomes a dead letter",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    unforeseen);
            return unreadable(
                    record,
                    source,
                    new Refusal(RefusalCode.MALFORMED, "(record)", null, "cannot be read: " + unforeseen, FIX),
                    subject);
        }
    }

    private Incoming.Content content(DeadLetter.Record record, CloudEvent event) {
        LineMapping wanted = mapping;
        if (wanted == null) {
            return facts(record, event.envelope(), List.of(event.data()), null);
        }
        return switch (wanted.map(event.data())) {
            case Mapped.Lines(List<JsonValue> lines) when lines.isEmpty() -> new Incoming.Content.Silent();
            case Mapped.Lines(List<JsonValue> lines) -> facts(record, event.envelope(), lines, wanted);
            case Mapped.Unmappable(Refusal refusal) -> new Incoming.Content.Unreadable(refusal, null);
        };
    }

    private static Incoming.Content facts(
            DeadLetter.Record record,
            @Nullable Envelope envelope,
            List<JsonValue> lines,
            @Nullable LineMapping mapped) {
        if (lines.size() > RecordFacts.MAX_ITEMS) {
            return new Incoming.Content.Unreadable(
                    new Refusal(
                            RefusalCode.MALFORMED,
                            "(record)",
                            null,
                            "the mapping finds " + lines.size() + " facts in it, at most " + RecordFacts.MAX_ITEMS
                                    + " are taken from one record",
                            "send it in several records, or let the mapping find fewer"),
                    null);
        }
        List<CommitmentCommand> commands = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            Reading reading = mapped == null && envelope != null
                    ? ofEvent(envelope, lines.get(i))
                    : FactLineReader.read(lines.get(i), ofRecord(record, envelope, lines.get(i), i));
            switch (reading) {
                case Reading.Read(CommitmentCommand command) -> commands.add(command);
                case Reading.Unreadable(Refusal refusal) -> {
                    String subject = envelope == null || mapped != null ? null : possible(envelope.subject());
                    return new Incoming.Content.Unreadable(
                            refusal, subject == null ? commitment(lines.get(i)) : subject);
                }
            }
        }
        return new Incoming.Content.Facts(commands);
    }

    /// A fact in a CloudEvent: the event's attributes say what the line leaves out, its source and id are
    /// the key.
    private static Reading ofEvent(Envelope envelope, JsonValue data) {
        if (!(data instanceof JsonValue.JsonObject(Map<String, JsonValue> members))) {
            return FactLineReader.read(data, new LineContext(null, null, envelope.source(), envelope.id()));
        }
        String type = CloudEvent.factType(envelope.type());
        Map<String, JsonValue> line = new LinkedHashMap<>(members);
        JsonValue own = line.putIfAbsent("type", new JsonValue.JsonText(type));
        if (own instanceof JsonValue.JsonText(String given) && !given.equals(type)) {
            throw new Unreadable(
                    "type", "the event is of type " + type + ", its data says " + given, "let them say the same");
        }
        if (envelope.time() != null) {
            line.putIfAbsent("at", new JsonValue.JsonText(envelope.time()));
        }
        return FactLineReader.read(
                new JsonValue.JsonObject(line),
                new LineContext(envelope.subject(), key(envelope), envelope.source(), envelope.id()));
    }

    private static IdempotencyKey key(Envelope envelope) {
        try {
            return new IdempotencyKey(envelope.source(), envelope.id());
        } catch (IllegalArgumentException fault) {
            throw new Unreadable(
                    isPossibleSource(envelope.source()) ? "id" : "source",
                    "the event's " + fault.getMessage(),
                    "give source and id 1 to " + IdempotencyKey.MAX_LENGTH + " printable characters each");
        }
    }

    private static boolean isPossibleSource(String source) {
        try {
            return new IdempotencyKey(source, "1").source().equals(source);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The commitment that is meant, if there can be one of this name.
    private static @Nullable String possible(@Nullable String commitment) {
        try {
            return commitment == null ? null : new CommitmentId(commitment).value();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// What a line without a key gets: the event's, else the topic and the hash of the record's bytes.
    private static LineContext ofRecord(
            DeadLetter.Record record, @Nullable Envelope envelope, JsonValue line, int index) {
        String id = envelope != null ? envelope.id() : hasId(line) ? "" : LineHash.of(record.body());
        return new LineContext(
                null, null, envelope == null ? record.topic() : envelope.source(), index == 0 ? id : id + "-" + index);
    }

    /// A line that brings its own id has no use for another.
    private static boolean hasId(JsonValue line) {
        return line instanceof JsonValue.JsonObject object && object.get("id") instanceof JsonValue.JsonText;
    }

    private static @Nullable String commitment(JsonValue line) {
        return line instanceof JsonValue.JsonObject object
                        && object.get("commitment") instanceof JsonValue.JsonText(String commitment)
                ? possible(commitment)
                : null;
    }

    private static Incoming unreadable(
            DeadLetter.Record record, String source, Refusal refusal, @Nullable String subject) {
        String commitment = possible(subject);
        if (commitment == null) {
            try {
                commitment = commitment(JsonReader.read(record.body()));
            } catch (JsonException | StackOverflowError _) {
                commitment = null;
            }
        }
        return new Incoming(record, source, new Incoming.Content.Unreadable(refusal, commitment));
    }
}
