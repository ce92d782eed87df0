package dev.kept.app.ingest;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.app.ingest.Incoming.Content;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.Refusal;
import dev.kept.store.intake.DeadLetter;
import dev.kept.store.intake.DeadLetter.Standing;
import dev.kept.store.intake.IntakeBooks;
import dev.kept.store.intake.IntakeBooks.Partition;
import dev.kept.store.intake.Tally;
import dev.kept.store.intake.Tally.End;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Records that are applied at once, and the books and letters that follow from what is decided about them.
///
/// Voids go last: within a batch no fact is refused for a void that merely overtook it.
final class Batch {
    /// A record and its place in the batch.
    ///
    /// @param parked why it waits; null for one that is tried
    private record Entry(Incoming incoming, @Nullable Refusal parked, int firstItem) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<RecordFacts.Item> items = new ArrayList<>();
    private final Instant now;

    Batch(List<Incoming> records, Parking parking, Instant now) {
        this.now = now;
        List<Incoming> voids = new ArrayList<>();
        for (Incoming incoming : records) {
            Refusal parked = parking.parked(incoming);
            if (parked == null && incoming.voids()) {
                voids.add(incoming);
            } else {
                add(incoming, parked);
            }
        }
        voids.forEach(incoming -> add(incoming, null));
    }

    private void add(Incoming incoming, @Nullable Refusal parked) {
        entries.add(new Entry(incoming, parked, items.size()));
        if (parked == null) {
            for (CommitmentCommand command : incoming.commands()) {
                items.add(new RecordFacts.Item(command, Entrance.BUS));
            }
        }
    }

    List<RecordFacts.Item> items() {
        return items;
    }

    /// The commitments of records that are parked: what they wait for may have come while the batch was under way.
    Set<String> waiting() {
        Set<String> waiting = new HashSet<>();
        for (Entry entry : entries) {
            String commitment = entry.parked == null ? null : entry.incoming.commitment();
            if (commitment != null) {
                waiting.add(commitment);
            }
        }
        return waiting;
    }

    /// The books and letters, as the log's transaction writes them.
    void write(Connection connection, int log, List<Decision> decisions) throws SQLException {
        Map<Partition, Tally> tallies = new HashMap<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (Entry entry : entries) {
            Fate fate = fate(entry, decisions);
            DeadLetter.Record record = entry.incoming.record();
            tallies.merge(
                    new Partition(record.consumer(), record.topic(), record.partition()),
                    Tally.NONE.plus(fate.end),
                    Tally::plus);
            if (fate.standing != null && fate.refusal != null) {
                letters.add(letter(entry.incoming, fate.standing, fate.refusal));
            }
        }
        letters.sort((one, other) ->
                Long.compare(one.record().offset(), other.record().offset()));
        IntakeBooks.add(connection, log, letters);
        IntakeBooks.book(connection, log, tallies);
    }

    /// @param standing null for a record of which no letter is kept
    private record Fate(
            End end, @Nullable Standing standing, @Nullable Refusal refusal) {}

    private static Fate fate(Entry entry, List<Decision> decisions) {
        if (entry.parked != null) {
            return new Fate(End.DEAD, Standing.PARKED, entry.parked);
        }
        return switch (entry.incoming.content()) {
            case Content.Silent() -> new Fate(End.SILENT, null, null);
            case Content.Unreadable unreadable -> new Fate(End.DEAD, Standing.DEAD, unreadable.refusal());
            case Content.Facts(List<CommitmentCommand> commands) ->
                decided(decisions.subList(entry.firstItem, entry.firstItem + commands.size()));
        };
    }

    private static Fate decided(List<Decision> decisions) {
        End end = End.DUPLICATE;
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Refused(Refusal refusal) -> {
                    return new Fate(End.REFUSED, Standing.REFUSED, refusal);
                }
                case Decision.Accepted _ -> end = End.APPLIED;
                case Decision.Duplicate _ -> {}
            }
        }
        return new Fate(end, null, null);
    }

    private DeadLetter letter(Incoming incoming, Standing standing, Refusal refusal) {
        return new DeadLetter(
                0,
                standing,
                incoming.source(),
                refusal.code().name(),
                refusal.toString(),
                incoming.record(),
                incoming.commitment(),
                1,
                now,
                now,
                null,
                null);
    }
}
