package dev.kept.domain.line;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.Events;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import dev.kept.domain.seal.PersonalText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stored events: content as JSON bytes, envelope as metadata of text values. Written once, read by every later
/// release; the members of a released revision never change.
///
/// The content has the members of the fact line, and beside each due form what it was resolved to: `dueAt`,
/// `dueFrom` (windows), `dueTzdb` (forms with a zone), `dueCalendar` and `dueCalendarVersion` (forms with a business
/// calendar); for `newDue` likewise.
public final class EventJson {
    private static final String COMMITMENT = "commitment";

    private EventJson() {}

    /// A fact as the store hands it back.
    public record Stored(
            String tenant,
            String factId,
            String eventName,
            Instant acceptedAt,
            byte[] payload,
            Map<String, String> meta) {}

    public static byte[] payload(CommitmentEvent event) {
        JsonWriter out = new JsonWriter().beginObject();
        out.member(COMMITMENT, event.envelope().commitment().value());
        FactLineWriter.content(out, Events.command(event));
        switch (event) {
            case CommitmentEvent.CommitmentMade made ->
                resolved(out, "due", made.terms().due());
            case CommitmentEvent.ExtensionRequested extension -> resolved(out, "due", extension.due());
            case CommitmentEvent.CommitmentRenegotiated renegotiated -> resolved(out, "newDue", renegotiated.newDue());
            case CommitmentEvent.FactCorrected corrected -> {
                Replacement with = corrected.with();
                if (with != null) {
                    resolved(out, "due", with.due());
                    resolved(out, "newDue", with.newDue());
                }
            }
            case CommitmentEvent.CommitmentMet _,
                    CommitmentEvent.CommitmentPartlyMet _,
                    CommitmentEvent.CommitmentMissed _,
                    CommitmentEvent.CommitmentWithdrawn _,
                    CommitmentEvent.CommitmentReleased _,
                    CommitmentEvent.ProblemDisclosed _,
                    CommitmentEvent.ProblemNoticed _,
                    CommitmentEvent.RemedyGiven _,
                    CommitmentEvent.CommitmentDisputed _,
                    CommitmentEvent.DisputeResolved _,
                    CommitmentEvent.FactConfirmed _,
                    CommitmentEvent.CommitmentVoided _ -> {}
        }
        if (!event.envelope().extra().isEmpty()) {
            out.beginObject("extra");
            FactLineWriter.free(out, event.envelope().extra());
            out.endObject();
        }
        return out.endObject().toBytes();
    }

    private static void resolved(JsonWriter out, String name, @Nullable ResolvedDue due) {
        if (due != null) {
            out.member(name + "From", FactLineWriter.text(due.from()));
            out.member(name + "At", due.due().toString());
            out.member(name + "Tzdb", due.timeZoneData());
            ResolvedDue.Calendar calendar = due.calendar();
            if (calendar != null) {
                out.member(name + "Calendar", calendar.name());
                out.member(name + "CalendarVersion", Integer.toString(calendar.version()));
            }
        }
    }

    /// The envelope without what the store keeps in columns of its own (tenant, fact id, acceptance time).
    public static Map<String, String> meta(Envelope envelope) {
        Map<String, String> meta = new LinkedHashMap<>();
        meta.put("at", envelope.at().toString());
        if (envelope.imported()) {
            meta.put("rec", envelope.rec().toString());
        }
        meta.put("by", envelope.by().name().toLowerCase(Locale.ROOT));
        put(meta, "actor", envelope.actor());
        meta.put("evidence", envelope.evidence().name());
        put(meta, "evidenceRef", envelope.evidenceRef());
        meta.put("source", envelope.key().source());
        meta.put("id", envelope.key().id());
        put(meta, "correlationId", envelope.correlationId());
        put(meta, "causationId", envelope.causationId());
        meta.put("fingerprint", envelope.fingerprint());
        return meta;
    }

    private static void put(Map<String, String> meta, String name, @Nullable String value) {
        if (value != null) {
            meta.put(name, value);
        }
    }

