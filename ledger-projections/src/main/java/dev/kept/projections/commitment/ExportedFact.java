package dev.kept.projections.commitment;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.line.EventJson;
import dev.kept.store.StoredFact;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One line of an export: a fact as it stands in the log, with all that outcomes and scores are computed from.
public final class ExportedFact {
    private ExportedFact() {}

    public static byte[] line(StoredFact fact) {
        return new JsonWriter()
                .beginObject()
                .member("position", Long.valueOf(fact.position()))
                .member("factId", fact.factId())
                .member("stream", fact.stream())
                .member("version", Long.valueOf(fact.version()))
                .member("name", fact.name())
                .member("revision", Long.valueOf(fact.revision()))
                .member("at", fact.at().toString())
                .member("recordedAt", fact.rec().toString())
                .member("acceptedAt", fact.acceptedAt().toString())
                .member("leafHash", fact.leafHash().hex())
                .member("payload", JsonReader.readTrusted(fact.payload()))
                .member("meta", JsonReader.readTrusted(fact.meta()))
                .endObject()
                .toBytes();
    }

    /// The event that a line stands for; nothing if it is about no commitment.
    ///
    /// @throws IllegalArgumentException if it is no line of an export
    public static Optional<CommitmentEvent> read(byte[] line) {
        if (!(JsonReader.readTrusted(line) instanceof JsonObject object)
                || !(object.get("position") instanceof JsonNumber)
                || !(object.get("factId") instanceof JsonText(String factId))
                || !(object.get("name") instanceof JsonText(String name))
                || !(object.get("acceptedAt") instanceof JsonText(String acceptedAt))
                || !(object.get("payload") instanceof JsonObject payload)
                || !(object.get("meta") instanceof JsonObject meta)) {
            throw new IllegalArgumentException(
                    "a line is no fact of an export; make the file with ./kept export, or give an array of events");
        }
        if (EventCatalog.ofEventName(name).isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> texts = HashMap.newHashMap(meta.members().size());
        meta.members().forEach((member, value) -> {
            if (value instanceof JsonText(String text)) {
                texts.put(member, text);
            }
        });
        return Optional.of(EventJson.read(new EventJson.Stored(
                "export", factId, name, Instant.parse(acceptedAt), JsonWriter.bytes((JsonValue) payload), texts)));
    }
}
