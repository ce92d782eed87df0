package dev.kept.app.deadline;

import dev.kept.api.commitment.Claim;
import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.fact.Evidence;
import dev.kept.api.fact.Party;
import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.LineHash;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.projections.watch.Stage;
import dev.kept.projections.watch.Watch;
import dev.kept.projections.watch.Watched;
import dev.kept.store.recording.Answer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives warnings as they fall due, and records a miss where nothing was reported within the grace.
///
/// Every node of a ledger has one; they take turns, and what one has said no other says again: warnings are unique, and
/// a recorded miss has a key made of the promise and its due date. So a crash between the two is mended by doing it
/// again. Time is the database's, of which there is one, whatever the clocks of the nodes do; a node whose own clock is
/// behind cannot record what is still to come for it, and leaves that to the others.
///
/// While nothing falls due a turn is one lookup in an index.
public final class Sweeper implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sweeper.class);
    /// The source of misses that the ledger records by itself.
    private static final String SOURCE = "kept.watch";

    private static final int BATCH = RecordFacts.MAX_ITEMS;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// How long a node whose own clock is behind leaves misses to the others.
    private static final Duration BEHIND_PAUSE = Duration.ofSeconds(5);
    private static final Duration VIEW_WAIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(90);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Watch watch;
    private final InstantSource time;
    private final Thread thread;
    private volatile boolean stopping;
    private boolean behind;

    private Sweeper(Ledger ledger, Watch watch, InstantSource time) {
        this.ledger = ledger;
        this.watch = watch;
        this.time = time;
        this.thread =
                Thread.ofPlatform().name("sweeper-" + ledger.tenant()).daemon().unstarted(this::run);
    }

    /// Starts to sweep by the database's clock.
    public static Sweeper start(Ledger ledger) {
        return start(ledger, ledger.watch()::databaseTime);
    }

    static Sweeper start(Ledger ledger, InstantSource time) {
        Sweeper sweeper = new Sweeper(ledger, ledger.watch(), time);
        sweeper.thread.start();
        return sweeper;
    }

    private void run() {
        while (!stopping) {
            try {
                if (hasWork()) {
                    watch.alone(this::sweep);
                }
            } catch (InterruptedException _) {
                return;
            } catch (SQLException | RuntimeException failure) {
                if (stopping) {
                    return;
                }
                LOGGER.warn("warnings of {} wait, tried again: {}", ledger.tenant(), failure.toString());
            }
            try {
                Thread.sleep(behind ? BEHIND_PAUSE : PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private boolean hasWork() {
        return watch.next()
                .filter(next -> next <= time.instant().getEpochSecond())
                .isPresent();
    }

    /// Everything that has fallen due by now, in that order.
    private void sweep() throws InterruptedException {
        behind = false;
        while (!stopping) {
            if (!ledger.awaitViews(VIEW_WAIT)) {
                return;
            }
            Instant now = time.instant();
            List<Watched> begun = watch.begunBy(now.getEpochSecond(), BATCH);
            // In this order: a recorded miss takes the promise off the list, and with it what was not said yet.
            watch.give(begun, now.getEpochSecond(), now);
            List<Watched> said = recorded(begun, now.getEpochSecond());
            watch.moveOn(said, now.getEpochSecond());
            if (said.isEmpty() || behind) {
                return;
            }
        }
    }

    /// Records the misses among them.
    ///
    /// @return those of which everything that has begun is now recorded
    private List<Watched> recorded(List<Watched> begun, long now) throws InterruptedException {
        List<Watched> missed = begun.stream()
                .filter(promise -> promise.at(Stage.MISSED) <= now)
                .toList();
        if (missed.isEmpty()) {
            return begun;
        }
        List<Answer> answers = answers(missed.stream().map(Sweeper::miss).toList());
        Set<Watched> notYet = new HashSet<>();
        Refusal why = null;
        for (int i = 0; i < missed.size(); i++) {
            if (answers.get(i) instanceof Answer.Refused(var refusal)
                    && refusal.code() != RefusalCode.CONFLICTING_DUPLICATE) {
                notYet.add(missed.get(i));
                behind |= refusal.code() == RefusalCode.IN_THE_FUTURE;
                why = refusal;
            }
        }
        if (why != null) {
            LOGGER.warn("{} misses are not recorded yet, the last one because: {}", notYet.size(), why);
        }
        return begun.stream().filter(promise -> !notYet.contains(promise)).toList();
    }

    private static RecordFacts.Item miss(Watched promise) {
        String commitment = promise.commitment();
        String id = "missed-" + Instant.ofEpochSecond(promise.due()) + "-"
                + LineHash.of(commitment.getBytes(StandardCharsets.UTF_8));
        Claim claim = new Claim(
                new CommitmentId(commitment),
                Instant.ofEpochSecond(promise.at(Stage.MISSED)),
                null,
                Party.SYSTEM,
                SOURCE,
                Evidence.SYSTEM,
                null,
                new IdempotencyKey(SOURCE, id),
                null,
                null,
                Map.of());
        return new RecordFacts.Item(new CommitmentCommand.ReportMissed(claim, null), Entrance.INTERACTIVE);
    }

    private List<Answer> answers(List<RecordFacts.Item> items) throws InterruptedException {
        try {
            return ledger.record(items).get(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("misses are not recorded yet: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
