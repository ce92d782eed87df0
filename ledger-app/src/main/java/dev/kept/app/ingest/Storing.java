package dev.kept.app.ingest;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.store.ConsumerOffsets;
import dev.kept.store.intake.Companion;
import dev.kept.store.recording.Answer;
import dev.kept.store.recording.Beside;
import dev.kept.store.recording.FactRecorder;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How the facts of a batch, its offsets and its books come to be stored.
@FunctionalInterface
public interface Storing {
    /// All in one transaction, the offsets by compare-and-set: the only way that holds. Others are planted faults.
    Storing TOGETHER = (recorder, items, offsets, companion) -> recorder.record(items, new Beside(offsets, companion));

    /// @param companion writes books and letters
    CompletableFuture<List<Answer>> store(
            FactRecorder recorder, List<RecordFacts.Item> items, ConsumerOffsets offsets, Companion companion);
}
