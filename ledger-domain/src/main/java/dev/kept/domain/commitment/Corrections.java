package dev.kept.domain.commitment;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Delivery;
import dev.kept.api.commitment.Patch;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.fact.Direction;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a correction may put in place of the fields of its target. Every given field must mean something in the fact
/// as corrected, or the correction would seem to work and change nothing; and no correction says what its sender could
/// not have reported.
final class Corrections {
    /// The promise itself, its voiding and bookkeeping are struck and recorded anew, never turned into something else.
    private static final Set<FactType> FIXED =
            EnumSet.of(FactType.MADE, FactType.VOIDED, FactType.CORRECTED, FactType.CONFIRMED);

    private static final Set<FactType> MADE = EnumSet.of(FactType.MADE);
    private static final Set<FactType> NEW_DUE = EnumSet.of(FactType.EXTENSION_REQUESTED, FactType.RENEGOTIATED);

    private Corrections() {}

    private record Field(String name, @Nullable Object value, Set<FactType> types) {}

    private static List<Field> fields(Patch with) {
        Delivery delivered = with.delivered();
        Object share = delivered instanceof Delivery.Share ? delivered : null;
        Object quantity = delivered instanceof Delivery.Quantity ? delivered : null;
        return List.of(
                new Field("customer", with.customer(), MADE),
                new Field("direction", with.direction(), MADE),
                new Field("promisor", with.promisor(), MADE),
                new Field("kind", with.kind(), MADE),
                new Field("statement", with.statement(), MADE),
                new Field("tier", with.tier(), MADE),
                new Field("amount", with.amount(), MADE),
                new Field(
                        "due",
                        with.due(),
                        EnumSet.of(FactType.MADE, FactType.EXTENSION_REQUESTED, FactType.RENEGOTIATED)),
                new Field("newDue", with.newDue(), NEW_DUE),
                new Field("askedBy", with.askedBy(), EnumSet.of(FactType.RENEGOTIATED)),
                new Field("fraction", share, EnumSet.of(FactType.PARTLY_MET)),
                new Field("quantity", quantity, EnumSet.of(FactType.MADE, FactType.PARTLY_MET)),
                new Field("finding", with.finding(), EnumSet.of(FactType.RESOLVED)),
                new Field("confirmedUnnoticed", with.confirmedUnnoticed(), EnumSet.of(FactType.DISCLOSED)));
    }

    static FactType typeAfter(Patch with, CommitmentEvent target) {
        FactType type = with.type();
        return type == null ? target.type() : type;
    }

    /// What the target decides about a correction: in whose name a release or dispute is, what a new due date is
    /// called, and who promised where nobody was named.
    static CommitmentCommand.CorrectFact settled(
            CommitmentCommand.CorrectFact command, CommitmentEvent target, String tenant) {
        Patch with = command.with();
        if (with == null) {
            return command;
        }
        FactType after = typeAfter(with, target);
        boolean moves = NEW_DUE.contains(after) && with.due() != null;
        Party by = isForPromiseeOnly(after) && !isForPromiseeOnly(target.type()) ? Party.PROMISEE : with.by();
        Patch settled = new Patch(
                with.type(),
                with.at(),
                by,
                with.evidence(),
                with.evidenceRef(),
                with.customer(),
                with.direction(),
                promisor(with, target, tenant),
                with.kind(),
                with.statement(),
                moves ? null : with.due(),
                moves ? with.due() : with.newDue(),
                with.tier(),
                with.amount(),
                with.delivered(),
                with.askedBy(),
                with.finding(),
                with.confirmedUnnoticed());
        return new CommitmentCommand.CorrectFact(command.claim(), command.target(), settled, command.reason());
    }

    private static @Nullable String promisor(Patch with, CommitmentEvent target, String tenant) {
        if (with.promisor() != null || !(target instanceof CommitmentEvent.CommitmentMade made)) {
            return with.promisor();
        }
        PromisedTerms terms = made.terms();
        Direction direction = with.direction() == null ? terms.direction() : with.direction();
        String customer = with.customer() == null ? terms.customer() : with.customer();
        String nobody = Events.defaultPromisor(terms.direction(), terms.customer(), tenant);
        String now = Events.defaultPromisor(direction, customer, tenant);
        return terms.promisor().equals(nobody) && !now.equals(nobody) ? now : null;
    }

    static Optional<Refusal> refusal(
            CommitmentCommand.CorrectFact command, CommitmentEvent target, Circumstances circumstances) {
        Patch with = command.with();
        return ofRecording(command.claim(), target)
                .or(() -> with == null ? Optional.empty() : ofPatch(command, with, target, circumstances));
    }

    private static Optional<Refusal> ofPatch(
            CommitmentCommand.CorrectFact command, Patch with, CommitmentEvent target, Circumstances circumstances) {
        return ofType(with, target)
                .or(() -> foreign(with, target))
                .or(() -> missing(with, target))
                .or(() -> Refusals.future("with.at", with.at(), circumstances))
                .or(() -> unentitled(command, with, target));
    }

