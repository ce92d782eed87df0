package dev.kept.domain.audit;

import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;

/// The published vectors of the log's format, read from the test resources.
public record MerkleVectors(JsonObject json) {

    public static MerkleVectors load() {
        try (InputStream in = MerkleVectors.class.getResourceAsStream("/vectors/merkle.json")) {
            return new MerkleVectors((JsonObject) JsonReader.readTrusted(in.readAllBytes()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public MerkleVectors in(String name) {
        return new MerkleVectors((JsonObject) member(name));
    }

    public boolean has(String name) {
        return json.get(name) != null;
    }

    public List<MerkleVectors> list(String name) {
        return ((JsonArray) member(name))
                .items().stream()
                        .map(item -> new MerkleVectors((JsonObject) item))
                        .toList();
    }

    public String text(String name) {
        return ((JsonText) member(name)).value();
    }

    public long number(String name) {
        return Long.parseLong(((JsonNumber) member(name)).text());
    }

    public byte[] hex(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    public Hash hash(String name) {
        return Hash.fromHex(text(name));
    }

    public List<Hash> hashes(String name) {
        return ((JsonArray) member(name))
                .items().stream()
                        .map(item -> Hash.fromHex(((JsonText) item).value()))
                        .toList();
    }

    public JsonValue member(String name) {
        JsonValue value = json.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the vectors have no " + name + ", only " + json.members().keySet());
        }
        return value;
    }
}
