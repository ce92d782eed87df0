package dev.kept.domain.commitment;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.FactTarget;
import dev.kept.api.commitment.Patch;
import dev.kept.api.commitment.Terms;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.Envelope;
import dev.kept.api.event.PromisedTerms;
import dev.kept.api.event.Replacement;
import dev.kept.api.event.ResolvedDue;
import dev.kept.api.fact.Direction;
import org.jspecify.annotations.Nullable;

/// Turns a command into the event of the same type, and an event back into the command that says the same.
public final class Events {
    private Events() {}

    /// What a command leaves open and its recording settles: due forms resolved, targets found.
    ///
    /// @param due the resolved `due` (or wanted due) of the command, or of a patch
    /// @param newDue the resolved `newDue` of the command, or of a patch
    /// @param target the fact id that a correction or confirmation speaks of
    public record Resolution(
            @Nullable ResolvedDue due,
            @Nullable ResolvedDue newDue,
            @Nullable String target) {
        public static final Resolution NONE = new Resolution(null, null, null);
    }

    public static CommitmentEvent event(CommitmentCommand command, Envelope envelope, Resolution resolution) {
        return switch (command) {
            case CommitmentCommand.MakeCommitment made ->
                new CommitmentEvent.CommitmentMade(
                        envelope, promised(made.terms(), envelope.tenant(), settled("due", resolution.due())));
            case CommitmentCommand.ReportMet _ -> new CommitmentEvent.CommitmentMet(envelope);
            case CommitmentCommand.ReportPartlyMet partly ->
                new CommitmentEvent.CommitmentPartlyMet(envelope, partly.delivered());
            case CommitmentCommand.ReportMissed missed ->
                new CommitmentEvent.CommitmentMissed(envelope, missed.cause());
            case CommitmentCommand.RequestExtension _ ->
                new CommitmentEvent.ExtensionRequested(envelope, settled("due", resolution.due()));
            case CommitmentCommand.Renegotiate renegotiate ->
                new CommitmentEvent.CommitmentRenegotiated(
                        envelope, settled("newDue", resolution.newDue()), renegotiate.askedBy());
            case CommitmentCommand.Withdraw withdraw ->
                new CommitmentEvent.CommitmentWithdrawn(envelope, withdraw.reason());
            case CommitmentCommand.Release release ->
                new CommitmentEvent.CommitmentReleased(envelope, release.reason());
            case CommitmentCommand.Disclose disclose ->
                new CommitmentEvent.ProblemDisclosed(envelope, disclose.told(), disclose.confirmedUnnoticed());
            case CommitmentCommand.ReportNoticed _ -> new CommitmentEvent.ProblemNoticed(envelope);
            case CommitmentCommand.MakeGood good ->
                new CommitmentEvent.RemedyGiven(envelope, good.remedy(), good.value());
            case CommitmentCommand.Dispute dispute ->
                new CommitmentEvent.CommitmentDisputed(envelope, dispute.allegation());
            case CommitmentCommand.ResolveDispute resolve ->
                new CommitmentEvent.DisputeResolved(envelope, resolve.finding(), settled("reason", resolve.reason()));
            case CommitmentCommand.ConfirmFact confirm ->
                new CommitmentEvent.FactConfirmed(envelope, settled("target", resolution.target()), confirm.reason());
            case CommitmentCommand.CorrectFact correct ->
                new CommitmentEvent.FactCorrected(
                        envelope,
                        settled("target", resolution.target()),
                        replacement(correct.with(), resolution),
                        settled("reason", correct.reason()));
            case CommitmentCommand.VoidCommitment voided ->
                new CommitmentEvent.CommitmentVoided(envelope, settled("reason", voided.reason()));
        };
    }

