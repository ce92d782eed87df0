package dev.kept.domain.line;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Money;
import dev.kept.api.commitment.Patch;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.FactType;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.json.JsonValue;
import dev.kept.domain.json.JsonWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes a command as the fact line it came from; the same members are what an event stores as its content.
public final class FactLineWriter {
    private final JsonWriter out;
    /// Equal values get equal text: decimals without closing zeros, fact ids in lower case.
    private final boolean canonical;

    private FactLineWriter(JsonWriter out, boolean canonical) {
        this.out = out;
        this.canonical = canonical;
    }

    /// The whole line, key included, as a source would send it.
    public static byte[] line(CommitmentCommand command) {
        JsonWriter out = new JsonWriter().beginObject();
        new FactLineWriter(out, false).said(command);
        Claim claim = command.claim();
        out.member("recordedAt", text(claim.recordedAt()));
        out.member("source", claim.key().source());
        out.member("id", claim.key().id());
        out.member("correlationId", claim.correlationId());
        out.member("causationId", claim.causationId());
        return out.endObject().toBytes();
    }

    /// SHA-256 in hex of what the caller says, whichever way it came and was written: without key, recording time and
    /// trace ids. Kept with the fact for ever, so it never changes for a line that some release has accepted.
    public static String fingerprint(CommitmentCommand command) {
        JsonWriter out = new JsonWriter().beginObject();
        new FactLineWriter(out, true).said(command);
        return Hash.plain(out.endObject().toBytes()).hex();
    }

    /// The members that say what the command's type has to say.
    static void content(JsonWriter out, CommitmentCommand command) {
        new FactLineWriter(out, false).content(command);
    }

    static void free(JsonWriter out, Map<String, Object> free) {
        new FactLineWriter(out, false).free(free);
    }

    private void said(CommitmentCommand command) {
        Claim claim = command.claim();
        out.member("type", command.type().wireName());
        out.member("commitment", claim.commitment().value());
        out.member("at", text(claim.at()));
        out.member("by", lower(claim.by()));
        out.member("actor", claim.actor());
        out.member(
                "evidence", claim.evidence() == null ? null : claim.evidence().name());
        out.member("evidenceRef", claim.evidenceRef());
        content(command);
        free(claim.extra());
    }

    private void content(CommitmentCommand command) {
        switch (command) {
            case CommitmentCommand.MakeCommitment made -> terms(made.terms());
            case CommitmentCommand.ReportMet _, CommitmentCommand.ReportNoticed _ -> {}
            case CommitmentCommand.ReportPartlyMet partly -> delivery(partly.delivered());
            case CommitmentCommand.ReportMissed missed -> out.member("cause", lower(missed.cause()));
            case CommitmentCommand.RequestExtension extension -> due("due", extension.due());
            case CommitmentCommand.Renegotiate renegotiate -> {
                due("newDue", renegotiate.newDue());
                out.member("askedBy", lower(renegotiate.askedBy()));
            }
            case CommitmentCommand.Withdraw withdraw -> out.member("reason", withdraw.reason());
            case CommitmentCommand.Release release -> out.member("reason", release.reason());
            case CommitmentCommand.Disclose disclose -> {
                out.member("told", disclose.told());
                out.member("confirmedUnnoticed", disclose.confirmedUnnoticed() ? Boolean.TRUE : null);
            }
            case CommitmentCommand.MakeGood good -> {
                out.member("remedy", good.remedy());
                money("value", good.value());
            }
            case CommitmentCommand.Dispute dispute -> out.member("claim", dispute.allegation());
            case CommitmentCommand.ResolveDispute resolve -> {
                out.member("finding", resolve.finding().name());
                out.member("reason", resolve.reason());
            }
            case CommitmentCommand.ConfirmFact confirm -> {
                target(confirm.target());
                out.member("reason", confirm.reason());
            }
            case CommitmentCommand.CorrectFact correct -> {
                target(correct.target());
                if (correct.with() == null) {
                    out.member("strike", Boolean.TRUE);
                } else {
                    patch(correct.with());
                }
                out.member("reason", correct.reason());
            }
            case CommitmentCommand.VoidCommitment voided -> out.member("reason", voided.reason());
        }
    }

    private void terms(Terms terms) {
        terms(terms, true);
    }

    /// The terms of a promise without when it is due and the series it is of.
    static void promise(JsonWriter out, Terms terms) {
        new FactLineWriter(out, false).terms(terms, false);
    }

    static void due(JsonWriter out, String name, Due due) {
        new FactLineWriter(out, false).due(name, due);
    }

