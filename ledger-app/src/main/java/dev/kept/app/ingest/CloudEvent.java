package dev.kept.app.ingest;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.store.intake.DeadLetter.Header;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a record says by the Kafka binding of CloudEvents 1.0.
///
/// | mode | known by | attributes | data |
/// |---|---|---|---|
/// | structured | `content-type: application/cloudevents+json`, or a member `specversion`, which no fact line has |
/// members of the body | `data` or `data_base64` |
/// | binary | a header `ce_specversion` | headers `ce_…` | the body |
/// | none | neither | | the body |
///
/// @param envelope null for a record that is no CloudEvent
record CloudEvent(@Nullable Envelope envelope, JsonValue data) {
    static final String TYPE_PREFIX = "dev.kept.commitment.";

    private static final String VERSION_SUFFIX = ".v1";
    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCHED = "application/cloudevents-batch";

    /// The attributes that matter here.
    record Envelope(
            String type,
            String source,
            String id,
            @Nullable String subject,
            @Nullable String time) {}

    /// @param foreign the data is not ours, and its texts may be long
    static CloudEvent of(List<Header> headers, byte[] body, boolean foreign) {
        String contentType = String.valueOf(header(headers, "content-type")).toLowerCase(Locale.ROOT);
        if (contentType.startsWith(BATCHED)) {
            throw new Unreadable(
                    "content-type", "a Kafka record holds one CloudEvent, not a batch", "send each as its own record");
        }
        if (contentType.startsWith(STRUCTURED)) {
            return structured(json(body, foreign), foreign);
        }
        if (header(headers, "ce_specversion") != null) {
            return new CloudEvent(
                    envelope(name -> header(headers, "ce_" + name), "the header ce_"), json(body, foreign));
        }
        if (header(headers, "ce_id") != null && header(headers, "ce_type") != null) {
            throw new Unreadable(
                    "specversion",
                    "the header ce_specversion is missing beside the other ce_ headers",
                    "send it as 1.0");
        }
        JsonValue bare = json(body, foreign);
        return !foreign && bare instanceof JsonValue.JsonObject object && object.get("specversion") != null
                ? structured(bare, false)
                : new CloudEvent(null, bare);
    }

    /// An attribute of a binary event, which its headers say whatever its body holds.
    static @Nullable String ofHeaders(List<Header> headers, String attribute) {
        String value = header(headers, "ce_specversion") == null ? null : header(headers, "ce_" + attribute);
        return value == null || value.isEmpty() ? null : value;
    }

    private static JsonValue json(byte[] utf8, boolean foreign) {
        return foreign ? JsonReader.readTrusted(utf8) : JsonReader.read(utf8);
    }

    private static CloudEvent structured(JsonValue event, boolean foreign) {
        if (!(event instanceof JsonValue.JsonObject object)) {
            throw new Unreadable(
                    "(record)", "a CloudEvent is an object, not " + event.kind(), "send it as the binding says");
        }
        Envelope envelope = envelope(name -> text(object, name), "the attribute ");
        JsonValue data = object.get("data");
        if (data == null && object.get("data_base64") instanceof JsonValue.JsonText(String base64)) {
            try {
                data = json(Base64.getDecoder().decode(base64), foreign);
            } catch (IllegalArgumentException _) {
                throw new Unreadable("data_base64", "not Base64", "send the data as \"data\"");
            }
        }
        if (data == null) {
            throw new Unreadable("data", "the event has no data", "send a fact line as \"data\"");
        }
        return new CloudEvent(envelope, data instanceof JsonValue.JsonText(String text) ? JsonReader.read(text) : data);
    }

    @FunctionalInterface
    private interface Attributes {
        @Nullable String get(String name);
    }

    private static Envelope envelope(Attributes attributes, String kind) {
        String version = required(attributes, kind, "specversion");
        if (!version.startsWith("1.")) {
            throw new Unreadable("specversion", "CloudEvents " + version + " is not known here", "send 1.0");
        }
        return new Envelope(
                required(attributes, kind, "type"),
                required(attributes, kind, "source"),
                required(attributes, kind, "id"),
                attributes.get("subject"),
                attributes.get("time"));
    }

    private static String required(Attributes attributes, String kind, String name) {
        String value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw new Unreadable(name, kind + name + " is missing", "CloudEvents 1.0 asks for it");
        }
        return value;
    }

    /// The fact's type by the event's, such as `made` for `dev.kept.commitment.made.v1`.
    static String factType(String type) {
        if (!type.startsWith(TYPE_PREFIX) || !type.endsWith(VERSION_SUFFIX)) {
            throw new Unreadable(
                    "type",
                    "events of type " + type + " are not known here",
                    "send " + TYPE_PREFIX + "<type>" + VERSION_SUFFIX + ", or read this topic through a mapping");
        }
        return type.substring(TYPE_PREFIX.length(), type.length() - VERSION_SUFFIX.length());
    }

    /// The event's type by the fact's.
    static String typeOf(String factType) {
        return TYPE_PREFIX + factType + VERSION_SUFFIX;
    }

    private static @Nullable String text(JsonValue.JsonObject object, String name) {
        return switch (object.get(name)) {
            case null -> null;
            case JsonValue.JsonNull() -> null;
            case JsonValue.JsonText(String value) -> value;
            case JsonValue other ->
                throw new Unreadable(
                        name, "the attribute " + name + " must be a text, not: " + other.kind(), "put it in quotes");
        };
    }

    private static @Nullable String header(List<Header> headers, String name) {
        for (Header header : headers) {
            byte[] value = header.value();
            if (header.name().equalsIgnoreCase(name) && value != null) {
                return new String(value, StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}
