package dev.kept.app.ingest;

import dev.kept.app.ingest.Incoming.Content;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.intake.Sources.Retried;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.DeadLetter.Standing;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.IntakeBooks.Partition;
import dev.kept.store.intake.Tally;
import dev.kept.store.intake.Tally.End;
import dev.kept.store.recording.Beside;
import dev.kept.store.recording.RecordingFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries dead letters again, each commitment's in the order of their arrival, each in a transaction with the books.
///
/// A letter that fails once more stays, and what is bound to order behind it stays with it. So does a letter of a topic
/// that nobody here knows how to read.
final class Letters {
    private static final Logger LOGGER = LoggerFactory.getLogger(Letters.class);
    private static final long ANSWER_SECONDS = 120;
    private static final int PAGE = 1_000;
    /// Refusals that another fact may lift: the target, the strike of the void, of the other promise.
    private static final Set<String> LIFTABLE =
            Set.of(RefusalCode.UNKNOWN_FACT.name(), RefusalCode.VOIDED.name(), RefusalCode.ALREADY_MADE.name());

    private final Ledger ledger;
    private final IntakeBooks books;
    private final Function<String, @Nullable RecordReader> readers;

    /// @param readers how the records of a topic are read; null for a topic of which that is not known
    Letters(Ledger ledger, IntakeBooks books, Function<String, @Nullable RecordReader> readers) {
        this.ledger = ledger;
        this.books = books;
        this.readers = readers;
    }

    /// After new facts of these commitments: tries what they may have let in. Failures are noted and left
    /// for the next.
    void retryWaiting(Collection<String> commitments) {
        try {
            tryWaiting(commitments);
        } catch (RuntimeException failure) {
            LOGGER.warn("letters are left waiting: {}", failure.toString());
        }
    }

    /// The same for whoever tries again after a failure.
    void tryWaiting(Collection<String> commitments) {
        books.waiting(commitments, LIFTABLE).forEach(this::tryWaiting);
    }

    /// As long as it helps: a letter that gets in may let in an earlier one.
    ///
    /// @return how many have found their end
    private int tryWaiting(String commitment) {
        int settled = 0;
        while (true) {
            Retried retried = retry(books.openLetters(commitment), false);
            if (retried.settled() == 0) {
                return settled;
            }
            settled += retried.settled();
        }
    }

    /// At a start: what was left behind between a fact and the letters it lets in.
    void tryAllWaiting() {
        List<String> page = books.waiting(LIFTABLE, "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::tryWaiting);
            page = books.waiting(LIFTABLE, page.getLast(), PAGE);
        }
    }

    /// Once all of the commitment's letters; then, if that has helped, those that the later ones have let in.
    Retried retry(DeadLetter letter) {
        String commitment = letter.commitment();
        if (commitment == null) {
            return retry(List.of(letter), true);
        }
        Retried retried = retry(books.openLetters(commitment), true);
        int more = retried.settled() == 0 ? 0 : tryWaiting(commitment);
        return new Retried(retried.tried(), retried.settled() + more);
    }

    Retried retryAll() {
        int tried = 0;
        int settled = 0;
        long after = 0;
        Set<String> done = new HashSet<>();
        while (true) {
            List<DeadLetter> page = books.letters(true, after, IntakeBooks.MAX_LIMIT);
            for (DeadLetter letter : page) {
                String commitment = letter.commitment();
                if (commitment == null || done.add(commitment)) {
                    Retried retried = retry(letter);
                    tried += retried.tried();
                    settled += retried.settled();
                }
            }
            if (page.isEmpty()) {
                return new Retried(tried, settled);
            }
            after = page.getLast().id();
        }
    }

    /// @param deadToo letters that could not be read, too: a mapping or a release may have learned to read them
    private Retried retry(List<DeadLetter> letters, boolean deadToo) {
        int tried = 0;
        int settled = 0;
        boolean blocked = false;
        for (DeadLetter letter : letters) {
            if (!letter.isOpen()) {
                continue;
            }
            RecordReader reader = readers.apply(letter.record().topic());
            if (reader == null || !deadToo && letter.standing() == Standing.DEAD) {
                blocked = true;
                continue;
            }
            Incoming incoming = reader.read(letter.record());
            if (blocked && incoming.isBoundToOrder()) {
                continue;
            }
            if (!deadToo && letter.standing() == Standing.REFUSED && !LIFTABLE.contains(letter.reason())) {
                continue;
            }
            Refusal parked = Parking.ofRetried(incoming, ledger.log()).parked(incoming);
            if (!deadToo && parked != null && letter.standing() == Standing.PARKED) {
                blocked = true;
                continue;
            }
            tried++;
            if (settle(letter, incoming, parked)) {
                settled++;
            } else {
                blocked = true;
            }
        }
        return new Retried(tried, settled);
    }

