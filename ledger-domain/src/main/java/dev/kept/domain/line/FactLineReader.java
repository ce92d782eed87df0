package dev.kept.domain.line;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Patch;
import dev.kept.api.commitment.Terms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Finding;
import dev.kept.api.fact.MissCause;
import dev.kept.api.fact.Party;
import dev.kept.api.fact.Tier;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.json.JsonException;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads one fact line into a command, or says by field, value and fix why it cannot.
public final class FactLineReader {
    private static final int MAX_SHOWN = 200;

    private FactLineReader() {}

    /// What became of a line.
    public sealed interface Reading {
        record Read(CommitmentCommand command) implements Reading {}

        record Unreadable(Refusal refusal) implements Reading {}
    }

    /// Whether fact lines have a field of this name.
    public static boolean isField(String name) {
        return FieldNames.isKnown(name);
    }

    /// The names of all fields, of whatever type of fact.
    public static Set<String> fields() {
        return FieldNames.known();
    }

    public static Reading read(byte[] utf8, LineContext context) {
        try {
            return read(JsonReader.read(utf8), context);
        } catch (JsonException fault) {
            String shown = new String(utf8, 0, Math.min(utf8.length, MAX_SHOWN), StandardCharsets.UTF_8);
            return new Reading.Unreadable(
                    new Refusal(
                            RefusalCode.MALFORMED,
                            fault.tooLong().orElse("(line)"),
                            shown,
                            "not a JSON object that can be accepted: " + fault.getMessage(),
                            fault.tooLong().isPresent()
                                    ? JsonReader.TOO_LONG_FIX
                                    : "send one JSON object per fact, like"
                                            + " {\"type\":\"met\",\"commitment\":\"order-1\",\"at\":\"2026-11-30T17:00:00Z\"}"));
        }
    }

    public static Reading read(JsonValue value, LineContext context) {
        if (!(value instanceof JsonValue.JsonObject object)) {
            return new Reading.Unreadable(new Refusal(
                    RefusalCode.MALFORMED,
                    "(line)",
                    value.kind(),
                    "a fact is an object, not " + value.kind(),
                    "send one JSON object per fact, in braces"));
        }
        try {
            return new Reading.Read(command(Fields.sent(object), context));
        } catch (LineFault fault) {
            return new Reading.Unreadable(fault.refusal());
        }
    }

    static CommitmentCommand command(Fields fields, LineContext context) {
        String typeName = fields.requiredText("type", "\"made\"");
        Optional<FactType> type = FactType.ofWireName(typeName);
        if (type.isEmpty()) {
            String all =
                    Arrays.stream(FactType.values()).map(FactType::wireName).collect(Collectors.joining(", "));
            throw fields.fault(RefusalCode.BAD_FIELD, "type", "unknown type of fact", "use one of: " + all);
        }
        FieldNames.refuseTypos(fields);
        return content(type.get(), claim(fields, type.get(), context), fields);
    }

