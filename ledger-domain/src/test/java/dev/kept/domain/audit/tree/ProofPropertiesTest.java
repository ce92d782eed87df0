package dev.kept.domain.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.NaiveTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProofPropertiesTest {
    private static final int MAX_SIZE = 2_000;
    private static final List<Hash> LEAVES = IntStream.range(0, MAX_SIZE)
            .mapToObj(i -> Hash.leaf(("leaf-" + i).getBytes(StandardCharsets.UTF_8)))
            .toList();
    private static final NaiveTree TREE = new NaiveTree(LEAVES);
    private static final HashSource HASHES =
            (level, index) -> TREE.range((int) index << level, (int) (index + 1) << level);

    @Test
    void everyFlippedBitOfASmallInclusionProofIsRefused() {
        for (int size = 1; size <= 20; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, HASHES);
                Hash leaf = LEAVES.get(index);
                Hash root = TREE.root(size);
                for (int bit = 0; bit < 256; bit++) {
                    assertThat(proof.check(flip(leaf, bit), root).holds()).isFalse();
                    assertThat(proof.check(leaf, flip(root, bit)).holds()).isFalse();
                    for (int i = 0; i < proof.hashes().size(); i++) {
                        InclusionProof forged = new InclusionProof(index, size, flip(proof.hashes(), i, bit));
                        assertThat(forged.check(leaf, root).holds())
                                .as("leaf %d of %d, hash %d, bit %d", index, size, i, bit)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void everyFlippedBitOfASmallConsistencyProofIsRefused() {
        for (int size = 1; size <= 20; size++) {
            for (int old = 1; old <= size; old++) {
                ConsistencyProof proof = ConsistencyProof.of(old, size, HASHES);
                Hash oldRoot = TREE.root(old);
                Hash newRoot = TREE.root(size);
                for (int bit = 0; bit < 256; bit++) {
                    assertThat(proof.check(flip(oldRoot, bit), newRoot).holds()).isFalse();
                    assertThat(proof.check(oldRoot, flip(newRoot, bit)).holds()).isFalse();
                    for (int i = 0; i < proof.hashes().size(); i++) {
                        ConsistencyProof forged = new ConsistencyProof(old, size, flip(proof.hashes(), i, bit));
                        assertThat(forged.check(oldRoot, newRoot).holds())
                                .as("from %d to %d, hash %d, bit %d", old, size, i, bit)
                                .isFalse();
                    }
                }
            }
        }
    }

    @Test
    void holdsForRandomLeavesOfRandomTreesAndForNoOtherIndex() {
        long seed = 9162;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            int size = 1 + random.nextInt(MAX_SIZE);
            int index = random.nextInt(size);
            String context = "seed " + seed + ", round " + round + ", leaf " + index + " of " + size;
            Hash leaf = LEAVES.get(index);
            Hash root = TREE.root(size);

            InclusionProof proof = InclusionProof.of(index, size, HASHES);

            assertThat(proof.check(leaf, root).holds()).as(context).isTrue();
            int other = random.nextInt(size + 10);
            assertThat(new InclusionProof(other, size, proof.hashes())
                            .check(leaf, root)
                            .holds())
                    .as(context + " as " + other)
                    .isEqualTo(other == index);
            assertThat(proof.check(LEAVES.get(other % size), root).holds())
                    .as(context + " with leaf " + other % size)
                    .isEqualTo(other % size == index);
            if (!proof.hashes().isEmpty()) {
                List<Hash> forged =
                        flip(proof.hashes(), random.nextInt(proof.hashes().size()), random.nextInt(256));
                assertThat(new InclusionProof(index, size, forged)
                                .check(leaf, root)
                                .holds())
                        .as(context)
                        .isFalse();
            }
        }
    }

    @Test
    void holdsForRandomGrowthAndForNoOtherPast() {
        long seed = 6962;
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int size = 2 + random.nextInt(MAX_SIZE - 2);
            int old = 1 + random.nextInt(size - 1);
            String context = "seed " + seed + ", round " + round + ", from " + old + " to " + size;

            ConsistencyProof proof = ConsistencyProof.of(old, size, HASHES);

            assertThat(proof.check(TREE.root(old), TREE.root(size)).holds())
                    .as(context)
                    .isTrue();
            int other = random.nextInt(size + 1);
            assertThat(new ConsistencyProof(other, size, proof.hashes())
                            .check(TREE.root(old), TREE.root(size))
                            .holds())
                    .as(context + " as from " + other)
                    .isEqualTo(other == old);
            NaiveTree rewritten = rewritten(random, old, size);
            ConsistencyProof cover = ConsistencyProof.of(
                    old, size, (level, index) -> rewritten.range((int) index << level, (int) (index + 1) << level));
            assertThat(cover.check(TREE.root(old), rewritten.root(size)).holds())
                    .as(context + " with another past")
                    .isFalse();
            List<Hash> forged =
                    flip(proof.hashes(), random.nextInt(proof.hashes().size()), random.nextInt(256));
            assertThat(new ConsistencyProof(old, size, forged)
                            .check(TREE.root(old), TREE.root(size))
                            .holds())
                    .as(context)
                    .isFalse();
        }
    }

    @Test
    void provesThatEveryTreeGrewFromTheEmptyOne() {
        assertThat(ConsistencyProof.of(0, 7, HASHES)
                        .check(Hash.EMPTY_ROOT, TREE.root(7))
                        .holds())
                .isTrue();
        assertThat(ConsistencyProof.of(0, 0, HASHES)
                        .check(Hash.EMPTY_ROOT, Hash.EMPTY_ROOT)
                        .holds())
                .isTrue();
        assertRefused(
                new ConsistencyProof(0, 7, List.of()).check(TREE.root(1), TREE.root(7)), ProofFault.EMPTY_ROOT_WRONG);
        assertRefused(
                new ConsistencyProof(0, 7, List.of(TREE.root(1))).check(Hash.EMPTY_ROOT, TREE.root(7)),
                ProofFault.PROOF_TOO_LONG);
    }

    @Test
    void seesThatAnyNodeOnTheWayIsNoLeaf() {
        for (int size = 2; size <= 40; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, HASHES);
                Hash node = LEAVES.get(index);
                int inner = Integer.SIZE - Integer.numberOfLeadingZeros(index ^ (size - 1));
                for (int level = 1; level <= inner; level++) {
                    int from = index >>> level << level;
                    node = TREE.range(from, Math.min(size, from + (1 << level)));
                    List<Hash> above =
                            proof.hashes().subList(level, proof.hashes().size());

                    assertRefused(
                            new InclusionProof(index, size, above).check(node, TREE.root(size)),
                            ProofFault.NODE_AS_LEAF);
                    assertRefused(
                            new InclusionProof(index, size, above).check(LEAVES.get(index), TREE.root(size)),
                            ProofFault.PROOF_TOO_SHORT);
                }
            }
        }
    }

    @Test
    void tellsAProofThatIsTooShortFromNoneAtAll() {
        ConsistencyProof proof = ConsistencyProof.of(13, 20, HASHES);
        List<Hash> cut = proof.hashes().subList(0, 5);

        assertRefused(
                new ConsistencyProof(13, 20, cut).check(TREE.root(13), TREE.root(20)), ProofFault.PROOF_TOO_SHORT);
    }

    @Test
    void refusesAnEditedPastWhoseOldTreeIsOnePerfectSubtree() {
        ConsistencyProof proof = ConsistencyProof.of(16, 20, HASHES);

        assertRefused(proof.check(TREE.root(15), TREE.root(20)), ProofFault.NEW_ROOT_NOT_REACHED);
    }

    @Test
    void refusesToProveWhatIsNotThere() {
        assertThatThrownBy(() -> InclusionProof.of(5, 5, HASHES)).hasMessage("no leaf 5 in a tree of 5");
        assertThatThrownBy(() -> ConsistencyProof.of(6, 5, HASHES))
                .hasMessage("a tree of 5 leaves did not grow from one of 6");
        assertThatThrownBy(() -> new InclusionProof(0, 1, Collections.nCopies(65, Hash.EMPTY_ROOT)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 64 hashes");
        assertThatThrownBy(() -> new InclusionProof(-1, 1, List.of())).hasMessageContaining("-1");
        assertThatThrownBy(() -> new ConsistencyProof(1, -1, List.of())).hasMessageContaining("-1");
    }

    @Test
    void checksTheLargestTreesWithoutOverflow() {
        List<Hash> hashes = Collections.nCopies(63, Hash.EMPTY_ROOT);

        assertRefused(
                new InclusionProof(0, Long.MAX_VALUE, hashes).check(LEAVES.getFirst(), TREE.root(1)),
                ProofFault.ROOT_NOT_REACHED);
        assertRefused(
                new ConsistencyProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, hashes).check(TREE.root(1), TREE.root(2)),
                ProofFault.NEW_ROOT_NOT_REACHED);
    }

    private static NaiveTree rewritten(Random random, int old, int size) {
        List<Hash> leaves = new ArrayList<>(LEAVES.subList(0, size));
        int at = random.nextInt(old);
        switch (random.nextInt(3)) {
            case 0 -> leaves.set(at, flip(leaves.get(at), random.nextInt(256)));
            case 1 -> leaves.add(at, leaves.removeLast());
            default -> Collections.swap(leaves, at, size - 1);
        }
        return new NaiveTree(leaves);
    }

    private static void assertRefused(ProofCheck check, ProofFault fault) {
        assertThat(check).isInstanceOf(ProofCheck.Refused.class);
        assertThat(((ProofCheck.Refused) check).fault()).as(check.toString()).isEqualTo(fault);
    }

    private static Hash flip(Hash hash, int bit) {
        byte[] bytes = hash.bytes();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Hash.of(bytes);
    }

    private static List<Hash> flip(List<Hash> hashes, int at, int bit) {
        List<Hash> flipped = new ArrayList<>(hashes);
        flipped.set(at, flip(hashes.get(at), bit));
        return flipped;
    }
}
