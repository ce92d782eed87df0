package dev.kept.domain.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.NaiveTree;
import dev.kept.domain.audit.tree.ConsistencyProof;
import dev.kept.domain.audit.tree.InclusionProof;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileGrowthTest {

    /// Files in a map; a tile that was never written is an error.
    private static final class Files implements TileReader {
        final Map<String, byte[]> written = new HashMap<>();
        final Set<String> read = new HashSet<>();

        @Override
        public byte[] read(Tile tile) {
            read.add(tile.path());
            byte[] bytes = written.get(tile.path());
            if (bytes == null) {
                throw new IllegalStateException(tile + " was never written");
            }
            return bytes;
        }

        List<Tile> grow(long from, List<Hash> leaves) {
            List<TileGrowth.Written> files = TileGrowth.of(from, leaves, this);
            files.forEach(file -> written.put(file.tile().path(), file.bytes()));
            return files.stream().map(TileGrowth.Written::tile).toList();
        }
    }

    @Test
    void growingInStepsWritesWhatGrowingAtOnceWrites() {
        long seed = 256;
        Random random = new Random(seed);
        List<Hash> leaves = leaves(70_000);
        Files atOnce = new Files();
        atOnce.grow(0, leaves);
        for (int round = 0; round < 5; round++) {
            Files files = new Files();
            int size = 0;
            while (size < leaves.size()) {
                int to = Math.min(leaves.size(), size + random.nextInt(1 << random.nextInt(17)));
                files.read.clear();

                List<Tile> tiles = files.grow(size, leaves.subList(size, to));

                assertThat(tiles)
                        .as("seed %d, round %d, from %d to %d", seed, round, size, to)
                        .isEqualTo(Tile.added(size, to));
                assertThat(files.read).as("at most one partial tile a level").hasSizeLessThanOrEqualTo(3);
                size = to;
            }
            assertThat(files.written).as("seed %d, round %d", seed, round).containsAllEntriesOf(atOnce.written);
        }
    }

    @Test
    void provesFromTilesWhatTheWholeTreeProves() {
        long seed = 70_000;
        Random random = new Random(seed);
        List<Hash> leaves = leaves(2_000);
        NaiveTree tree = new NaiveTree(leaves);
        Files files = new Files();
        files.grow(0, leaves);
        for (int round = 0; round < 500; round++) {
            int size = 1 + random.nextInt(leaves.size());
            int index = random.nextInt(size);
            Files fitting = new Files();
            fitting.grow(0, leaves.subList(0, size));

            TileHashes hashes = new TileHashes(size, fitting);

            assertThat(InclusionProof.of(index, size, hashes)
                            .check(leaves.get(index), tree.root(size))
                            .holds())
                    .as("seed %d, round %d, leaf %d of %d", seed, round, index, size)
                    .isTrue();
            assertThat(ConsistencyProof.of(index, size, hashes)
                            .check(tree.root(index), tree.root(size))
                            .holds())
                    .as("seed %d, round %d, from %d to %d", seed, round, index, size)
                    .isTrue();
            assertThat(InclusionProof.of(
                            index,
                            size,
                            new TileHashes(
                                    size,
                                    tile -> files.read(
                                            new Tile(tile.level(), tile.index(), width(tile, leaves.size()))))))
                    .as("wider tiles serve as well")
                    .isEqualTo(InclusionProof.of(index, size, hashes));
        }
    }

    @Test
    void provesInAMillionEntriesFromAHandfulOfTiles() {
        int size = 1_000_000;
        Files files = new Files();
        Frontier frontier = Frontier.EMPTY;
        Hash[] samples = new Hash[size / 1000];
        Frontier early = Frontier.EMPTY;
        for (int from = 0; from < size; from += 50_000) {
            List<Hash> leaves = leaves(from, from + 50_000);
            for (int i = 0; i < leaves.size(); i += 1000) {
                samples[(from + i) / 1000] = leaves.get(i);
            }
            files.grow(from, leaves);
            frontier = frontier.appendAll(leaves);
            if (from == 600_000) {
                early = frontier;
            }
        }
        for (int sample = 0; sample < samples.length; sample += 7) {
            files.read.clear();
            InclusionProof proof = InclusionProof.of(sample * 1000L, size, new TileHashes(size, files));

            assertThat(proof.check(samples[sample], frontier.root()).holds()).isTrue();
            assertThat(proof.hashes()).hasSizeLessThanOrEqualTo(20);
            assertThat(files.read).hasSizeLessThanOrEqualTo(5);
        }
        files.read.clear();
        ConsistencyProof growth = ConsistencyProof.of(early.size(), size, new TileHashes(size, files));
        assertThat(growth.check(early.root(), frontier.root()).holds()).isTrue();
        assertThat(files.read).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void refusesTilesOfAnotherLengthAndSubtreesThatAreNotWhole() {
        Files files = new Files();
        files.grow(0, leaves(300));
        TileHashes hashes = new TileHashes(300, files);

        assertThat(hashes.hash(8, 0)).isEqualTo(new NaiveTree(leaves(300)).range(0, 256));
        assertThatThrownBy(() -> hashes.hash(8, 1)).hasMessageContaining("no whole subtree 1 at level 8");
        assertThatThrownBy(() -> hashes.hash(0, 300)).hasMessageContaining("no whole subtree 300 at level 0");
        assertThatThrownBy(() -> hashes.hash(62, 1L << 61)).hasMessageContaining("no whole subtree");
        assertThatThrownBy(() -> new TileHashes(300, tile -> new byte[43 * 32]).hash(0, 299))
                .hasMessageContaining("tile/0/001.p/44 has 44 hashes, 1408 bytes, not 1376");
        assertThatThrownBy(() -> new TileHashes(300, tile -> new byte[45 * 32 - 1]).hash(0, 299))
                .hasMessageContaining("not 1439");
    }

    private static int width(Tile tile, int size) {
        return (int) Math.min(Tile.FULL, Tile.hashes(tile.level(), size) - tile.index() * Tile.FULL);
    }

    private static List<Hash> leaves(int count) {
        return leaves(0, count);
    }

    private static List<Hash> leaves(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to)
                .mapToObj(i -> Hash.leaf(("leaf-" + i).getBytes(StandardCharsets.US_ASCII)))
                .toList());
    }
}
