package dev.kept.verify;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.note.TlogProof;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What a party takes away to prove later, offline, that facts are in a log.
///
/// ```
/// {"format":"commitment-ledger/receipt/v1",
///  "facts":[{"entry":"<the entry's 12 lines>","salt":"<base64>","payload":"<base64>","meta":"<base64>",
///            "proof":"<a whole .tlog-proof file>"}, …]}
/// ```
///
/// A sealed receipt leaves out salt, payload and meta: it proves that and when facts were recorded, not what they say.
///
/// Payload and metadata are the stored bytes. Each proof is a C2SP tlog-proof that any tool for those can check by the
/// entry alone.
///
/// @param facts of one commitment in the order of their versions, or a single one
public record Receipt(List<Proven> facts) {
    static final String FORMAT = "commitment-ledger/receipt/v1";

    private static final List<String> SEALED_AWAY = List.of("salt", "payload", "meta");

    /// The most facts that a receipt holds; more of them are a bundle.
    public static final int MAX_FACTS = 10_000;

    /// One fact and the proof that its entry is in the log.
    public record Proven(Opening opening, TlogProof proof) {}

    public Receipt {
        if (facts.isEmpty() || facts.size() > MAX_FACTS) {
            throw new MalformedException("a receipt holds 1 to " + MAX_FACTS + " facts, not " + facts.size());
        }
        facts = List.copyOf(facts);
    }

    /// The same without what the entries commit to.
    public Receipt sealed() {
        return new Receipt(facts.stream()
                .map(fact -> new Proven(fact.opening().sealed(), fact.proof()))
                .toList());
    }

    /// The file.
    public byte[] bytes() {
        JsonWriter out = new JsonWriter().beginObject().member("format", FORMAT).beginArray("facts");
        for (Proven fact : facts) {
            Opening opening = fact.opening();
            out.beginObject().member("entry", new String(opening.entry(), StandardCharsets.US_ASCII));
            if (!opening.isSealed()) {
                out.member("salt", base64(opening.salt()))
                        .member("payload", base64(opening.payload()))
                        .member("meta", base64(opening.meta()));
            }
            out.member("proof", fact.proof().format()).endObject();
        }
        return (out.endArray().endObject() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a file.
    ///
    /// @throws MalformedException if it is no receipt
    public static Receipt parse(byte[] file) {
        JsonValue json;
        try {
            json = JsonReader.readTrusted(file);
        } catch (JsonException fault) {
            throw new MalformedException("not a receipt: " + fault.getMessage());
        }
        if (!(json instanceof JsonObject object)
                || !(object.get("format") instanceof JsonText(String format))
                || !format.equals(FORMAT)
                || !(object.get("facts") instanceof JsonArray(List<JsonValue> values))) {
            throw new MalformedException("not a receipt: expected an object with the format " + FORMAT + " and facts");
        }
        List<Proven> facts = new ArrayList<>(values.size());
        for (JsonValue value : values) {
            facts.add(proven(value, facts.size()));
        }
        return new Receipt(facts);
    }

    private static Proven proven(JsonValue value, int at) {
        if (!(value instanceof JsonObject fact)) {
            throw new MalformedException("fact " + at + " of the receipt is no object");
        }
        byte[] entry = text(fact, "entry", at).getBytes(StandardCharsets.UTF_8);
        byte[] nothing = {};
        boolean sealed = SEALED_AWAY.stream().allMatch(name -> fact.get(name) == null);
        return new Proven(
                sealed
                        ? new Opening(entry, nothing, nothing, nothing)
                        : new Opening(
                                entry, bytes(fact, "salt", at), bytes(fact, "payload", at), bytes(fact, "meta", at)),
                TlogProof.parse(text(fact, "proof", at)));
    }

    private static String text(JsonObject fact, String name, int at) {
        if (fact.get(name) instanceof JsonText(String text)) {
            return text;
        }
        throw new MalformedException("fact " + at + " of the receipt has no " + name);
    }

    private static byte[] bytes(JsonObject fact, String name, int at) {
        try {
            return Base64.getDecoder().decode(text(fact, name, at));
        } catch (IllegalArgumentException _) {
            throw new MalformedException("the " + name + " of fact " + at + " of the receipt is not base64");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