    /// A correction acts only on what was known before it.
    private static Optional<Refusal> ofRecording(Claim claim, CommitmentEvent target) {
        Instant recordedAt = claim.recordedAt();
        Instant known = target.envelope().rec();
        if (recordedAt == null || recordedAt.getEpochSecond() >= known.getEpochSecond()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalCode.BAD_CORRECTION,
                "recordedAt",
                recordedAt.toString(),
                "the correction would have been recorded before the fact it corrects, which became known at " + known,
                "check recordedAt of both facts, or leave it out"));
    }

    private static Optional<Refusal> ofType(Patch with, CommitmentEvent target) {
        FactType after = typeAfter(with, target);
        if (after == target.type() || !FIXED.contains(after) && !FIXED.contains(target.type())) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalCode.BAD_CORRECTION,
                "with.type",
                after.wireName(),
                "a fact of type " + target.type().wireName() + " cannot be corrected into " + after.wireName(),
                "send \"strike\": true, then record the other fact"));
    }

    private static Optional<Refusal> foreign(Patch with, CommitmentEvent target) {
        FactType after = typeAfter(with, target);
        if (with.due() != null && with.newDue() != null) {
            return Optional.of(new Refusal(
                    RefusalCode.BAD_CORRECTION,
                    "with.due",
                    with.due().toString(),
                    "due and newDue are given, and only one can be meant",
                    "give \"due\" for the promise itself, \"newDue\" for a renegotiation"));
        }
        return fields(with).stream()
                .filter(field -> field.value() != null && !field.types().contains(after))
                .findFirst()
                .map(field -> new Refusal(
                        RefusalCode.BAD_CORRECTION,
                        "with." + field.name(),
                        String.valueOf(field.value()),
                        "a fact of type " + after.wireName() + " has no " + field.name() + ": the correction would"
                                + " change nothing",
                        "target the fact that has it, of type " + names(field.types())));
    }

    private static String names(Set<FactType> types) {
        return String.join(" or ", types.stream().map(FactType::wireName).toList());
    }

    private static Optional<Refusal> missing(Patch with, CommitmentEvent target) {
        FactType before = target.type();
        FactType after = typeAfter(with, target);
        if (after == before) {
            return Optional.empty();
        }
        if (after == FactType.PARTLY_MET && with.delivered() == null) {
            return Optional.of(missing(after, "fraction", "\"fraction\": \"0.6\""));
        }
        if (after == FactType.RESOLVED && with.finding() == null) {
            return Optional.of(missing(after, "finding", "\"finding\": \"UPHELD\""));
        }
        boolean dated = NEW_DUE.contains(before) || with.newDue() != null || with.due() != null;
        return NEW_DUE.contains(after) && !dated
                ? Optional.of(missing(after, "newDue", "\"newDue\": \"2026-11-30T17:00:00Z\""))
                : Optional.empty();
    }

    private static Refusal missing(FactType after, String name, String example) {
        return new Refusal(
                RefusalCode.MISSING_FIELD,
                "with." + name,
                null,
                "corrected into " + after.wireName() + ", the fact needs " + name,
                "add " + example + " to \"with\"");
    }

    private static boolean isForPromiseeOnly(FactType type) {
        return type == FactType.RELEASED || type == FactType.DISPUTED;
    }

    /// What only the promisee can say, or only with the promisee's consent, is not said by correcting either.
    private static Optional<Refusal> unentitled(
            CommitmentCommand.CorrectFact command, Patch with, CommitmentEvent target) {
        Claim claim = command.claim();
        FactType before = target.type();
        FactType after = typeAfter(with, target);
        boolean forPromisee = claim.by() == Party.PROMISEE || claim.evidenceRef() != null;
        Party by = with.by();
        if (after == FactType.WITHDRAWN && (by == null ? target.envelope().by() : by) == Party.SYSTEM) {
            return Optional.of(notEntitled("by", Party.SYSTEM, "only the promisor or the promisee can withdraw"));
        }
        if (isForPromiseeOnly(after) && by != null && by != Party.PROMISEE) {
            return Optional.of(notEntitled("by", by, "only the promisee can say " + after.wireName()));
        }
        if (forPromisee) {
            return Optional.empty();
        }
        if (isForPromiseeOnly(after) && !isForPromiseeOnly(before)) {
            return Optional.of(notEntitled("type", after.wireName(), "only the promisee can say " + after.wireName()));
        }
        if (by == Party.PROMISEE && target.envelope().by() != Party.PROMISEE) {
            return Optional.of(notEntitled("by", by, "only the promisee can speak for the promisee"));
        }
        return after == FactType.RENEGOTIATED && before != FactType.RENEGOTIATED
                ? Optional.of(notEntitled("type", after.wireName(), "a new due date needs the other side's consent"))
                : Optional.empty();
    }

    private static Refusal notEntitled(String name, Party value, String message) {
        return notEntitled(name, value.name().toLowerCase(Locale.ROOT), message);
    }

    private static Refusal notEntitled(String name, String value, String message) {
        return new Refusal(
                RefusalCode.NOT_ENTITLED,
                "with." + name,
                value,
                message,
                "send the correction \"by\": \"promisee\", or add the \"evidenceRef\" that shows the promisee's word");
    }
}
