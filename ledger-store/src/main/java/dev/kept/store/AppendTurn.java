package dev.kept.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;

/// A batch's turn behind another one, whose append may still be under way.
///
/// | step | thread | what of the batch before |
/// |---|---|---|
/// | source, decide, draft | offerer's | its facts count as stored, if the log still ends where it begins |
/// | check, chain | its own, if more batches wait | the same |
/// | write | its own, if more batches wait | has been stored as it was foreseen, else this batch is rejected |
///
/// So at most one append is under way, and none rests on one that failed: whoever decided on facts that did not come
/// to be is rejected and decides again. Offered by one thread, batch by batch.
final class AppendTurn implements PostgresEventStorageEngine.Turn {
    /// Longer than any statement may take.
    private static final long LIMIT_SECONDS = 60;

    private final BooleanSupplier moreWait;
    private @Nullable AppendTurn before;
    private @Nullable UnderWay underWay;

    /// @param append what is being stored, as it is foreseen
    /// @param stored completes when it is
    private record UnderWay(CompletableFuture<Recent> append, CompletableFuture<Chain> stored) {}

    AppendTurn(@Nullable AppendTurn before, BooleanSupplier moreWait) {
        this.before = before;
        this.moreWait = moreWait;
    }

    /// The append that this batch has to take for stored; none if it has failed already, and this batch with it.
    Optional<Recent> ahead() {
        UnderWay ahead = before == null ? null : before.underWay;
        if (ahead == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ahead.append().get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException failure) {
            throw interrupted(failure);
        }
    }

    /// Waits for the batch before.
    ///
    /// @throws AppendEventsTransactionRejectedException if it was not stored
    @Override
    public void awaitBefore() {
        await(takeBefore());
    }

    private @Nullable UnderWay takeBefore() {
        UnderWay ahead = before == null ? null : before.underWay;
        before = null;
        return ahead;
    }

    private static void await(@Nullable UnderWay ahead) {
        if (ahead == null) {
            return;
        }
        try {
            ahead.stored().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            var rejected = new AppendEventsTransactionRejectedException(
                    "The batch before was not stored, so what was decided behind it does not hold");
            rejected.initCause(failure);
            throw rejected;
        } catch (InterruptedException failure) {
            throw interrupted(failure);
        }
    }

    private static EventStoreException interrupted(InterruptedException failure) {
        Thread.currentThread().interrupt();
        return new EventStoreException("Interrupted while the batch before was being stored", failure);
    }

    /// Whether to write on a thread of its own, so that the next batch can be decided meanwhile.
    boolean overlaps() {
        return moreWait.getAsBoolean();
    }

    /// @param grounded whether what will be stored can be said before the batch before is stored
    /// @param foresee says what will be stored
    /// @param store stores it
    CompletableFuture<Chain> start(boolean grounded, Supplier<Recent> foresee, UnaryOperator<Recent> store) {
        UnderWay ahead = takeBefore();
        CompletableFuture<Recent> append = new CompletableFuture<>();
        CompletableFuture<Chain> stored = new CompletableFuture<>();
        underWay = new UnderWay(append, stored);
        Thread.ofVirtual().name("kept-append").start(() -> {
            try {
                if (!grounded) {
                    await(ahead);
                }
                Recent foreseen = foresee.get();
                append.complete(foreseen);
                await(ahead);
                stored.complete(store.apply(foreseen).chain());
            } catch (RuntimeException | Error failure) {
                append.completeExceptionally(failure);
                stored.completeExceptionally(failure);
            }
        });
        return stored;
    }
}
