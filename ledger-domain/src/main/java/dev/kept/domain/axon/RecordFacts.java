package dev.kept.domain.axon;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.commitment.Entrance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.jspecify.annotations.Nullable;

/// Records a batch of facts at once: all or, if the append fails, none.
///
/// @param now when the batch is decided; the acceptance time of its facts, to the microsecond as the log keeps it
/// @param offers is told the id of each fact that goes to the store: after an append whose end is unknown, a fact that
///     is found with such an id is this batch's own
/// @param resources what the store is to do in the same transaction, such as keeping consumer offsets
public record RecordFacts(
        String tenant,
        Instant now,
        boolean fourEyes,
        List<Item> items,
        Consumer<String> offers,
        Map<Context.ResourceKey<Object>, Object> resources) {
    /// The command's name on the bus.
    public static final String NAME = "dev.kept.RecordFacts";

    public static final int MAX_ITEMS = 1_000;

    /// Holds what was decided about each item, from the decision to the end of the batch's processing context.
    public static final Context.ResourceKey<List<Decision>> DECISIONS = Context.ResourceKey.withLabel("kept.decisions");

    public RecordFacts {
        now = now.truncatedTo(ChronoUnit.MICROS);
        items = List.copyOf(items);
        resources = Map.copyOf(resources);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_ITEMS + " items, got " + items.size());
        }
    }

    /// One command and the way it came in.
    ///
    /// @param expectedVersion how many facts the caller believes the commitment to have; null if it does not care
    public record Item(
            CommitmentCommand command,
            Entrance entrance,
            @Nullable Integer expectedVersion) {
        public Item(CommitmentCommand command, Entrance entrance) {
            this(command, entrance, null);
        }
    }

    /// Where a fact stands in the log and in its commitment's stream.
    public record Place(long position, int version) {}

    /// What was decided about each item, in their order.
    ///
    /// @param known where facts stand that were there before, by fact id; those of every duplicate are among them
    /// @param context the batch's processing context, where the store leaves what it wrote
    public record Decided(List<Decision> decisions, Map<String, Place> known, ProcessingContext context) {
        public Decided {
            decisions = List.copyOf(decisions);
            known = Collections.unmodifiableMap(known);
        }
    }
}
