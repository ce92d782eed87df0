package dev.kept.domain.audit.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.MerkleVectors;
import dev.kept.domain.json.JsonValue.JsonNumber;
import dev.kept.domain.json.JsonValue.JsonObject;
import dev.kept.domain.json.JsonValue.JsonText;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {
    private static final MerkleVectors VECTORS = MerkleVectors.load();

    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 273, 112, tile/0/273.p/112",
        "0, 1067, 112, tile/0/x001/067.p/112",
        "1, 1234067, 256, tile/1/x001/x234/067",
        "63, 999999, 1, tile/63/x999/999.p/1",
        "-1, 1000, 256, tile/entries/x001/000",
        "-1, 999, 255, tile/entries/999.p/255",
    })
    void writesAndReadsPaths(int level, long index, int width, String path) {
        assertThat(new Tile(level, index, width).path()).isEqualTo(path);
        assertThat(Tile.parse(path)).isEqualTo(new Tile(level, index, width));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/0",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/x000/001",
                "tile/0/001/067",
                "tile/0/x001/x067",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x001/x001/x001/x001/x001/x001/001",
                "tile/entries/",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/../000",
                "checkpoint",
                "",
            })
    void refusesWhatIsNoPathOfATile(String path) {
        assertThatThrownBy(() -> Tile.parse(path))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("tile");
    }

    @Test
    void writesTheTilesOfTheVectors() {
        MerkleVectors tiles = VECTORS.in("tiles");
        List<Hash> leaves = VECTORS.list("leaves").stream()
                .map(leaf -> leaf.hash("leaf_hash"))
                .toList();

        Map<String, String> written = TileGrowth.of(0, leaves, nothingWritten()).stream()
                .collect(Collectors.toMap(
                        file -> file.tile().path(), file -> HexFormat.of().formatHex(file.bytes())));

        assertThat(written)
                .isEqualTo(((JsonObject) tiles.member("files"))
                        .members().entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, file -> ((JsonText) file.getValue()).value())));
        assertThat(tiles.number("size")).isEqualTo(leaves.size());
    }

    @Test
    void namesTheTilesOfTheVectorsAtEverySize() {
        for (MerkleVectors vector : VECTORS.list("tile_widths")) {
            List<Tile> tiles = Tile.added(0, vector.number("size"));

            Map<String, Integer> partial = new TreeMap<>();
            tiles.stream().filter(tile -> !tile.isFull()).forEach(tile -> partial.put(tile.path(), tile.width()));
            Map<String, Integer> expected = new TreeMap<>();
            ((JsonObject) vector.member("files"))
                    .members()
                    .forEach((path, width) -> expected.put(path, Integer.parseInt(((JsonNumber) width).text())));
            assertThat(partial).isEqualTo(expected);
            for (int level = 0; level <= 2; level++) {
                int wanted = level;
                assertThat(tiles.stream().filter(tile -> tile.level() == wanted && tile.isFull()))
                        .as("full tiles of level %d at size %d", level, vector.number("size"))
                        .hasSize((int) vector.in("full").number("level" + level));
            }
        }
        assertThat(VECTORS.list("tile_widths")).hasSize(3);
    }

    @Test
    void bundlesTheEntriesOfTheVectors() {
        MerkleVectors vectors = VECTORS.in("entry");
        List<byte[]> entries = vectors.list("entries").stream()
                .map(entry -> entry.text("utf8").getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .toList();

        assertThat(EntryBundle.write(entries)).isEqualTo(vectors.hex("bundle_hex"));
        assertThat(EntryBundle.read(vectors.hex("bundle_hex"))).containsExactlyElementsOf(entries);
        assertThat(EntryBundle.read(vectors.hex("bundle_hex")).stream()
                        .map(bytes -> Entry.parse(bytes).leafHash()))
                .containsExactlyElementsOf(vectors.list("entries").stream()
                        .map(entry -> entry.hash("leaf_hash"))
                        .toList());
    }

    @Test
    void refusesBundlesThatAreCutOffEmptyOrTooLong() {
        byte[] bundle = VECTORS.in("entry").hex("bundle_hex");
        for (int length = 1; length < bundle.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bundle, length);
            if (length == 324) {
                assertThat(EntryBundle.read(cut)).as("the first entry is whole").hasSize(1);
            } else {
                assertThatThrownBy(() -> EntryBundle.read(cut)).hasMessageContaining("cut off in entry");
            }
        }
        assertThatThrownBy(() -> EntryBundle.read(new byte[0])).hasMessageContaining("1 to 256 entries, not 0");
        assertThatThrownBy(() -> EntryBundle.read(new byte[2 * 257])).hasMessageContaining("not 257");
        assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[65_536]))).hasMessageContaining("not 65536");
        assertThat(EntryBundle.read(EntryBundle.write(List.of(new byte[65_535])))
                        .getFirst())
                .hasSize(65_535);
    }

    @Test
    void putsTheEntriesBesideTheirLeaves() {
        assertThat(new Tile(0, 1067, 112).entries().path()).isEqualTo("tile/entries/x001/067.p/112");
        assertThatThrownBy(() -> new Tile(1, 0, 256).entries()).hasMessageContaining("tile/1/000");
    }

    static TileReader nothingWritten() {
        return tile -> {
            throw new IllegalStateException("nothing is written yet, but " + tile + " is read");
        };
    }
}