    /// The event; with `[erased]` where its text is sealed and nobody has opened it.
    public static CommitmentEvent read(Stored stored) {
        FactType type = EventCatalog.ofEventName(stored.eventName())
                .orElseThrow(() -> new IllegalStateException(
                        "fact " + stored.factId() + " has the unknown event name " + stored.eventName()))
                .type();
        try {
            if (!(JsonReader.readTrusted(stored.payload()) instanceof JsonValue.JsonObject object)) {
                throw new IllegalStateException("the payload of fact " + stored.factId() + " is no object");
            }
            PersonalText.Closed read = PersonalText.isSealed(stored.meta())
                    ? PersonalText.closed(object, stored.meta())
                    : new PersonalText.Closed(object, stored.meta());
            Fields fields = Fields.stored(read.content());
            Envelope envelope = envelope(stored, read.meta(), fields);
            CommitmentCommand command = FactLineReader.content(type, Events.claim(envelope), fields);
            return Events.event(command, envelope, resolution(command, fields));
        } catch (LineFault fault) {
            throw unreadable(stored, fault.refusal().toString(), fault);
        } catch (JsonException | DateTimeException | IllegalArgumentException fault) {
            throw unreadable(stored, String.valueOf(fault.getMessage()), fault);
        }
    }

    private static IllegalStateException unreadable(Stored stored, String why, RuntimeException cause) {
        return new IllegalStateException(
                "expected a " + stored.eventName() + " in fact " + stored.factId() + ", found what cannot be read: "
                        + why,
                cause);
    }

    private static Events.Resolution resolution(CommitmentCommand command, Fields fields) {
        return switch (command) {
            case CommitmentCommand.MakeCommitment made ->
                new Events.Resolution(resolvedDue("due", made.terms().due(), fields), null, null);
            case CommitmentCommand.RequestExtension extension ->
                new Events.Resolution(resolvedDue("due", extension.due(), fields), null, null);
            case CommitmentCommand.Renegotiate renegotiate ->
                new Events.Resolution(null, resolvedDue("newDue", renegotiate.newDue(), fields), null);
            case CommitmentCommand.ConfirmFact _ ->
                new Events.Resolution(null, null, fields.requiredText("target", ""));
            case CommitmentCommand.CorrectFact correct -> {
                var with = correct.with();
                yield new Events.Resolution(
                        with == null ? null : resolvedDue("due", with.due(), fields),
                        with == null ? null : resolvedDue("newDue", with.newDue(), fields),
                        fields.requiredText("target", ""));
            }
            case CommitmentCommand.ReportMet _,
                    CommitmentCommand.ReportPartlyMet _,
                    CommitmentCommand.ReportMissed _,
                    CommitmentCommand.Withdraw _,
                    CommitmentCommand.Release _,
                    CommitmentCommand.Disclose _,
                    CommitmentCommand.ReportNoticed _,
                    CommitmentCommand.MakeGood _,
                    CommitmentCommand.Dispute _,
                    CommitmentCommand.ResolveDispute _,
                    CommitmentCommand.VoidCommitment _ -> Events.Resolution.NONE;
        };
    }

    private static @Nullable ResolvedDue resolvedDue(String name, @Nullable Due form, Fields fields) {
        if (form == null) {
            return null;
        }
        Instant due = fields.instant(name + "At");
        if (due == null) {
            throw fields.missing(name + "At", "");
        }
        String calendar = fields.text(name + "Calendar");
        return new ResolvedDue(
                form,
                fields.instant(name + "From"),
                due,
                fields.text(name + "Tzdb"),
                calendar == null
                        ? null
                        : new ResolvedDue.Calendar(
                                calendar, Integer.parseInt(fields.requiredText(name + "CalendarVersion", ""))));
    }

    private static Envelope envelope(Stored stored, Map<String, String> meta, Fields fields) {
        String rec = meta.get("rec");
        return new Envelope(
                stored.factId(),
                stored.tenant(),
                new CommitmentId(fields.requiredText(COMMITMENT, "")),
                UtcTime.parse(required(meta, "at")),
                rec == null ? stored.acceptedAt() : UtcTime.parse(rec),
                stored.acceptedAt(),
                Party.valueOf(required(meta, "by").toUpperCase(Locale.ROOT)),
                meta.get("actor"),
                Evidence.valueOf(required(meta, "evidence")),
                meta.get("evidenceRef"),
                new IdempotencyKey(required(meta, "source"), required(meta, "id")),
                meta.get("correlationId"),
                meta.get("causationId"),
                rec != null,
                required(meta, "fingerprint"),
                fields.free("extra", Integer.MAX_VALUE));
    }

    private static String required(Map<String, String> meta, String name) {
        String value = meta.get(name);
        if (value == null) {
            throw new IllegalStateException("expected metadata " + name + ", found only " + meta.keySet());
        }
        return value;
    }
}
