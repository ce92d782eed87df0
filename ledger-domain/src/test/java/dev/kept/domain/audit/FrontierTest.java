package dev.kept.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontierTest {
    private static final MerkleVectors VECTORS = MerkleVectors.load();

    @Test
    void hashesTheLeavesOfTheVectors() {
        for (MerkleVectors leaf : VECTORS.list("leaves")) {
            assertThat(Hash.leaf(leaf.hex("input_hex"))).isEqualTo(leaf.hash("leaf_hash"));
        }
    }

    @Test
    void growsThroughTheRootsOfTheVectors() {
        Frontier frontier = Frontier.EMPTY;
        for (MerkleVectors root : VECTORS.list("roots")) {
            assertThat(frontier.size()).isEqualTo(root.number("size"));
            assertThat(frontier.root()).isEqualTo(root.hash("root"));
            if (frontier.size() < VECTORS.list("leaves").size()) {
                frontier = frontier.append(
                        VECTORS.list("leaves").get((int) frontier.size()).hash("leaf_hash"));
            }
        }
        assertThat(frontier.size()).isEqualTo(20);
    }

    @Test
    void equalsTheRecursiveDefinitionAtEverySize() {
        List<Hash> leaves = leaves(2_050);
        NaiveTree naive = new NaiveTree(leaves);
        Frontier frontier = Frontier.EMPTY;
        for (int size = 0; size < leaves.size(); size++) {
            assertThat(frontier.root()).as("size %d", size).isEqualTo(naive.root(size));
            frontier = frontier.append(leaves.get(size));
        }
    }

    @Test
    void appendsInBatchesAndThroughBytesAsItDoesOneByOne() {
        long seed = 6962;
        Random random = new Random(seed);
        List<Hash> leaves = leaves(2_000);
        NaiveTree naive = new NaiveTree(leaves);
        for (int round = 0; round < 50; round++) {
            Frontier frontier = Frontier.EMPTY;
            while (frontier.size() < leaves.size()) {
                int from = (int) frontier.size();
                int to = Math.min(leaves.size(), from + random.nextInt(1 << random.nextInt(11)));

                Frontier grown = frontier.appendAll(leaves.subList(from, to));

                assertThat(grown.root())
                        .as("seed %d, round %d, size %d", seed, round, to)
                        .isEqualTo(naive.root(to));
                assertThat(grown.toBytes()).hasSize(Hash.BYTES * Integer.bitCount(to));
                Frontier stored = Frontier.of(to, grown.toBytes());
                assertThat(stored).isEqualTo(grown);
                assertThat(stored.root()).isEqualTo(grown.root());
                assertThat(Frontier.of(to, grown.peaks())).isEqualTo(grown);
                assertThat(frontier.size())
                        .as("an append leaves the old frontier as it was")
                        .isEqualTo(from);
                frontier = stored;
            }
        }
    }

    @Test
    void anyFlippedBitOfTheStoredFrontierChangesTheRoot() {
        for (int size : new int[] {1, 2, 3, 7, 20, 1023}) {
            Frontier frontier = Frontier.EMPTY.appendAll(leaves(size));
            byte[] bytes = frontier.toBytes();
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);

                assertThat(Frontier.of(size, flipped).root())
                        .as("size %d, bit %d", size, bit)
                        .isNotEqualTo(frontier.root());
            }
        }
    }

    @Test
    void refusesBytesThatDoNotBelongToTheSize() {
        assertThatThrownBy(() -> Frontier.of(5, new byte[32]))
                .isInstanceOf(MalformedException.class)
                .hasMessage("the frontier of 5 leaves has 2 hashes, 64 bytes, not 32");
        assertThatThrownBy(() -> Frontier.of(5, List.of(Hash.EMPTY_ROOT))).hasMessageContaining("2 hashes, not 1");
        assertThatThrownBy(() -> Frontier.of(-1, new byte[0])).hasMessageContaining("not negative: -1");
        assertThat(Frontier.of(0, new byte[0])).isEqualTo(Frontier.EMPTY);
    }

    static List<Hash> leaves(int count) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(Hash.leaf(("leaf-" + i).getBytes(StandardCharsets.UTF_8)));
        }
        return leaves;
    }
}
