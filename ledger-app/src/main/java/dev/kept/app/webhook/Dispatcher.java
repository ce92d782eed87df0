package dev.kept.app.webhook;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.OutcomeChanges;
import dev.kept.app.support.outgoing.WebhookOptions;
import dev.kept.projections.watch.Warning;
import dev.kept.store.StoredFact;
import dev.kept.store.webhook.Turn;
import dev.kept.store.webhook.Webhook;
import dev.kept.store.webhook.WebhookBooks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers to every endpoint what it has not been told yet: facts that changed an outcome in the order of the log, and
/// warnings in the order in which they were given.
///
/// One node delivers at a time ([Turn]), each endpoint on a thread of its own, one event after the other: what cannot
/// be delivered holds up what comes after it at that endpoint and nowhere else. The place moves after the answer, so an
/// event may come again after a crash and none is left out. Nothing here is between a caller and the log.
///
/// | What comes of an attempt | Then |
/// |---|---|
/// | 2xx | the place moves on |
/// | 410 | disabled at once |
/// | anything else, for the last time | disabled |
/// | anything else | again after [Backoff] |
final class Dispatcher implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);
    private static final int PAGE = 200;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration RETRY_WAIT = Duration.ofSeconds(1);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final Ledger ledger;
    private final WebhookBooks books;
    private final Sender sender;
    private final Backoff backoff;
    private final WebhookOptions options;
    private final Map<String, Thread> workers = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopping;

    Dispatcher(Ledger ledger, WebhookBooks books, Sender sender, Backoff backoff, WebhookOptions options) {
        this.ledger = ledger;
        this.books = books;
        this.sender = sender;
        this.backoff = backoff;
        this.options = options;
        this.thread =
                Thread.ofPlatform().name("webhooks-" + ledger.tenant()).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Ends when it is stopped, and for no error.
    private void run() {
        while (!stopping) {
            try {
                Optional<Turn> turn = books.take();
                if (turn.isPresent()) {
                    deliver(turn.get());
                }
                Thread.sleep(RETRY_WAIT);
            } catch (InterruptedException _) {
                return;
            } catch (SQLException | RuntimeException | Error failure) {
                if (stopping) {
                    return;
                }
                LOGGER.warn("webhooks of {} wait, tried again: {}", ledger.tenant(), failure.toString());
                try {
                    Thread.sleep(RETRY_WAIT);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }

    private void deliver(Turn right) throws SQLException, InterruptedException {
        try (right) {
            try {
                while (!stopping) {
                    right.check();
                    long size = ledger.log().head().size();
                    long lastWarning = ledger.watch().lastSeq();
                    Instant now = ledger.clock().instant();
                    for (Webhook webhook : books.all()) {
                        boolean waits = webhook.place().nextPosition() < size
                                || webhook.place().lastWarning() < lastWarning;
                        if (waits
                                && webhook.disabled() == null
                                && !webhook.nextTry().isAfter(now)) {
                            workers.computeIfAbsent(
                                    webhook.name(),
                                    name -> Thread.ofVirtual()
                                            .name("webhook-" + name)
                                            .start(() -> work(right, name)));
                        }
                    }
                    Thread.sleep(PAUSE);
                }
            } finally {
                awaitWorkers();
            }
        }
    }

    /// No worker of this turn goes on once the right is given back.
    private void awaitWorkers() {
        List<Thread> running = new ArrayList<>(workers.values());
        running.forEach(Thread::interrupt);
        for (Thread worker : running) {
            try {
                if (!worker.join(STOP_WAIT)) {
                    LOGGER.warn("{} did not end within {}", worker.getName(), STOP_WAIT);
                }
            } catch (InterruptedException _) {
                stopping = true;
            }
        }
    }

    private void work(Turn right, String name) {
        try {
            while (!stopping && !Thread.currentThread().isInterrupted()) {
                Optional<Webhook> webhook = books.find(name);
                if (webhook.isEmpty() || webhook.get().disabled() != null || !page(right, webhook.get())) {
                    return;
                }
            }
        } catch (SQLException | RuntimeException | Error failure) {
            if (!stopping) {
                LOGGER.warn("the webhook {} waits, tried again: {}", name, failure.toString());
            }
        } finally {
            workers.remove(name);
        }
    }

    /// An event, and the place after it.
    private record Step(Message message, Webhook.Place after) {}

    /// @return whether there may be more to deliver now
    private boolean page(Turn right, Webhook first) throws SQLException {
        Webhook.Place end = first.place();
        List<Step> steps = new ArrayList<>();
        List<StoredFact> facts = ledger.log().follow(end.nextPosition() - 1, PAGE);
        if (!facts.isEmpty()) {
            end = facts(first, facts, steps);
        }
        List<Warning> warnings = facts.size() < PAGE ? ledger.watch().after(end.lastWarning(), PAGE) : List.of();
        for (Warning warning : warnings) {
            end = new Webhook.Place(end.nextPosition(), warning.seq());
            if (first.events().contains(EventType.of(warning.stage()).type())) {
                steps.add(new Step(Message.of(ledger.tenant(), warning), end));
            }
        }
        Webhook webhook = first;
        for (Step step : steps) {
            Instant now = ledger.clock().instant();
            Sender.Attempt attempt = sender.send(webhook, step.message(), now);
            if (!attempt.isDelivered()) {
                // An attempt that a stop has cut off says nothing of the endpoint.
                if (!stopping && !Thread.currentThread().isInterrupted()) {
                    failed(right, webhook, attempt, now);
                }
                return false;
            }
            right.delivered(webhook, step.after(), now);
            Optional<Webhook> next = books.find(webhook.name());
            if (next.isEmpty() || next.get().disabled() != null || stopping) {
                return false;
            }
            webhook = next.get();
        }
        if (!webhook.place().equals(end)) {
            right.delivered(webhook, end, null);
        }
        return facts.size() == PAGE || warnings.size() == PAGE;
    }

    private Webhook.Place facts(Webhook webhook, List<StoredFact> facts, List<Step> steps) {
        long lastWarning = webhook.place().lastWarning();
        List<StoredFact> ofCommitments =
                facts.stream().filter(StoredFact::isOfCommitment).toList();
        if (webhook.events().contains(EventType.OUTCOME_CHANGED.type()) && !ofCommitments.isEmpty()) {
            for (OutcomeChanges.Change change : OutcomeChanges.of(ledger, ofCommitments)) {
                if (change.isOne()) {
                    steps.add(new Step(
                            Message.of(ledger.tenant(), change),
                            new Webhook.Place(change.fact().position() + 1, lastWarning)));
                }
            }
        }
        return new Webhook.Place(facts.getLast().position() + 1, lastWarning);
    }

    private void failed(Turn right, Webhook webhook, Sender.Attempt attempt, Instant now) throws SQLException {
        int attempts = webhook.attempts() + 1;
        String failure = String.valueOf(attempt.failure());
        String disabled = attempt.gone()
                ? "the endpoint answered 410: it wants no more"
                : attempts >= options.attempts() ? attempts + " attempts in vain, the last: " + failure : null;
        if (disabled != null) {
            LOGGER.warn("the webhook {} is disabled: {}", webhook.name(), disabled);
        }
        Duration wait = backoff.after(attempts, attempt.retryAfterSeconds());
        right.failed(webhook, attempts, now.plus(wait), failure, disabled);
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