    private static Claim claim(Fields fields, FactType type, LineContext context) {
        String commitment = fields.identifier("commitment");
        if (commitment == null) {
            commitment = context.commitment();
        } else if (context.commitment() != null && !commitment.equals(context.commitment())) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "commitment",
                    "the line names another commitment than the address, which names " + context.commitment(),
                    "send it to that commitment's address, or leave the field out");
        }
        if (commitment == null) {
            throw fields.missing("commitment", "\"order-10248\"");
        }
        Characters.checkIdentifier("commitment", commitment);
        Party by = fields.choice("by", Party.class);
        return new Claim(
                new CommitmentId(commitment),
                fields.instant("at"),
                fields.instant("recordedAt"),
                by == null ? Party.PROMISOR : by,
                fields.identifier("actor"),
                fields.choice("evidence", Evidence.class),
                fields.text("evidenceRef"),
                key(fields, context),
                fields.identifier("correlationId"),
                fields.identifier("causationId"),
                extra(fields, type));
    }

    private static IdempotencyKey key(Fields fields, LineContext context) {
        IdempotencyKey given = context.key();
        String source = given == null ? fields.identifier("source") : given.source();
        String id = given == null ? fields.identifier("id") : given.id();
        source = source == null ? context.defaultSource() : source;
        id = id == null ? context.defaultId() : id;
        Characters.checkIdentifier("source", source);
        Characters.checkIdentifier("id", id);
        return new IdempotencyKey(source, id);
    }

    /// What this type of fact has no field for is kept as it was sent, unless it would say something else than the
    /// type.
    private static Map<String, Object> extra(Fields fields, FactType type) {
        Map<String, Object> extra = new LinkedHashMap<>();
        for (String name : fields.members().keySet()) {
            if (!FieldNames.isOf(type, name) && fields.has(name)) {
                if (FieldNames.isDecisive(name)) {
                    throw fields.fault(
                            RefusalCode.UNKNOWN_FIELD,
                            name,
                            "a fact of type " + type.wireName() + " has no field " + name,
                            "leave it out, or send the type of fact that has it: "
                                    + String.join(", ", FieldNames.typesWith(name)));
                }
                FreeMembers.put(fields, extra, name);
            }
        }
        if (extra.size() > Terms.MAX_ATTRIBUTES) {
            String first = extra.keySet().iterator().next();
            throw fields.fault(
                    RefusalCode.UNKNOWN_FIELD,
                    first,
                    extra.size() + " unknown fields, at most " + Terms.MAX_ATTRIBUTES + " are kept",
                    "send fewer");
        }
        return extra;
    }

    static CommitmentCommand content(FactType type, Claim claim, Fields fields) {
        return switch (type) {
            case MADE -> new CommitmentCommand.MakeCommitment(claim, terms(fields));
            case MET -> new CommitmentCommand.ReportMet(claim);
            case PARTLY_MET -> new CommitmentCommand.ReportPartlyMet(claim, requiredDelivery(fields));
            case MISSED -> new CommitmentCommand.ReportMissed(claim, fields.choice("cause", MissCause.class));
            case EXTENSION_REQUESTED -> new CommitmentCommand.RequestExtension(claim, newDue(fields));
            case RENEGOTIATED -> renegotiate(claim, fields);
            case WITHDRAWN -> new CommitmentCommand.Withdraw(claim, fields.text("reason"));
            case RELEASED -> new CommitmentCommand.Release(claim, fields.text("reason"));
            case DISCLOSED ->
                new CommitmentCommand.Disclose(
                        claim, fields.text("told"), Boolean.TRUE.equals(fields.bool("confirmedUnnoticed")));
            case NOTICED -> new CommitmentCommand.ReportNoticed(claim);
            case MADE_GOOD ->
                new CommitmentCommand.MakeGood(claim, fields.text("remedy"), fields.money("value", "currency"));
            case DISPUTED -> new CommitmentCommand.Dispute(claim, fields.text("claim"));
            case RESOLVED -> {
                Finding finding = fields.choice("finding", Finding.class);
                if (finding == null) {
                    throw fields.missing("finding", "\"upheld\"");
                }
                yield new CommitmentCommand.ResolveDispute(claim, finding, fields.text("reason"));
            }
            case CONFIRMED -> new CommitmentCommand.ConfirmFact(claim, fields.target(), fields.text("reason"));
            case CORRECTED -> correct(claim, fields);
            case VOIDED -> new CommitmentCommand.VoidCommitment(claim, fields.text("reason"));
        };
    }

    private static Delivery requiredDelivery(Fields fields) {
        Delivery delivery = fields.delivery();
        if (delivery == null) {
            throw fields.missing("fraction", "\"0.6\", or \"quantity\": \"12\" with \"unit\"");
        }
        return delivery;
    }

    /// The due date that is wanted or agreed; both names are in use.
    private static Due newDue(Fields fields) {
        if (fields.has("newDue") && fields.has("due")) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD,
                    "due",
                    "due and newDue are given, and only one can be meant",
                    "give the new due date as \"newDue\" alone");
        }
        return DueForms.required(fields, fields.has("newDue") ? "newDue" : "due");
    }

    private static CommitmentCommand renegotiate(Claim claim, Fields fields) {
        Party askedBy = askedBy(fields);
        return new CommitmentCommand.Renegotiate(
                claim,
                newDue(fields),
                askedBy != null ? askedBy : claim.by() == Party.PROMISEE ? Party.PROMISEE : Party.PROMISOR);
    }

    private static @Nullable Party askedBy(Fields fields) {
        Party askedBy = fields.choice("askedBy", Party.class);
        if (askedBy == Party.SYSTEM) {
            throw fields.fault(
                    RefusalCode.BAD_FIELD, "askedBy", "a system asks for nothing", "use promisor or promisee");
        }
        return askedBy;
    }

    private static CommitmentCommand correct(Claim claim, Fields fields) {
        boolean strike = Boolean.TRUE.equals(fields.bool("strike")) || fields.mentions("with") && !fields.has("with");
        if (strike == fields.has("with")) {
            throw new LineFault(
                    RefusalCode.BAD_CORRECTION,
                    "with",
                    null,
                    strike
                            ? "a correction either strikes a fact or replaces fields of it"
                            : "the correction changes nothing",
                    "give \"with\": {\"at\": …} for new values, or \"strike\": true");
        }
        Patch patch = strike ? null : patch(fields.nested("with"));
        return new CommitmentCommand.CorrectFact(claim, fields.target(), patch, fields.text("reason"));
    }

    static Patch patch(Fields with) {
        if (!with.isStored()) {
            FieldNames.refuseUnknownInPatch(with);
        }
        return new Patch(
                patchType(with),
                with.instant("at"),
                with.choice("by", Party.class),
                with.choice("evidence", Evidence.class),
                with.text("evidenceRef"),
                with.identifier("customer"),
                with.choice("direction", Direction.class),
                with.identifier("promisor"),
                with.identifier("kind"),
                with.text("statement"),
                DueForms.optional(with, "due"),
                DueForms.optional(with, "newDue"),
                with.choice("tier", Tier.class),
                with.money("amount", "currency"),
                with.delivery(),
                askedBy(with),
                with.choice("finding", Finding.class),
                with.bool("confirmedUnnoticed"));
    }

    private static @Nullable FactType patchType(Fields with) {
        String name = with.text("type");
        if (name == null) {
            return null;
        }
        FactType type = FactType.ofWireName(name)
                .orElseThrow(
                        () -> with.fault(RefusalCode.BAD_FIELD, "type", "unknown type of fact", "use met, missed, …"));
        if (type == FactType.CORRECTED || type == FactType.CONFIRMED) {
            throw with.fault(
                    RefusalCode.BAD_CORRECTION,
                    "type",
                    "a fact cannot be corrected into a correction or a confirmation",
                    "strike it and record the other fact");
        }
        return type;
    }

    private static Terms terms(Fields fields) {
        return terms(fields, () -> DueForms.required(fields, "due"));
    }

    /// @param due read in its turn, so that the first fault of a line is the same whoever reads it
    static Terms terms(Fields fields, Supplier<Due> due) {
        Direction direction = fields.choice("direction", Direction.class);
        String promisor = fields.identifier("promisor");
        if (direction == Direction.BY_SUPPLIER && promisor == null) {
            throw fields.missing("promisor", "\"the-supplier\"");
        }
        String kind = fields.identifier("kind");
        BigDecimal quantity = fields.decimal("quantity", RefusalCode.BAD_QUANTITY, "\"12\"");
        String unit = fields.text("unit");
        if (quantity != null && (quantity.signum() <= 0 || unit == null)) {
            throw fields.fault(
                    RefusalCode.BAD_QUANTITY,
                    "quantity",
                    "a promised quantity needs a unit and is above 0",
                    "write \"quantity\": \"12\", \"unit\": \"pieces\"");
        }
        return new Terms(
                fields.requiredIdentifier("customer", "\"ACME\""),
                direction == null ? Direction.BY_US : direction,
                promisor,
                kind == null ? "promise" : kind,
                fields.text("statement"),
                due.get(),
                fields.choice("tier", Tier.class),
                fields.money("amount", "currency"),
                quantity,
                unit,
                fields.identifier("parent"),
                fields.identifier("series"),
                fields.free("attributes", Terms.MAX_ATTRIBUTES));
    }
}
