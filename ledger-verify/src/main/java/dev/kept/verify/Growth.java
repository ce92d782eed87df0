package dev.kept.verify;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.Checkpoint;
import java.util.List;

/// Says how a log differs from what was kept of it.
final class Growth {
    private Growth() {}

    /// @param what holds the later checkpoint
    static void refuseShrunk(Checkpoint kept, Checkpoint now, String what) {
        if (now.size() < kept.size()) {
            throw new NotVerified(Verdict.Failed.at(
                    now.size(),
                    "LOG_SHRANK",
                    "and later are gone: the checkpoint you kept has " + kept.size() + " entries, " + what + " "
                            + now.size() + "; the log lost entries, or " + what + " is older than your checkpoint"));
        }
        if (now.size() == kept.size() && !now.root().equals(kept.root())) {
            throw new NotVerified(Verdict.Failed.of(
                    "LOG_FORKED",
                    "two histories of " + now.size() + " entries are signed: you kept the root " + kept.root()
                            + ", this is " + now.root()));
        }
    }

    static Verdict.Failed changed(long position, Hash kept, Hash now) {
        return Verdict.Failed.at(
                position,
                "ENTRY_CHANGED",
                "your receipt has the leaf " + kept + ", the log now has " + now + ": its history was rewritten");
    }

    /// @param met checkpoints kept earlier that this history does pass through
    static Verdict.Failed rewritten(List<Checkpoint> met, Checkpoint kept, Hash now) {
        long from = met.stream().mapToLong(Checkpoint::size).max().orElse(0);
        return Verdict.Failed.at(
                from,
                "HISTORY_CHANGED",
                "or one of those up to " + (kept.size() - 1) + " is not what it was: the first " + kept.size()
                        + " entries had the root " + kept.root() + " and now have " + now
                        + "; a receipt or checkpoint in between names the entry more closely");
    }
}
