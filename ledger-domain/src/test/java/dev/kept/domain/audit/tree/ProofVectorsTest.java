package dev.kept.domain.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MerkleVectors;
import dev.kept.domain.audit.NaiveTree;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProofVectorsTest {
    private static final MerkleVectors VECTORS = MerkleVectors.load();
    private static final List<Hash> LEAVES =
            VECTORS.list("leaves").stream().map(leaf -> leaf.hash("leaf_hash")).toList();
    private static final Map<Long, Hash> ROOTS = VECTORS.list("roots").stream()
            .collect(Collectors.toMap(root -> root.number("size"), root -> root.hash("root")));

    @Test
    void makesAndAcceptsEveryInclusionProof() {
        int checks = 0;
        for (MerkleVectors vector : VECTORS.list("inclusion")) {
            long index = vector.number("index");
            long size = vector.number("size");

            InclusionProof proof = InclusionProof.of(index, size, hashes((int) size));

            assertThat(proof).isEqualTo(new InclusionProof(index, size, vector.hashes("proof")));
            assertThat(proof.check(LEAVES.get((int) index), ROOTS.get(size))).isEqualTo(new ProofCheck.Holds());
            checks++;
        }
        assertThat(checks).isEqualTo(210);
    }

    @Test
    void makesAndAcceptsEveryConsistencyProof() {
        int checks = 0;
        for (MerkleVectors vector : VECTORS.list("consistency")) {
            long oldSize = vector.number("old");
            long newSize = vector.number("new");

            ConsistencyProof proof = ConsistencyProof.of(oldSize, newSize, hashes((int) newSize));

            assertThat(proof).isEqualTo(new ConsistencyProof(oldSize, newSize, vector.hashes("proof")));
            assertThat(proof.check(ROOTS.get(oldSize), ROOTS.get(newSize))).isEqualTo(new ProofCheck.Holds());
            checks++;
        }
        assertThat(checks).isEqualTo(231);
    }

    /// What each forgery of the vectors is refused for. Edited, reordered, deleted and inserted entries are the same
    /// to hashes: another past. The siblings given for the interior node are no nodes of its tree, so only their
    /// number tells; that of a real path is shown in the properties.
    static Stream<Arguments> forgeries() {
        return Stream.of(
                arguments("edited entry", ProofFault.ROOT_NOT_REACHED, "lead to root"),
                arguments("proof for another index", ProofFault.OTHER_INDEX, "for index 11, not for 12"),
                arguments("truncated proof", ProofFault.PROOF_TOO_SHORT, "has 5 hashes, not 4"),
                arguments("trailing hash appended", ProofFault.PROOF_TOO_LONG, "has 5 hashes, not 6"),
                arguments("siblings swapped", ProofFault.PROOF_REVERSED, "from the root down"),
                arguments("index beyond size", ProofFault.INDEX_BEYOND_SIZE, "index 20 is outside a tree of 20"),
                arguments("interior node passed off as leaf", ProofFault.PROOF_TOO_SHORT, "has 4 hashes, not 3"),
                arguments("empty tree", ProofFault.EMPTY_TREE, "a tree of 0 leaves"),
                arguments("history edited", ProofFault.HISTORY_CHANGED, "the first 13 of 20 entries"),
                arguments("history reordered", ProofFault.HISTORY_CHANGED, "the first 13 of 20 entries"),
                arguments("event deleted from history", ProofFault.HISTORY_CHANGED, "the first 13 of 19 entries"),
                arguments(
                        "event inserted in history (backdating)",
                        ProofFault.HISTORY_CHANGED,
                        "the first 13 of 21 entries"),
                arguments(
                        "log truncated (new smaller than old)", ProofFault.LOG_SHRANK, "had 20 entries and now has 13"),
                arguments("fork: two heads of equal size", ProofFault.LOG_FORKED, "two roots for 13 entries"),
                arguments("proof of 13->20 replayed for 12->20", ProofFault.PROOF_TOO_LONG, "has 4 hashes, not 6"),
                arguments("empty proof for a grown log", ProofFault.PROOF_MISSING, "has 6 hashes, not 0"),
                arguments("roots swapped", ProofFault.ROOTS_SWAPPED, "the other way round"));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void refusesTheForgeryForItsReason(String attack, ProofFault fault, String message) {
        MerkleVectors forgery = VECTORS.list("must_reject").stream()
                .filter(vector -> vector.text("attack").equals(attack))
                .findFirst()
                .orElseThrow();

        ProofCheck check = check(forgery);

        assertThat(check).isInstanceOf(ProofCheck.Refused.class);
        assertThat(((ProofCheck.Refused) check).fault()).as(check.toString()).isEqualTo(fault);
        assertThat(((ProofCheck.Refused) check).message()).contains(message);
    }

    @Test
    void knowsEveryForgeryOfTheVectors() {
        assertThat(forgeries().map(forgery -> (String) forgery.get()[0]))
                .containsExactlyElementsOf(VECTORS.list("must_reject").stream()
                        .map(vector -> vector.text("attack"))
                        .toList())
                .hasSize(17);
    }

    private static ProofCheck check(MerkleVectors forgery) {
        return switch (forgery.text("kind")) {
            case "inclusion" ->
                new InclusionProof(forgery.number("index"), forgery.number("size"), forgery.hashes("proof"))
                        .check(forgery.hash("leaf_hash"), forgery.hash("root"));
            case "consistency" ->
                new ConsistencyProof(forgery.number("old"), forgery.number("new"), forgery.hashes("proof"))
                        .check(forgery.hash("root1"), forgery.hash("root2"));
            default -> throw new IllegalStateException("unknown kind " + forgery.text("kind"));
        };
    }

    /// The hashes of the tree of the first `size` leaves, and no others.
    private static HashSource hashes(int size) {
        NaiveTree tree = new NaiveTree(LEAVES.subList(0, size));
        return (level, index) -> tree.range((int) index << level, (int) (index + 1) << level);
    }
}