    /// The command that says what the event says, with its time and evidence as recorded.
    public static CommitmentCommand command(CommitmentEvent event) {
        Claim claim = claim(event.envelope());
        return switch (event) {
            case CommitmentEvent.CommitmentMade made ->
                new CommitmentCommand.MakeCommitment(claim, terms(made.terms()));
            case CommitmentEvent.CommitmentMet _ -> new CommitmentCommand.ReportMet(claim);
            case CommitmentEvent.CommitmentPartlyMet partly ->
                new CommitmentCommand.ReportPartlyMet(claim, partly.delivered());
            case CommitmentEvent.CommitmentMissed missed -> new CommitmentCommand.ReportMissed(claim, missed.cause());
            case CommitmentEvent.ExtensionRequested extension ->
                new CommitmentCommand.RequestExtension(claim, extension.due().form());
            case CommitmentEvent.CommitmentRenegotiated renegotiated ->
                new CommitmentCommand.Renegotiate(claim, renegotiated.newDue().form(), renegotiated.askedBy());
            case CommitmentEvent.CommitmentWithdrawn withdrawn ->
                new CommitmentCommand.Withdraw(claim, withdrawn.reason());
            case CommitmentEvent.CommitmentReleased released -> new CommitmentCommand.Release(claim, released.reason());
            case CommitmentEvent.ProblemDisclosed disclosed ->
                new CommitmentCommand.Disclose(claim, disclosed.told(), disclosed.confirmedUnnoticed());
            case CommitmentEvent.ProblemNoticed _ -> new CommitmentCommand.ReportNoticed(claim);
            case CommitmentEvent.RemedyGiven remedy ->
                new CommitmentCommand.MakeGood(claim, remedy.remedy(), remedy.value());
            case CommitmentEvent.CommitmentDisputed disputed ->
                new CommitmentCommand.Dispute(claim, disputed.allegation());
            case CommitmentEvent.DisputeResolved resolved ->
                new CommitmentCommand.ResolveDispute(claim, resolved.finding(), resolved.reason());
            case CommitmentEvent.FactConfirmed confirmed ->
                new CommitmentCommand.ConfirmFact(claim, new FactTarget.ById(confirmed.target()), confirmed.reason());
            case CommitmentEvent.FactCorrected corrected -> {
                Replacement with = corrected.with();
                yield new CommitmentCommand.CorrectFact(
                        claim,
                        new FactTarget.ById(corrected.target()),
                        with == null ? null : with.fields(),
                        corrected.reason());
            }
            case CommitmentEvent.CommitmentVoided voided ->
                new CommitmentCommand.VoidCommitment(claim, voided.reason());
        };
    }

    /// Who promised where nobody is named: the tenant for its own promises, the customer for its own.
    static String promisor(Terms terms, String tenant) {
        String promisor = terms.promisor();
        if (promisor != null) {
            return promisor;
        }
        return defaultPromisor(terms.direction(), terms.customer(), tenant);
    }

    static String defaultPromisor(Direction direction, String customer, String tenant) {
        return direction == Direction.BY_CUSTOMER ? customer : tenant;
    }

    private static PromisedTerms promised(Terms terms, String tenant, ResolvedDue due) {
        return new PromisedTerms(
                terms.customer(),
                terms.direction(),
                promisor(terms, tenant),
                terms.kind(),
                terms.statement(),
                due,
                terms.tier(),
                terms.amount(),
                terms.quantity(),
                terms.unit(),
                terms.parent(),
                terms.series(),
                terms.attributes());
    }

    static Terms terms(PromisedTerms terms) {
        return new Terms(
                terms.customer(),
                terms.direction(),
                terms.promisor(),
                terms.kind(),
                terms.statement(),
                terms.due().form(),
                terms.tier(),
                terms.amount(),
                terms.quantity(),
                terms.unit(),
                terms.parent(),
                terms.series(),
                terms.attributes());
    }

    private static @Nullable Replacement replacement(@Nullable Patch with, Resolution resolution) {
        return with == null ? null : new Replacement(with, resolution.due(), resolution.newDue());
    }

    /// What a command with this envelope claimed.
    public static Claim claim(Envelope envelope) {
        return new Claim(
                envelope.commitment(),
                envelope.at(),
                envelope.imported() ? envelope.rec() : null,
                envelope.by(),
                envelope.actor(),
                envelope.evidence(),
                envelope.evidenceRef(),
                envelope.key(),
                envelope.correlationId(),
                envelope.causationId(),
                envelope.extra());
    }

    private static <T> T settled(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("an event needs " + what + ", got none");
        }
        return value;
    }
}
