package dev.kept.app.support.erasure;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.axon.ledger.RecordLedgerFact;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.store.LogDatabase.PersonKeys;
import dev.kept.store.StoredFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Erases the personal text of one person by destroying the keys that it is sealed under. Two people do it: one
/// asks, another one confirms within [#LIMIT]; both are facts about the ledger.
///
/// The facts come first and name the keys, so that an erasure which a crash has cut short is finished at the next
/// start.
public final class PersonErasure {
    /// How long a request waits for the other person.
    public static final Duration LIMIT = Duration.ofHours(72);

    private static final Logger LOGGER = LoggerFactory.getLogger(PersonErasure.class);
    static final String REQUESTED = "ledger.erasure_requested";
    static final String ERASED = "ledger.person_erased";
    private static final String TAG = "ledger";
    private static final char SEPARATOR = '\u001f';

    private final Ledger ledger;
    private final PersonKeys keys;

    public PersonErasure(Ledger ledger, PersonKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    /// What came of an act, or how things stand.
    public sealed interface Outcome {
        /// Waits for another person.
        record Pending(String person, String requestedBy, Instant until, String factId) implements Outcome {}

        /// @param keys how many keys were destroyed
        /// @param inTheClear how many of the person's facts were recorded before text was sealed, and keep it
        /// @param letters how many dead letters were emptied
        record Erased(
                String person,
                String requestedBy,
                String confirmedBy,
                String factId,
                int keys,
                long inTheClear,
                int letters)
                implements Outcome {}

        record Refused(String code, String field, @Nullable String value, String detail, String fix)
                implements Outcome {}
    }

    /// The last request of a person.
    private record Request(int round, String by, Instant until, String factId) {}

    /// How an erasure stands that was requested and not confirmed.
    public Outcome pending(String person) {
        Request request = last(person);
        return request == null || !isOpen(person, request)
                ? notRequested(person)
                : new Outcome.Pending(person, request.by, request.until, request.factId);
    }

    public Outcome request(String person, String by) {
        Outcome.Refused bad = checked(person, by);
        if (bad != null) {
            return bad;
        }
        ledger.awaitViews();
        if (commitments(person).isEmpty() && keys.of(person, List.of()).isEmpty()) {
            return new Outcome.Refused(
                    "UNKNOWN_PERSON",
                    "person",
                    person,
                    "no fact names a customer of this id",
                    "write the customer's id exactly as the facts do");
        }
        Request last = last(person);
        if (last != null && isOpen(person, last)) {
            return new Outcome.Refused(
                    "ALREADY_REQUESTED",
                    "person",
                    person,
                    last.by + " has asked for it already, until " + last.until,
                    "another person confirms it");
        }
        int round = last == null ? 0 : last.round + 1;
        Instant until = ledger.clock().instant().plus(LIMIT);
        RecordLedgerFact.Recorded recorded = record(
                REQUESTED,
                person + SEPARATOR + round,
                by,
                new JsonWriter()
                        .beginObject()
                        .member("person", person)
                        .member("requestedBy", by)
                        .member("until", until.toString()));
        return recorded.added() ? new Outcome.Pending(person, by, until, recorded.factId()) : request(person, by);
    }

    public Outcome confirm(String person, String by) {
        Outcome.Refused bad = checked(person, by);
        if (bad != null) {
            return bad;
        }
        Request request = last(person);
        if (request == null || !isOpen(person, request)) {
            return notRequested(person);
        }
        if (request.by.equals(by)) {
            return new Outcome.Refused(
                    "SELF_APPROVAL",
                    "by",
                    by,
                    "who asked for an erasure cannot confirm it",
                    "another person confirms it");
        }
        ledger.awaitViews();
        List<String> commitments = commitments(person);
        List<Hash> sealedUnder = keys.of(person, commitments);
        JsonWriter payload = new JsonWriter()
                .beginObject()
                .member("person", person)
                .member("requestedBy", request.by)
                .member("confirmedBy", by)
                .member("request", request.factId)
                .beginArray("keys");
        sealedUnder.forEach(key -> payload.value(new JsonText(key.base64())));
        RecordLedgerFact.Recorded recorded = record(ERASED, person + SEPARATOR + request.round, by, payload.endArray());
        int destroyed = keys.destroy(sealedUnder);
        int letters = keys.emptyLetters(person, commitments, ledger.clock().instant());
        sweep();
        return new Outcome.Erased(
                person, request.by, by, recorded.factId(), destroyed, keys.inTheClear(commitments), letters);
    }

    /// Destroys the keys that recorded erasures name, should a crash have come between the two.
    ///
    /// @return how many were left over
    public int finish() {
        List<Hash> named = new ArrayList<>();
        for (StoredFact fact : ledger.log().taggedFrom(TAG, ERASED + " ")) {
            if (content(fact).get("keys") instanceof JsonArray(var items)) {
                items.forEach(item -> named.add(Hash.fromBase64(((JsonText) item).value())));
            }
        }
        return named.isEmpty() ? 0 : keys.destroy(named);
    }

    /// The keys are gone already: what is left in dead rows is of no use without the key-encryption key.
    private void sweep() {
        try {
            keys.sweep();
        } catch (IllegalStateException failure) {
            LOGGER.warn("dead rows of destroyed keys stay until the next vacuum: {}", failure.getMessage());
        }
    }

    private RecordLedgerFact.Recorded record(String name, String subject, String by, JsonWriter payload) {
        return ledger.recorder()
                .record(new RecordLedgerFact(
                        ledger.clock().instant(),
                        name,
                        subject,
                        payload.endObject().toBytes(),
                        Map.of("actor", by)));
    }

    private List<String> commitments(String person) {
        List<String> commitments = new ArrayList<>();
        ledger.commitments().forEachEverOf(CommitmentFilter.ofCustomer(person), commitments::add);
        return commitments;
    }

    private @Nullable Request last(String person) {
        Request last = null;
        for (int round = 0; true; round++) {
            List<StoredFact> facts = ledger.log().tagged(TAG, REQUESTED + " " + person + SEPARATOR + round);
            if (facts.isEmpty()) {
                return last;
            }
            JsonObject content = content(facts.getFirst());
            last = new Request(
                    round,
                    text(content, "requestedBy"),
                    Instant.parse(text(content, "until")),
                    facts.getFirst().factId());
        }
    }

    private boolean isOpen(String person, Request request) {
        return request.until.isAfter(ledger.clock().instant())
                && ledger.log()
                        .tagged(TAG, ERASED + " " + person + SEPARATOR + request.round)
                        .isEmpty();
    }

    private static Outcome.Refused notRequested(String person) {
        return new Outcome.Refused(
                "NOT_REQUESTED",
                "person",
                person,
                "nobody has asked for it in the last " + LIMIT.toHours() + " hours",
                "one person asks for the erasure, another one confirms it");
    }

    private static Outcome.@Nullable Refused checked(String person, String by) {
        if (!isName(person)) {
            return new Outcome.Refused(
                    "BAD_FIELD", "person", person, "person is no customer's id", "write 1 to 200 printable characters");
        }
        return isName(by)
                ? null
                : new Outcome.Refused(
                        "BAD_FIELD", "by", by, "by says who does it", "write 1 to 200 printable characters");
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= 200 && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static JsonObject content(StoredFact fact) {
        return JsonReader.readTrusted(fact.payload()) instanceof JsonObject object ? object : new JsonObject(Map.of());
    }

    private static String text(JsonObject object, String name) {
        if (object.get(name) instanceof JsonText(String text)) {
            return text;
        }
        throw new IllegalStateException("expected " + name + " in a fact about an erasure, found " + object.members());
    }

    /// As REST and the command line hand it out; a refusal as a problem's members.
    public static JsonValue json(Outcome outcome) {
        JsonWriter out = new JsonWriter().beginObject();
        switch (outcome) {
            case Outcome.Pending(var person, var by, var until, var factId) ->
                out.member("state", "PENDING")
                        .member("person", person)
                        .member("requestedBy", by)
                        .member("until", until.toString())
                        .member("factId", factId);
            case Outcome.Erased erased ->
                out.member("state", "ERASED")
                        .member("person", erased.person())
                        .member("requestedBy", erased.requestedBy())
                        .member("confirmedBy", erased.confirmedBy())
                        .member("factId", erased.factId())
                        .member("keys", Long.valueOf(erased.keys()))
                        .member("inTheClear", Long.valueOf(erased.inTheClear()))
                        .member("letters", Long.valueOf(erased.letters()));
            case Outcome.Refused refused ->
                out.member("code", refused.code())
                        .member("detail", refused.detail())
                        .member("field", refused.field())
                        .member("value", refused.value())
                        .member("fix", refused.fix());
        }
        return Documents.value(out);
    }
}
