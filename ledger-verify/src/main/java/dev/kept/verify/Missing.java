package dev.kept.verify;

import dev.kept.domain.audit.Entry;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/// Finds the first position of a log of which a bundle has no fact, a window of positions at a time.
final class Missing {
    private static final int WINDOW = 1 << 23;

    private Missing() {}

    static Verdict.Failed first(BundleFile file, long size, long facts) throws IOException {
        for (long from = 0; from < size; from += WINDOW) {
            int width = (int) Math.min(WINDOW, size - from);
            BitSet present = present(file, from, width);
            int hole = present.nextClearBit(0);
            if (hole < width) {
                return Verdict.Failed.at(
                        from + hole,
                        "ENTRY_MISSING",
                        "is not among the " + facts + " facts of the bundle, the log has " + size
                                + ": the fact was deleted");
            }
        }
        throw new IllegalStateException("expected a hole among " + size + " positions, found none with " + facts);
    }

    private static BitSet present(BundleFile file, long from, int width) throws IOException {
        BitSet present = new BitSet(width);
        file.rewind();
        for (Optional<BundleFile.Chunk> next = file.next(); next.isPresent(); next = file.next()) {
            BundleFile.Chunk chunk = next.get();
            if (chunk.type() == 'F') {
                for (BundleChunks.BundledFact fact : BundleChunks.facts('F', chunk.content())) {
                    long position = Entry.parse(fact.opening().entry()).position();
                    if (position >= from && position < from + width) {
                        present.set((int) (position - from));
                    }
                }
            }
        }
        return present;
    }
}
