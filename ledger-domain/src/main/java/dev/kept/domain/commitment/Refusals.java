package dev.kept.domain.commitment;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.fact.FactType;
import dev.kept.api.fact.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reasons for which a command is not recorded; each names the field, the value and the fix.
final class Refusals {
    /// How far a reporter's clock may run ahead of ours.
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private Refusals() {}

    static Refusal conflictingDuplicate(CommitmentCommand command, CommitmentEvent prior, String fingerprint) {
        Claim claim = command.claim();
        return new Refusal(
                RefusalCode.CONFLICTING_DUPLICATE,
                "id",
                claim.key().source() + "/" + claim.key().id(),
                "this key was used before for another content: fact "
                        + prior.envelope().factId() + " of commitment "
                        + prior.envelope().commitment() + " has fingerprint "
                        + prior.envelope().fingerprint()
                        + ", this one has " + fingerprint,
                "send a new id for a new fact; to change a recorded fact, send a corrected fact that targets it");
    }

    static Refusal alreadyMade(
            CommitmentCommand.MakeCommitment make, CommitmentEvent.CommitmentMade made, List<String> differences) {
        return new Refusal(
                RefusalCode.ALREADY_MADE,
                "commitment",
                make.claim().commitment().value(),
                "this commitment was made before with other terms, as fact "
                        + made.envelope().factId() + "; it differs in " + String.join(", ", differences),
                "use a new commitment id for a new promise; a renegotiated fact moves the due date, a corrected fact"
                        + " mends a wrong record");
    }