    /// Where somebody else has tried the letter meanwhile, nothing of this try stands: the letter is as they left it.
    ///
    /// @return whether the letter has found its end
    private boolean settle(DeadLetter letter, Incoming incoming, @Nullable Refusal parked) {
        Instant now = ledger.clock().instant();
        Batch batch = new Batch(List.of(incoming), Parking.ofRetried(incoming, ledger.log()), now);
        Retry retry = new Retry(letter, incoming, parked, now);
        try {
            ledger.recorder()
                    .record(parked == null ? batch.items() : List.of(), new Beside(null, retry::write))
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return retry.settled();
        } catch (ExecutionException failure) {
            if (isOvertaken(failure)) {
                return books.letter(letter.id()).filter(DeadLetter::isOpen).isEmpty();
            }
            if (failure.getCause() instanceof RecordingFailed failed) {
                throw failed;
            }
            throw new IllegalStateException("letter " + letter.id() + " could not be tried", failure);
        } catch (TimeoutException failure) {
            throw new IllegalStateException(
                    "letter " + letter.id() + " has no answer within " + ANSWER_SECONDS + " s", failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying letter " + letter.id(), failure);
        }
    }

    private static boolean isOvertaken(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IntakeBooks.Overtaken) {
                return true;
            }
        }
        return false;
    }

    /// One more try of one letter.
    private static final class Retry {
        private final DeadLetter letter;
        private final Incoming incoming;
        private final @Nullable Refusal parked;
        private final Instant now;
        private volatile boolean settled;

        Retry(DeadLetter letter, Incoming incoming, @Nullable Refusal parked, Instant now) {
            this.letter = letter;
            this.incoming = incoming;
            this.parked = parked;
            this.now = now;
        }

        boolean settled() {
            return settled;
        }

        void write(Connection connection, int log, List<Decision> decisions) throws SQLException {
            DeadLetter after = after(decisions);
            settled = !after.isOpen();
            IntakeBooks.tried(connection, log, letter, after);
            End from = letter.standing().end();
            End to = after.isOpen() ? after.standing().end() : End.valueOf(String.valueOf(after.resolution()));
            if (from != to) {
                DeadLetter.Record record = letter.record();
                IntakeBooks.book(
                        connection,
                        log,
                        Map.of(
                                new Partition(record.consumer(), record.topic(), record.partition()),
                                Tally.NONE.moved(from, to)));
            }
        }

        private DeadLetter after(List<Decision> decisions) {
            if (parked != null) {
                return open(Standing.PARKED, parked);
            }
            return switch (incoming.content()) {
                case Content.Silent() -> ended(End.SILENT);
                case Content.Unreadable unreadable -> open(Standing.DEAD, unreadable.refusal());
                case Content.Facts _ -> decided(decisions);
            };
        }

        private DeadLetter decided(List<Decision> decisions) {
            boolean accepted = false;
            for (Decision decision : decisions) {
                if (decision instanceof Decision.Refused(Refusal refusal)) {
                    return open(Standing.REFUSED, refusal);
                }
                accepted |= decision instanceof Decision.Accepted;
            }
            return ended(accepted ? End.APPLIED : End.DUPLICATE);
        }

        private DeadLetter open(Standing standing, Refusal refusal) {
            return with(standing, refusal.code().name(), refusal.toString(), null, null);
        }

        private DeadLetter ended(End end) {
            return with(letter.standing(), letter.reason(), letter.cause(), now, end.name());
        }

        private DeadLetter with(
                Standing standing,
                String reason,
                String cause,
                @Nullable Instant resolvedAt,
                @Nullable String resolution) {
            return new DeadLetter(
                    letter.id(),
                    standing,
                    letter.source(),
                    reason,
                    cause,
                    letter.record(),
                    letter.commitment(),
                    letter.attempts() + 1,
                    letter.receivedAt(),
                    now,
                    resolvedAt,
                    resolution);
        }
    }
}