    private void terms(Terms terms, boolean whole) {
        out.member("customer", terms.customer());
        out.member("direction", terms.direction().name());
        out.member("promisor", terms.promisor());
        out.member("kind", terms.kind());
        out.member("statement", terms.statement());
        if (whole) {
            due("due", terms.due());
        }
        out.member("tier", lower(terms.tier()));
        money("amount", terms.amount());
        BigDecimal quantity = terms.quantity();
        out.member("quantity", quantity == null ? null : decimal(quantity));
        out.member("unit", terms.unit());
        out.member("parent", terms.parent());
        if (whole) {
            out.member("series", terms.series());
        }
        if (!terms.attributes().isEmpty()) {
            out.beginObject("attributes");
            free(terms.attributes());
            out.endObject();
        }
    }

    private void patch(Patch with) {
        out.beginObject("with");
        FactType type = with.type();
        out.member("type", type == null ? null : type.wireName());
        out.member("at", text(with.at()));
        out.member("by", lower(with.by()));
        out.member("evidence", with.evidence() == null ? null : with.evidence().name());
        out.member("evidenceRef", with.evidenceRef());
        out.member("customer", with.customer());
        out.member(
                "direction", with.direction() == null ? null : with.direction().name());
        out.member("promisor", with.promisor());
        out.member("kind", with.kind());
        out.member("statement", with.statement());
        due("due", with.due());
        due("newDue", with.newDue());
        out.member("tier", lower(with.tier()));
        money("amount", with.amount());
        if (with.delivered() != null) {
            delivery(with.delivered());
        }
        out.member("askedBy", lower(with.askedBy()));
        out.member("finding", with.finding() == null ? null : with.finding().name());
        out.member("confirmedUnnoticed", with.confirmedUnnoticed());
        out.endObject();
    }

    private void due(String name, @Nullable Due due) {
        switch (due) {
            case null -> {}
            case Due.At(Instant instant) -> out.member(name, instant.toString());
            case Due.EndOfDay(var on, var zone) ->
                out.beginObject(name)
                        .member("on", on.toString())
                        .member("zone", zone.getId())
                        .endObject();
            case Due.AtLocal(var at, var zone) ->
                out.beginObject(name)
                        .member("at", at.toString())
                        .member("zone", zone.getId())
                        .endObject();
            case Due.Window(var from, var to) ->
                out.beginObject(name)
                        .member("from", from.toString())
                        .member("to", to.toString())
                        .endObject();
            case Due.LocalWindow(var from, var to, var zone) ->
                out.beginObject(name)
                        .member("from", from.toString())
                        .member("to", to.toString())
                        .member("zone", zone.getId())
                        .endObject();
            case Due.OpenTime(var within, var calendar) -> within(name, within.toString(), calendar);
            case Due.BusinessDays(int within, var calendar) -> within(name, "P" + within + "D", calendar);
        }
    }

    private void within(String name, String within, Due.CalendarOf calendar) {
        out.beginObject(name).member("within", within);
        switch (calendar) {
            case Due.CalendarOf.Named(String named) -> out.member("calendar", named);
            case Due.CalendarOf.Customer() -> out.member("calendarOf", "customer");
            case Due.CalendarOf.Promisor() -> out.member("calendarOf", "promisor");
        }
        out.endObject();
    }

    private void delivery(Delivery delivery) {
        switch (delivery) {
            case Delivery.Share(BigDecimal fraction) -> out.member("fraction", decimal(fraction));
            case Delivery.Quantity(BigDecimal quantity, String unit) ->
                out.member("quantity", decimal(quantity)).member("unit", unit);
        }
    }

    private void target(FactTarget target) {
        switch (target) {
            case FactTarget.ById(String factId) ->
                out.member("target", canonical ? factId.toLowerCase(Locale.ROOT) : factId);
            case FactTarget.ByKey(var key) ->
                out.beginObject("target")
                        .member("source", key.source())
                        .member("id", key.id())
                        .endObject();
        }
    }

    private void money(String name, @Nullable Money money) {
        if (money != null) {
            out.member(name, decimal(money.amount()));
            out.member("currency", money.currency().getCurrencyCode());
        }
    }

    /// Free members in the order of their names, so that the same content has the same bytes.
    private void free(Map<String, Object> free) {
        if (free.isEmpty()) {
            return;
        }
        new TreeMap<>(free).forEach((name, value) -> {
            if (value instanceof BigDecimal decimal) {
                out.member(name, new JsonValue.JsonNumber(decimal(decimal)));
            } else {
                out.member(name, value.toString());
            }
        });
    }

    private String decimal(BigDecimal value) {
        return (canonical ? value.stripTrailingZeros() : value).toPlainString();
    }

    static @Nullable String text(@Nullable Instant value) {
        return value == null ? null : value.toString();
    }

    static @Nullable String lower(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }
}
