package dev.kept.store.backup;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.store.FactReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What a log in a database amounts to, computed from the stored bytes: whether every leaf is that of its entry, and
/// whether the leaves lead to the root of the head and to a checkpoint that somebody kept.
public final class LogProof {
    private static final int PAGE = 1_000;

    private LogProof() {}

    /// What came out.
    ///
    /// @param size how many facts the log holds
    /// @param root over the leaves of the stored bytes
    /// @param firstBad the first position whose stored leaf is not that of its entry; null if there is none
    /// @param headHolds whether the head carries this root
    /// @param kept what the log is against the checkpoint
    public record Result(long size, Hash root, @Nullable Long firstBad, boolean headHolds, Kept kept) {
        public boolean whole() {
            return firstBad == null && headHolds;
        }
    }

    /// The log beside a checkpoint.
    public sealed interface Kept {
        /// There is none to hold it against.
        record None() implements Kept {}

        /// Its first entries are those that the checkpoint stands for.
        record Proven(Checkpoint checkpoint) implements Kept {}

        /// It ends before the checkpoint.
        ///
        /// @param facts how many are missing at least
        record RolledBack(Checkpoint checkpoint, long facts) implements Kept {}

        /// It is as long, and its first entries are others.
        ///
        /// @param root theirs
        record Forked(Checkpoint checkpoint, Hash root) implements Kept {}
    }

    /// @param checkpoint null if nobody has kept one
    /// @param progress is told how many facts have been read
    public static Result of(FactReader log, @Nullable Checkpoint checkpoint, LongConsumer progress) {
        if (checkpoint != null && !checkpoint.origin().equals(log.origin())) {
            throw new IllegalArgumentException(
                    "the checkpoint is of the log " + checkpoint.origin() + ", this one is " + log.origin());
        }
        FactReader.LogHead head = log.head();
        Frontier tree = Frontier.EMPTY;
        Hash atCheckpoint = checkpoint != null && checkpoint.size() == 0 ? tree.root() : null;
        Long firstBad = null;
        for (long from = 0; from < head.size(); from += PAGE) {
            List<FactReader.Vouched> page = log.vouched(from, Math.min(head.size(), from + PAGE));
            List<Hash> leaves = new ArrayList<>(page.size());
            for (FactReader.Vouched one : page) {
                Hash leaf = one.entry().leafHash();
                if (firstBad == null
                        && (!leaf.equals(one.fact().leafHash()) || one.fact().position() != from + leaves.size())) {
                    firstBad = one.fact().position();
                }
                leaves.add(leaf);
                if (checkpoint != null && checkpoint.size() == from + leaves.size()) {
                    atCheckpoint = tree.appendAll(leaves).root();
                }
            }
            tree = tree.appendAll(leaves);
            progress.accept(tree.size());
        }
        return new Result(
                tree.size(),
                tree.root(),
                firstBad,
                tree.size() == head.size() && tree.root().equals(head.frontier().root()),
                kept(checkpoint, tree.size(), atCheckpoint));
    }

    private static Kept kept(@Nullable Checkpoint checkpoint, long size, @Nullable Hash atCheckpoint) {
        if (checkpoint == null) {
            return new Kept.None();
        }
        if (atCheckpoint == null) {
            return new Kept.RolledBack(checkpoint, checkpoint.size() - size);
        }
        return atCheckpoint.equals(checkpoint.root())
                ? new Kept.Proven(checkpoint)
                : new Kept.Forked(checkpoint, atCheckpoint);
    }
}
