package dev.kept.app.deadline;

import dev.kept.app.support.Ledger;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.series.Occurrences;
import dev.kept.domain.series.Series;
import dev.kept.projections.series.SeriesViews.SeriesView;
import dev.kept.store.recording.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the occurrences of series as their time comes.
///
/// Every node of a ledger has one; they take turns, and an occurrence has a key made of its name, so that whoever makes
/// it again changes nothing. How far a series is made is read from the log, hence a restart needs no memory. Time is
/// the database's.
///
/// While nothing is to be made and no series changes, a turn is one lookup in an index.
public final class SeriesMaker implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SeriesMaker.class);
    private static final int PAGE = 500;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration VIEW_WAIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(90);
    private static final Duration STOP_WAIT = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final InstantSource time;
    private final Thread thread;
    /// Occurrences that somebody else has made with other terms, or that cannot be resolved, by their name: the
    /// definition that was tried.
    private final Map<String, String> given = new HashMap<>();

    private long seenPosition = Long.MIN_VALUE;
    private Instant next = Instant.MIN;
    private volatile boolean stopping;

    private SeriesMaker(Ledger ledger, InstantSource time) {
        this.ledger = ledger;
        this.time = time;
        this.thread =
                Thread.ofPlatform().name("series-" + ledger.tenant()).daemon().unstarted(this::run);
    }

    /// Starts to make occurrences by the database's clock.
    public static SeriesMaker start(Ledger ledger) {
        return start(ledger, ledger.watch()::databaseTime);
    }

    static SeriesMaker start(Ledger ledger, InstantSource time) {
        SeriesMaker maker = new SeriesMaker(ledger, time);
        maker.thread.start();
        return maker;
    }

    private void run() {
        while (!stopping) {
            try {
                if (ledger.series().lastPosition() != seenPosition || !next.isAfter(time.instant())) {
                    ledger.series().alone(this::make);
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException failure) {
                if (stopping) {
                    return;
                }
                LOGGER.warn("series of {} wait, tried again: {}", ledger.tenant(), failure.toString());
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    /// Makes everything whose time has come.
    ///
    /// @return whether all of it is made
    private boolean make() throws InterruptedException {
        if (!ledger.awaitViews(VIEW_WAIT)) {
            return false;
        }
        long position = ledger.series().lastPosition();
        Instant now = time.instant();
        Instant earliest = Instant.MAX;
        String after = "";
        List<SeriesView> page;
        do {
            page = ledger.series().list(after, PAGE);
            for (SeriesView view : page) {
                after = view.series().name();
                Instant then = make(view, now);
                earliest = then.isBefore(earliest) ? then : earliest;
                if (stopping) {
                    return false;
                }
            }
        } while (page.size() == PAGE);
        seenPosition = position;
        next = earliest;
        return true;
    }

    /// @return when the next one is to be made
    private Instant make(SeriesView view, Instant now) throws InterruptedException {
        Series series = view.series();
        List<Series.Occurrence> begun = series.due(view.definedAt(), view.madeUntil(), now, RecordFacts.MAX_ITEMS);
        List<Series.Occurrence> due = begun.stream()
                .filter(occurrence -> !Objects.equals(given.get(occurrence.commitment()), view.factId()))
                .toList();
        if (!due.isEmpty()) {
            record(view, due);
        }
        List<Series.Occurrence> following = series.next(view.definedAt(), view.madeUntil(), begun.size() + 1);
        return following.size() > begun.size() ? following.getLast().makeAt() : Instant.MAX;
    }

    private void record(SeriesView view, List<Series.Occurrence> due) throws InterruptedException {
        List<RecordFacts.Item> items = new ArrayList<>(due.size());
        for (Series.Occurrence occurrence : due) {
            items.add(new RecordFacts.Item(Occurrences.make(view.definition(), occurrence), Entrance.INTERACTIVE));
        }
        List<Answer> answers;
        try {
            answers = ledger.record(items).get(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("occurrences are not recorded yet: " + failure.getMessage(), failure);
        }
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Answer.Refused(Refusal refusal)) {
                given.put(due.get(i).commitment(), view.factId());
                if (refusal.code() != RefusalCode.ALREADY_MADE && refusal.code() != RefusalCode.CONFLICTING_DUPLICATE) {
                    LOGGER.warn("{} is not made: {}", due.get(i).commitment(), refusal);
                } else {
                    LOGGER.info(
                            "{} was made before by other means and stands",
                            due.get(i).commitment());
                }
            }
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
