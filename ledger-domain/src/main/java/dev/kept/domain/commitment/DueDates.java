package dev.kept.domain.commitment;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.commitment.Due;
import dev.kept.api.commitment.Patch;
import dev.kept.api.commitment.Terms;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.ResolvedDue;
import dev.kept.domain.due.DueResolver;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The due forms of one command, resolved when it is recorded and never again.
sealed interface DueDates {

    record Resolved(Events.Resolution resolution) implements DueDates {}

    record Unresolvable(Refusal refusal) implements DueDates {}

    /// @param at when the fact of the command happened
    /// @param target what a correction or confirmation speaks of
    static DueDates of(
            CommitmentCommand command, Instant at, @Nullable CommitmentEvent target, Circumstances circumstances) {
        String targetId = target == null ? null : target.envelope().factId();
        return switch (command) {
            case CommitmentCommand.MakeCommitment made ->
                one("due", made.terms().due(), at, owners(made.terms(), circumstances.tenant()), circumstances);
            case CommitmentCommand.RequestExtension extension ->
                one("newDue", extension.due(), at, Optional.empty(), circumstances);
            case CommitmentCommand.Renegotiate renegotiate ->
                switch (resolve("newDue", renegotiate.newDue(), at, Optional.empty(), circumstances)) {
                    case Date(ResolvedDue due) -> new Resolved(new Events.Resolution(null, due, null));
                    case No(Refusal refusal) -> new Unresolvable(refusal);
                };
            case CommitmentCommand.CorrectFact correct -> corrected(correct.with(), at, target, circumstances);
            case CommitmentCommand.ConfirmFact _ -> new Resolved(new Events.Resolution(null, null, targetId));
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
                    CommitmentCommand.VoidCommitment _ -> new Resolved(Events.Resolution.NONE);
        };
    }

    /// The calendars that the command's due forms mean. Only the promise itself says whose the calendar of "the
    /// customer" or "the promisor" is.
    static Set<String> calendars(CommitmentCommand command, String tenant) {
        Set<String> names = new HashSet<>(0);
        switch (command) {
            case CommitmentCommand.MakeCommitment made ->
                DueResolver.calendar(made.terms().due(), owners(made.terms(), tenant))
                        .ifPresent(names::add);
            case CommitmentCommand.RequestExtension extension -> addNamed(extension.due(), names);
            case CommitmentCommand.Renegotiate renegotiate -> addNamed(renegotiate.newDue(), names);
            case CommitmentCommand.CorrectFact correct -> {
                Patch with = correct.with();
                addNamed(with == null ? null : with.due(), names);
                addNamed(with == null ? null : with.newDue(), names);
            }
            case CommitmentCommand.ConfirmFact _,
                    CommitmentCommand.ReportMet _,
                    CommitmentCommand.ReportPartlyMet _,
                    CommitmentCommand.ReportMissed _,
                    CommitmentCommand.Withdraw _,
                    CommitmentCommand.Release _,
                    CommitmentCommand.Disclose _,
                    CommitmentCommand.ReportNoticed _,
                    CommitmentCommand.MakeGood _,
                    CommitmentCommand.Dispute _,
                    CommitmentCommand.ResolveDispute _,
                    CommitmentCommand.VoidCommitment _ -> {}
        }
        return names;
    }

    private static void addNamed(@Nullable Due form, Set<String> names) {
        if (form != null) {
            DueResolver.calendar(form, Optional.empty()).ifPresent(names::add);
        }
    }

    private static DueDates one(
            String field, Due form, Instant at, Optional<DueResolver.Owners> owners, Circumstances circumstances) {
        return switch (resolve(field, form, at, owners, circumstances)) {
            case Date(ResolvedDue due) -> new Resolved(new Events.Resolution(due, null, null));
            case No(Refusal refusal) -> new Unresolvable(refusal);
        };
    }

    /// A due date that a correction puts in place counts from when the corrected fact happened.
    private static DueDates corrected(
            @Nullable Patch with, Instant at, @Nullable CommitmentEvent target, Circumstances circumstances) {
        String targetId = target == null ? null : target.envelope().factId();
        if (with == null) {
            return new Resolved(new Events.Resolution(null, null, targetId));
        }
        Instant since = with.at() != null
                ? with.at()
                : target == null ? at : target.envelope().at();
        Due due = with.due();
        Due newDue = with.newDue();
        ResolvedDue resolvedDue = null;
        if (due != null) {
            switch (resolve("with.due", due, since, Optional.empty(), circumstances)) {
                case Date(ResolvedDue date) -> resolvedDue = date;
                case No(Refusal refusal) -> {
                    return new Unresolvable(refusal);
                }
            }
        }
        ResolvedDue resolvedNewDue = null;
        if (newDue != null) {
            switch (resolve("with.newDue", newDue, since, Optional.empty(), circumstances)) {
                case Date(ResolvedDue date) -> resolvedNewDue = date;
                case No(Refusal refusal) -> {
                    return new Unresolvable(refusal);
                }
            }
        }
        return new Resolved(new Events.Resolution(resolvedDue, resolvedNewDue, targetId));
    }

    private static Optional<DueResolver.Owners> owners(Terms terms, String tenant) {
        return Optional.of(new DueResolver.Owners(terms.customer(), Events.promisor(terms, tenant)));
    }

    /// One form, resolved or refused.
    sealed interface Result {}

    record Date(ResolvedDue due) implements Result {}

    record No(Refusal refusal) implements Result {}

    private static Result resolve(
            String field, Due form, Instant since, Optional<DueResolver.Owners> owners, Circumstances circumstances) {
        var basis = new DueResolver.Basis(since, owners, circumstances.calendars());
        return switch (DueResolver.resolve(form, basis)) {
            case DueResolver.Resolution.Resolved(ResolvedDue due) -> new Date(due);
            case DueResolver.Resolution.NoCalendar(String name) ->
                new No(new Refusal(
                        RefusalCode.DUE_UNRESOLVABLE,
                        field + ".calendar",
                        name,
                        "there is no business calendar of this name",
                        "define it first (./kept calendar --help, or PUT /v1/calendars/" + name
                                + "), or name another one"));
            case DueResolver.Resolution.NoOwner() ->
                new No(new Refusal(
                        RefusalCode.DUE_UNRESOLVABLE,
                        field + ".calendarOf",
                        null,
                        "only the promise itself can mean the calendar of its customer or promisor",
                        "name the calendar, like {\"within\":\"PT8H\",\"calendar\":\"support-eu\"}"));
            case DueResolver.Resolution.NeverOpen(String calendar) ->
                new No(new Refusal(
                        RefusalCode.DUE_UNRESOLVABLE,
                        field + ".within",
                        calendar,
                        "this calendar is not open for so long within 20 years",
                        "give a shorter time, or check the calendar's week"));
        };
    }
}
