package dev.kept.app.support.intake;

import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.IntakeBooks.Account;
import dev.kept.store.intake.Tally;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The topics a ledger reads: what became of every record, what could not be applied, and how reading goes.
public interface Sources {
    /// How the connection to Kafka is now; empty for a ledger that has none.
    Optional<Health> health();

    /// The books, partition by partition.
    List<Account> accounts();

    /// The last position that has been published, by the name of what publishes.
    Map<String, Long> published();

    /// Letters beyond this number, in the order of their arrival.
    List<DeadLetter> letters(boolean openOnly, long after, int limit);

    Optional<DeadLetter> letter(long id);

    /// Whether the records of this topic can be read here, so that its letters can be tried again.
    boolean reads(String topic);

    /// Tries the open letters of the letter's commitment again, in their order; the letter alone where its commitment
    /// is not known.
    Retried retry(long id);

    /// Tries every open letter again, commitment by commitment.
    Retried retryAll();

    /// Gives a letter up for good.
    ///
    /// @return whether it was open
    boolean discard(long id);

    /// @param kafka such as `UP 127.0.0.1:9092`, or `DOWN 127.0.0.1:9092 refused`
    /// @param paused why nothing is read at the moment; null while it is
    record Health(boolean up, String kafka, @Nullable String paused) {}

    /// @param tried how many letters were tried
    /// @param settled how many of them have found their end
    record Retried(int tried, int settled) {}

    /// The books of a topic as one consumer has read it, all partitions together.
    static Map<String, Tally> bySource(List<Account> accounts) {
        Map<String, Tally> sources = new TreeMap<>();
        for (Account account : accounts) {
            sources.merge(account.partition().topic(), account.tally(), Tally::plus);
        }
        return sources;
    }
}
