package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.domain.audit.Entry;
import dev.kept.store.StoredFact;
import dev.kept.store.intake.IntakeBooks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the log for facts that let letters in, whoever recorded them: another node, a caller, an import.
///
/// A letter is seen by its own batch or by this: the batch looks once more when its letters are stored, and every fact
/// behind the head that was read before it was asked whether there are letters at all is looked at here.
final class LetterWatch implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LetterWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int PAGE = 1_000;

    private final Ledger ledger;
    private final IntakeBooks books;
    private final Letters letters;
    /// Facts up to this position have let in what they could.
    private long position;

    LetterWatch(Ledger ledger, IntakeBooks books, Letters letters) {
        this.ledger = ledger;
        this.books = books;
        this.letters = letters;
    }

    @Override
    public void run() {
        boolean begun = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (begun) {
                    look();
                } else {
                    begin();
                    begun = true;
                }
            } catch (RuntimeException | Error failure) {
                LOGGER.warn("letters are left waiting, tried again: {}", failure.toString());
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void begin() {
        long head = ledger.log().head().size() - 1;
        letters.tryAllWaiting();
        position = head;
    }

    private void look() {
        long head = ledger.log().head().size() - 1;
        if (!books.anyOpen()) {
            position = head;
        }
        while (position < head && !Thread.currentThread().isInterrupted()) {
            List<StoredFact> facts = ledger.log().follow(position, PAGE);
            Set<String> commitments = facts.stream()
                    .filter(StoredFact::isOfCommitment)
                    .map(fact -> Entry.commitmentOf(fact.stream()))
                    .collect(Collectors.toSet());
            letters.tryWaiting(commitments);
            position = facts.isEmpty() ? head : facts.getLast().position();
        }
    }
}
