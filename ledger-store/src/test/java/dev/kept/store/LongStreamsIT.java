package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A long stream is read from the database once and then remembered by its versions, whichever node adds to it.
class LongStreamsIT {
    private static final int LONG = 2_000;
    private static final EventCriteria CRITERIA = EventCriteria.havingTags(Tags.commitment("long"));

    private final Fixture node = Fixture.fresh();
    private final Fixture other = node.otherNode();

    @AfterEach
    void close() {
        other.close();
        node.close();
    }

    @Test
    void readsTheStreamOnceAndThenOnlyWhatAnotherNodeAdds() throws Exception {
        add(LONG);
        Finder finder = finder(new StreamCache(StreamCache.DEFAULT_BYTES));

        List<StoredFact> first = find(finder);
        List<StoredFact> second = find(finder);
        add(1);
        List<StoredFact> grown = find(finder);
        List<StoredFact> afterwards = find(finder);

        assertVersions(first, LONG);
        assertSameObjects(second, first);
        assertVersions(grown, LONG + 1);
        assertSameObjects(afterwards.subList(0, LONG), first);
        assertThat(afterwards.getLast()).isSameAs(grown.getLast());
    }

    @Test
    void aStreamTooLongToRememberIsReadEachTimeAndStaysWithinTheBound() throws Exception {
        add(LONG);
        StreamCache small = new StreamCache(100_000);
        Finder finder = finder(small);

        List<StoredFact> first = find(finder);
        List<StoredFact> second = find(finder);

        assertVersions(first, LONG);
        assertVersions(second, LONG);
        assertThat(second.getFirst()).isNotSameAs(first.getFirst());
        assertThat(small.bytes()).isLessThanOrEqualTo(100_000);
    }

    private Finder finder(StreamCache cache) {
        return new Finder(
                Log.open(node.database.logSource(), "acme", Fixture.ORIGIN).id(), cache);
    }

    private List<StoredFact> find(Finder finder) throws Exception {
        try (Connection connection = node.database.logSource().getConnection()) {
            return finder.find(connection, CRITERIA, Wanted.of(CRITERIA), -1).facts();
        }
    }

    private void add(int count) {
        List<TaggedEventMessage<EventMessage>> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            facts.add(Fixture.fact("{}", Tags.commitment("long")));
        }
        other.append(AppendCondition.none(), facts);
    }

    private static void assertVersions(List<StoredFact> facts, int count) {
        assertThat(facts).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(facts.get(i).version()).isEqualTo(i);
        }
    }

    private static void assertSameObjects(List<StoredFact> facts, List<StoredFact> expected) {
        assertThat(facts).hasSameSizeAs(expected);
        for (int i = 0; i < facts.size(); i++) {
            assertThat(facts.get(i)).as("version %d", i).isSameAs(expected.get(i));
        }
    }
}
