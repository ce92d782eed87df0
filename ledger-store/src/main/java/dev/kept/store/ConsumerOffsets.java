package dev.kept.store;

import java.util.List;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.messaging.core.Context.ResourceKey;

/// How far a batch takes a consumer in its topics: stored with the batch's facts, or not at all.
///
/// Put into the processing context before the commit. Each step names the offset it starts from; if another consumer
/// of the same name has moved it, the whole append is refused as [Fenced], so a zombie records nothing.
public record ConsumerOffsets(String consumer, List<Step> steps) {
    /// Holds the offsets that the append is to store.
    public static final ResourceKey<ConsumerOffsets> KEY = ResourceKey.withLabel("kept.offsets");

    /// The offset expected of a partition that was never consumed.
    public static final long NEVER = -1;

    public ConsumerOffsets {
        steps = List.copyOf(steps);
        if (steps.stream().distinct().count()
                != steps.stream().map(Step::place).distinct().count()) {
            throw new IllegalArgumentException("two steps for one partition in one batch: " + steps);
        }
    }

    /// One partition's step.
    ///
    /// @param expected the next offset as this consumer knows it; [#NEVER] if it has none
    /// @param next the next offset after this batch
    public record Step(String topic, int partition, long expected, long next) {
        public Step {
            if (expected < NEVER || next <= expected) {
                throw new IllegalArgumentException(
                        "an offset only moves forward, not from " + expected + " to " + next);
            }
        }

        String place() {
            return topic + "-" + partition;
        }
    }

    /// Refuses an append whose consumer was overtaken by another of its name.
    public static final class Fenced extends AppendEventsTransactionRejectedException {
        private static final long serialVersionUID = 1L;

        Fenced(ConsumerOffsets offsets) {
            super("Consumer " + offsets.consumer + " is fenced, another one of its name has moved on from "
                    + offsets.steps + ": stop it, or read its offsets again.");
        }
    }
}
