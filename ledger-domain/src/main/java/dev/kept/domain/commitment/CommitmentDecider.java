package dev.kept.domain.commitment;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.domain.outcome.EffectivePromise;
import dev.kept.domain.seal.PersonalText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides about one command: a new fact, a repeat of a known one, or a refusal. Pure: the same command, state and
/// circumstances give the same decision.
///
/// The ledger records what was reported. It refuses only what breaks identity, authority or time; there is no
/// "already met": a second, later or earlier report is another fact, and the fold decides.
public final class CommitmentDecider {
    private CommitmentDecider() {}

    public static Decision decide(CommitmentCommand command, CommitmentState state, Circumstances circumstances) {
        String fingerprint = circumstances.fingerprint();
        CommitmentEvent prior = circumstances.prior();
        if (prior != null) {
            String known = prior.envelope().fingerprint();
            // What was erased cannot be compared: the key alone says that this is a repeat.
            return known.equals(fingerprint) || known.equals(PersonalText.ERASED)
                    ? new Decision.Duplicate(prior)
                    : new Decision.Refused(Refusals.conflictingDuplicate(command, prior, fingerprint));
        }
        Claim claim = command.claim();
        Optional<Refusal> refusal =
                Refusals.ofVersion(claim, state, circumstances).or(() -> Refusals.ofTime(claim, circumstances));
        if (refusal.isPresent()) {
            return new Decision.Refused(refusal.get());
        }
        Target target = target(command, state);
        refusal = Refusals.ofState(command, state, circumstances, target.event())
                .or(() -> Refusals.ofAuthority(command, state, circumstances, target.event()));
        if (refusal.isPresent()) {
            return new Decision.Refused(refusal.get());
        }
        if (command instanceof CommitmentCommand.MakeCommitment make
                && state.promise().isPresent()) {
            return again(make, state.promise().get(), circumstances);
        }
        return record(settled(command, target.event(), circumstances), state, circumstances, target);
    }

    /// The business calendars without which a command cannot be decided.
    public static Set<String> calendars(CommitmentCommand command, String tenant) {
        return DueDates.calendars(command, tenant);
    }

    /// A second promise of the same commitment: a repeat if it promises what stands recorded, else a contradiction.
    private static Decision again(
            CommitmentCommand.MakeCommitment make, EffectivePromise promise, Circumstances circumstances) {
        String promisor = Events.promisor(make.terms(), circumstances.tenant());
        List<String> differences =
                TermsDifference.between(make.terms().withPromisor(promisor), Events.terms(promise.terms()));
        return differences.isEmpty()
                ? new Decision.Duplicate(promise.made())
                : new Decision.Refused(Refusals.alreadyMade(make, promise.made(), differences));
    }

    private static CommitmentCommand settled(
            CommitmentCommand command, @Nullable CommitmentEvent target, Circumstances circumstances) {
        return command instanceof CommitmentCommand.CorrectFact correct && target != null
                ? Corrections.settled(correct, target, circumstances.tenant())
                : agreed(command, circumstances);
    }

    /// Without the other side's consent a new due date is only asked for.
    private static CommitmentCommand agreed(CommitmentCommand command, Circumstances circumstances) {
        Claim claim = command.claim();
        boolean consented = claim.by() != Party.PROMISOR
                || claim.evidence() != null && claim.evidence() != Evidence.SELF
                || claim.evidenceRef() != null;
        return command instanceof CommitmentCommand.Renegotiate renegotiate
                        && circumstances.entrance() == Entrance.INTERACTIVE
                        && !consented
                ? new CommitmentCommand.RequestExtension(claim, renegotiate.newDue())
                : command;
    }

    private static Decision record(
            CommitmentCommand command, CommitmentState state, Circumstances circumstances, Target target) {
        Claim claim = command.claim();
        Instant rec = recordedAt(claim, circumstances.now());
        Instant at = claim.at() == null ? rec : claim.at();
        Evidence evidence = claim.evidence() == null ? circumstances.entrance().defaultEvidence() : claim.evidence();
        Envelope envelope = new Envelope(
                circumstances.factId(),
                circumstances.tenant(),
                claim.commitment(),
                at,
                rec,
                circumstances.now(),
                Refusals.isForPromiseeOnly(command) ? Party.PROMISEE : claim.by(),
                claim.actor(),
                evidence,
                claim.evidenceRef(),
                claim.key(),
                claim.correlationId(),
                claim.causationId(),
                claim.recordedAt() != null,
                circumstances.fingerprint(),
                claim.extra());
        return switch (DueDates.of(command, at, target.event(), circumstances)) {
            case DueDates.Unresolvable(Refusal refusal) -> new Decision.Refused(refusal);
            case DueDates.Resolved(Events.Resolution resolution) ->
                TermsRefusals.of(command, resolution, at, state, target.event())
                        .<Decision>map(Decision.Refused::new)
                        .orElseGet(() -> new Decision.Accepted(Events.event(command, envelope, resolution)));
        };
    }

    /// A source whose clock runs ahead did not know a fact before this ledger did.
    private static Instant recordedAt(Claim claim, Instant now) {
        Instant recordedAt = claim.recordedAt();
        return recordedAt == null || recordedAt.isAfter(now) ? now : recordedAt;
    }

    /// @param named whether the command speaks of another fact at all
    /// @param event that fact, if it is in this stream
    record Target(boolean named, @Nullable CommitmentEvent event) {
        @Nullable String factId() {
            return event == null ? null : event.envelope().factId();
        }
    }

    private static Target target(CommitmentCommand command, CommitmentState state) {
        return switch (command) {
            case CommitmentCommand.ConfirmFact confirm -> find(confirm.target(), state);
            case CommitmentCommand.CorrectFact correct -> find(correct.target(), state);
            case CommitmentCommand.MakeCommitment _,
                    CommitmentCommand.ReportMet _,
                    CommitmentCommand.ReportPartlyMet _,
                    CommitmentCommand.ReportMissed _,
                    CommitmentCommand.RequestExtension _,
                    CommitmentCommand.Renegotiate _,
                    CommitmentCommand.Withdraw _,
                    CommitmentCommand.Release _,
                    CommitmentCommand.Disclose _,
                    CommitmentCommand.ReportNoticed _,
                    CommitmentCommand.MakeGood _,
                    CommitmentCommand.Dispute _,
                    CommitmentCommand.ResolveDispute _,
                    CommitmentCommand.VoidCommitment _ -> new Target(false, null);
        };
    }

    private static Target find(FactTarget target, CommitmentState state) {
        return switch (target) {
            case FactTarget.ById(String factId) ->
                new Target(true, state.byId(factId.toLowerCase(Locale.ROOT)).orElse(null));
            case FactTarget.ByKey(var key) -> new Target(true, state.byKey(key).orElse(null));
        };
    }
}
