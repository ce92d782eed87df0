package dev.kept.verify;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a bundle says about itself: a claim until its content has borne it out.
///
/// @param tenant whose ledger it is; the promisor of promises that name none
/// @param size entries of the log that the bundle's checkpoint is about
/// @param customer whose facts it holds; null if it holds the whole log
/// @param asOf the time of the outcomes and scores in it, and of the knowledge they are from
public record BundleHead(
        String origin, String tenant, long size, @Nullable String customer, Instant asOf) {
    static final String FORMAT = "commitment-ledger/bundle/v1";

    /// Whether every entry of the log is in it.
    public boolean isWhole() {
        return customer == null;
    }

    byte[] bytes() {
        return new JsonWriter()
                .beginObject()
                .member("format", FORMAT)
                .member("origin", origin)
                .member("tenant", tenant)
                .member("size", Long.valueOf(size))
                .member("customer", customer)
                .member("asOf", asOf.toString())
                .endObject()
                .toBytes();
    }

    static BundleHead parse(byte[] json) {
        try {
            if (JsonReader.readTrusted(json) instanceof JsonObject head
                    && head.get("format") instanceof JsonText(String format)
                    && format.equals(FORMAT)
                    && head.get("origin") instanceof JsonText(String origin)
                    && head.get("tenant") instanceof JsonText(String tenant)
                    && head.get("size") instanceof JsonNumber(String size)
                    && head.get("asOf") instanceof JsonText(String asOf)) {
                return new BundleHead(
                        origin,
                        tenant,
                        Long.parseLong(size),
                        head.get("customer") instanceof JsonText(String customer) ? customer : null,
                        Instant.parse(asOf));
            }
        } catch (JsonException | DateTimeException | NumberFormatException fault) {
            throw new MalformedException("the bundle's head cannot be read: " + fault.getMessage());
        }
        throw new MalformedException("the bundle's head is not of the format " + FORMAT);
    }
}