    static Optional<Refusal> ofVersion(Claim claim, CommitmentState state, Circumstances circumstances) {
        Integer expected = circumstances.expectedVersion();
        if (expected == null || expected == state.nextVersion()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalCode.VERSION_CONFLICT,
                "If-Match",
                expected.toString(),
                "commitment " + claim.commitment() + " has " + state.nextVersion() + " facts, not " + expected,
                "read it again, and send the fact with If-Match: \"" + state.nextVersion()
                        + "\" if it is still right"));
    }

    static Optional<Refusal> ofTime(Claim claim, Circumstances circumstances) {
        Instant recordedAt = claim.recordedAt();
        if (recordedAt != null && circumstances.entrance() != Entrance.IMPORT) {
            return Optional.of(new Refusal(
                    RefusalCode.NOT_ENTITLED,
                    "recordedAt",
                    recordedAt.toString(),
                    "only an import of history brings its own recording time",
                    "leave recordedAt out, or import the line from a file"));
        }
        return future("at", claim.at(), circumstances).or(() -> future("recordedAt", recordedAt, circumstances));
    }

    static Optional<Refusal> future(String field, @Nullable Instant time, Circumstances circumstances) {
        if (time == null || !time.isAfter(circumstances.now().plus(CLOCK_TOLERANCE))) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                RefusalCode.IN_THE_FUTURE,
                field,
                time.toString(),
                field + " lies more than 5 minutes after now, " + circumstances.now(),
                "report a fact when it has happened; a promise for later has its date in \"due\""));
    }

    static Optional<Refusal> ofState(
            CommitmentCommand command,
            CommitmentState state,
            Circumstances circumstances,
            @Nullable CommitmentEvent target) {
        String commitment = command.claim().commitment().value();
        Optional<CommitmentEvent> voided = state.voided();
        if (voided.isPresent() && !strikes(command, voided.get())) {
            return Optional.of(new Refusal(
                    RefusalCode.VOIDED,
                    "commitment",
                    commitment,
                    "this commitment was voided by fact "
                            + voided.get().envelope().factId() + ": it never existed",
                    "strike that fact first, with a corrected fact that targets it, or use a new commitment id"));
        }
        if (!circumstances.entrance().mayPrecedePromise() && !isKnown(command, state)) {
            return Optional.of(new Refusal(
                    RefusalCode.UNKNOWN_COMMITMENT,
                    "commitment",
                    commitment,
                    "no promise is recorded under this id",
                    "record the made fact first, or check the id"));
        }
        return ofTarget(command, circumstances, target);
    }

    /// A struck promise is no promise any more, but its record can still be mended.
    private static boolean isKnown(CommitmentCommand command, CommitmentState state) {
        return command instanceof CommitmentCommand.MakeCommitment
                || state.promise().isPresent()
                || command instanceof CommitmentCommand.CorrectFact && state.has(FactType.MADE);
    }

    private static boolean strikes(CommitmentCommand command, CommitmentEvent voided) {
        return command instanceof CommitmentCommand.CorrectFact correct
                && correct.with() == null
                && switch (correct.target()) {
                    case FactTarget.ById(String factId) ->
                        factId.toLowerCase(Locale.ROOT).equals(voided.envelope().factId());
                    case FactTarget.ByKey(var key) ->
                        key.equals(voided.envelope().key());
                };
    }

    private static Optional<Refusal> ofTarget(
            CommitmentCommand command, Circumstances circumstances, @Nullable CommitmentEvent target) {
        FactTarget named = switch (command) {
            case CommitmentCommand.ConfirmFact confirm -> confirm.target();
            case CommitmentCommand.CorrectFact correct -> correct.target();
            default -> null;
        };
        if (named == null) {
            return Optional.empty();
        }
        if (target == null) {
            return Optional.of(new Refusal(
                    RefusalCode.UNKNOWN_FACT,
                    "target",
                    shown(named),
                    "commitment " + command.claim().commitment() + " has no such fact",
                    "name a fact of this commitment by its id, or by {\"source\":…,\"id\":…}"));
        }
        boolean bookkeeping = target.type() == FactType.CORRECTED || target.type() == FactType.CONFIRMED;
        if (command instanceof CommitmentCommand.CorrectFact correct) {
            return correct.with() != null && bookkeeping
                    ? Optional.of(new Refusal(
                            RefusalCode.BAD_CORRECTION,
                            "target",
                            shown(named),
                            "a correction or confirmation can be struck, not changed",
                            "send \"strike\": true, then record the right one"))
                    : Corrections.refusal(correct, target, circumstances);
        }
        return bookkeeping
                ? Optional.of(new Refusal(
                        RefusalCode.BAD_CORRECTION,
                        "target",
                        shown(named),
                        "a correction or confirmation cannot be confirmed",
                        "confirm the fact it speaks of"))
                : Optional.empty();
    }

    private static String shown(FactTarget target) {
        return switch (target) {
            case FactTarget.ById(String factId) -> factId;
            case FactTarget.ByKey(var key) -> key.source() + "/" + key.id();
        };
    }

    static boolean isForPromiseeOnly(CommitmentCommand command) {
        return command instanceof CommitmentCommand.Release || command instanceof CommitmentCommand.Dispute;
    }

    static Optional<Refusal> ofAuthority(
            CommitmentCommand command,
            CommitmentState state,
            Circumstances circumstances,
            @Nullable CommitmentEvent target) {
        return entitled(command)
                .or(() -> reasoned(command))
                .or(() -> circumstances.fourEyes() ? independent(command, state, target) : Optional.empty());
    }

    private static Optional<Refusal> entitled(CommitmentCommand command) {
        Claim claim = command.claim();
        boolean operatorWithEvidence = claim.actor() != null && claim.evidenceRef() != null;
        String by = claim.by().name().toLowerCase(Locale.ROOT);
        if (isForPromiseeOnly(command) && claim.by() != Party.PROMISEE && !operatorWithEvidence) {
            return Optional.of(
                    new Refusal(
                            RefusalCode.NOT_ENTITLED,
                            "by",
                            by,
                            "only the promisee can say " + command.type().wireName(),
                            "send \"by\": \"promisee\"; an operator who records it for them adds \"actor\" and \"evidenceRef\""));
        }
        if (command instanceof CommitmentCommand.ConfirmFact && claim.by() == Party.PROMISOR) {
            return Optional.of(new Refusal(
                    RefusalCode.NOT_ENTITLED,
                    "by",
                    by,
                    "the promisor cannot confirm its own fact",
                    "send \"by\": \"promisee\", or \"by\": \"system\" for a system that saw it"));
        }
        if (command instanceof CommitmentCommand.Withdraw && claim.by() == Party.SYSTEM) {
            return Optional.of(new Refusal(
                    RefusalCode.NOT_ENTITLED,
                    "by",
                    by,
                    "only the promisor or the promisee can withdraw a promise",
                    "send \"by\": \"promisor\" or \"by\": \"promisee\""));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> reasoned(CommitmentCommand command) {
        String reason;
        switch (command) {
            case CommitmentCommand.CorrectFact correct -> reason = correct.reason();
            case CommitmentCommand.VoidCommitment voided -> reason = voided.reason();
            case CommitmentCommand.ResolveDispute resolve -> reason = resolve.reason();
            default -> {
                return Optional.empty();
            }
        }
        Claim claim = command.claim();
        String missing = null;
        if (reason == null || reason.isBlank()) {
            missing = "reason";
        } else if (claim.actor() == null) {
            missing = "actor";
        } else if (claim.evidence() == null && claim.evidenceRef() == null) {
            missing = "evidence";
        }
        return missing == null
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RefusalCode.REASON_REQUIRED,
                        missing,
                        null,
                        command.type().wireName() + " needs a reason, an actor and evidence; " + missing
                                + " is missing",
                        "add \"reason\": \"why\", \"actor\": \"who\", and \"evidence\" or \"evidenceRef\""));
    }

    private static Optional<Refusal> independent(
            CommitmentCommand command, CommitmentState state, @Nullable CommitmentEvent target) {
        String actor = command.claim().actor();
        boolean own = switch (command) {
            case CommitmentCommand.CorrectFact _ -> target != null && isBy(actor, target);
            case CommitmentCommand.ResolveDispute _ ->
                state.events().stream()
                        .filter(event -> event.type() == FactType.MET
                                || event.type() == FactType.PARTLY_MET
                                || event.type() == FactType.DISPUTED)
                        .anyMatch(event -> isBy(actor, event));
            default -> false;
        };
        return own
                ? Optional.of(new Refusal(
                        RefusalCode.SELF_APPROVAL,
                        "actor",
                        actor,
                        "this ledger asks for four eyes: whoever recorded a fact cannot decide about it",
                        "let somebody else send it"))
                : Optional.empty();
    }

    private static boolean isBy(@Nullable String actor, CommitmentEvent event) {
        return actor != null && actor.equals(event.envelope().actor());
    }
}
