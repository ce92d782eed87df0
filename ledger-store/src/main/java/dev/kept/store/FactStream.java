package dev.kept.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.sql.DataSource;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.jspecify.annotations.Nullable;

/// Facts from a position on, without end: those that are there and those to come.
///
/// It asks the database only while the log is known to hold more than was read, a page at a time, so looking for what
/// is not there costs nothing. Positions have no holes, so the last position of a page is all there is to remember.
final class FactStream implements MessageStream<EventMessage> {
    private static final Runnable NOBODY = () -> {};

    private final DataSource database;
    private final HeadWatch watch;
    private final int log;
    private final Finder finder;
    private final FactMessages messages;
    private final EventCriteria criteria;
    private final Queue<StoredFact> page = new ArrayDeque<>();
    private final Runnable listener = this::notifyCaller;
    private volatile Runnable callback = NOBODY;
    private long last;
    private boolean closed;
    private @Nullable Throwable error;

    FactStream(
            DataSource database,
            HeadWatch watch,
            int log,
            Finder finder,
            FactMessages messages,
            EventCriteria criteria,
            long after) {
        this.database = database;
        this.watch = watch;
        this.log = log;
        this.finder = finder;
        this.messages = messages;
        this.criteria = criteria;
        this.last = after;
    }

    @Override
    public synchronized Optional<Entry<EventMessage>> next() {
        fill();
        return Optional.ofNullable(page.poll()).map(messages::entry);
    }

    @Override
    public synchronized Optional<Entry<EventMessage>> peek() {
        fill();
        return Optional.ofNullable(page.peek()).map(messages::entry);
    }

    @Override
    public synchronized boolean hasNextAvailable() {
        fill();
        return !page.isEmpty();
    }

    @Override
    public void setCallback(Runnable callback) {
        this.callback = callback;
        watch.listen(listener);
        if (hasNextAvailable() || isCompleted()) {
            callback.run();
        }
    }

    @Override
    public synchronized Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public synchronized boolean isCompleted() {
        return closed && page.isEmpty();
    }

    @Override
    public void close() {
        watch.forget(listener);
        synchronized (this) {
            closed = true;
            page.clear();
        }
        callback.run();
    }

    private void notifyCaller() {
        callback.run();
    }

    private void fill() {
        try {
            while (page.isEmpty() && !closed && watch.size(log) - 1 > last) {
                try (Connection connection = database.getConnection()) {
                    Finder.Page read = finder.page(connection, criteria, last, Long.MAX_VALUE);
                    if (read.end()) {
                        return;
                    }
                    page.addAll(read.facts());
                    last = read.last();
                }
            }
        } catch (SQLException failure) {
            error = failure;
            closed = true;
        }
    }
}
