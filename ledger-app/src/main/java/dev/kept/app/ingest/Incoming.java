package dev.kept.app.ingest;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.domain.commitment.Refusal;
import dev.kept.store.intake.DeadLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One record as it came, and what it says.
///
/// @param source the CloudEvents source; the topic where it names none
record Incoming(DeadLetter.Record record, String source, Content content) {

    /// What a record says.
    sealed interface Content {
        /// At least one fact.
        record Facts(List<CommitmentCommand> commands) implements Content {
            public Facts {
                commands = List.copyOf(commands);
            }
        }

        /// Its mapping finds no fact in it.
        record Silent() implements Content {}

        /// No fact can be made of it.
        ///
        /// @param commitment what it seems to speak of
        record Unreadable(Refusal refusal, @Nullable String commitment) implements Content {}
    }

    List<CommitmentCommand> commands() {
        return content instanceof Content.Facts(List<CommitmentCommand> commands) ? commands : List.of();
    }

    /// What its letters are tried again in the order of; the first where a record speaks of several.
    @Nullable String commitment() {
        return switch (content) {
            case Content.Facts(List<CommitmentCommand> commands) ->
                commands.getFirst().claim().commitment().value();
            case Content.Silent() -> null;
            case Content.Unreadable unreadable -> unreadable.commitment();
        };
    }

    /// Whether its place among the records of its commitment matters: it speaks of another fact, or closes
    /// the stream.
    boolean isBoundToOrder() {
        for (CommitmentCommand command : commands()) {
            if (isBoundToOrder(command)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBoundToOrder(CommitmentCommand command) {
        return command instanceof CommitmentCommand.CorrectFact
                || command instanceof CommitmentCommand.ConfirmFact
                || command instanceof CommitmentCommand.ResolveDispute
                || command instanceof CommitmentCommand.VoidCommitment;
    }

    boolean voids() {
        for (CommitmentCommand command : commands()) {
            if (command instanceof CommitmentCommand.VoidCommitment) {
                return true;
            }
        }
        return false;
    }
}
