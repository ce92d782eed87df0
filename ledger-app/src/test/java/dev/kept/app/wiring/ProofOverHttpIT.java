package dev.kept.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.domain.audit.note.Checkpoint;
import dev.kept.domain.audit.note.NoteCheck;
import dev.kept.domain.audit.note.SignedNote;
import dev.kept.domain.audit.note.TrustedKeys;
import dev.kept.domain.audit.note.VerifierKey;
import dev.kept.domain.audit.tile.EntryBundle;
import dev.kept.domain.audit.tile.Tile;
import dev.kept.domain.audit.tile.TileHashes;
import dev.kept.domain.audit.tree.InclusionProof;
import dev.kept.domain.json.JsonValue.JsonArray;
import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.embedded.TestFolder;
import dev.kept.verify.Evidence;
import dev.kept.verify.Verdict;
import dev.kept.verify.Verifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The proof of a running ledger, read as a stranger reads it.
class ProofOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PROMISES = 300;

    private static RunningLedger ledger;

    @BeforeAll
    static void start() throws Exception {
        ledger = RunningLedger.start(false, false);
        StringBuilder lines = new StringBuilder("[");
        for (int i = 0; i < PROMISES; i++) {
            lines.append(i == 0 ? "" : ",").append("""
                    {"type":"made","commitment":"order %d/ü","customer":"VINET","kind":"ship","statement":"By noon",\
                    "at":"2026-01-01T00:00:00Z","due":"2026-02-01T00:00:00Z","tier":"standard","id":"made-%d"}""".formatted(i, i));
        }
        assertThat(ledger.post("/v1/facts:batch", lines.append("]").toString()).status())
                .isEqualTo(200);
        assertThat(ledger.post("/v1/facts:batch", """
                        [{"type":"met","commitment":"order 7/ü","at":"2026-01-20T00:00:00Z","id":"met-7"}]""").status()).isEqualTo(200);
        awaitCheckpoint(PROMISES + 1);
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static Checkpoint awaitCheckpoint(long size) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            RunningLedger.Answer answer = ledger.get("/log/checkpoint");
            if (answer.status() == 200) {
                Checkpoint checkpoint =
                        Checkpoint.parse(SignedNote.parse(answer.text()).text());
                if (checkpoint.size() >= size) {
                    return checkpoint;
                }
            }
            assertThat(System.nanoTime()).as("a checkpoint of " + size).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private static List<String> keys() throws Exception {
        return ledger.get("/v1/log/keys").json().get("signing") instanceof JsonArray(var values)
                ? values.stream()
                        .map(value -> value instanceof JsonText(String text) ? text : "")
                        .toList()
                : List.of();
    }

    private static byte[] bytes(String path) {
        try {
            RunningLedger.Answer answer = ledger.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            return answer.response().body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void aTileClientReadsEveryEntryAndProvesIt() throws Exception {
        Checkpoint checkpoint = awaitCheckpoint(PROMISES + 1);
        TrustedKeys pinned = TrustedKeys.of(VerifierKey.parse(keys().getFirst()));
        assertThat(pinned.check(SignedNote.parse(bytes("/v1/log/checkpoint")))).isInstanceOf(NoteCheck.Trusted.class);
        TileHashes tiles = new TileHashes(checkpoint.size(), tile -> bytes("/log/" + tile.path()));

        long position = 0;
        for (Tile tile : Tile.added(0, checkpoint.size()).stream()
                .filter(one -> one.level() == 0)
                .toList()) {
            for (byte[] entry :
                    EntryBundle.read(bytes("/v1/log/" + tile.entries().path()))) {
                assertThat(Entry.parse(entry).position()).isEqualTo(position);
                assertThat(InclusionProof.of(position, checkpoint.size(), tiles)
                                .check(Hash.leaf(entry), checkpoint.root())
                                .holds())
                        .isTrue();
                position++;
            }
        }
        assertThat(position).isEqualTo(checkpoint.size());
        assertThat(ledger.get("/log/tile/0/007").status()).isEqualTo(404);
        assertThat(ledger.get("/log/tile/0/nonsense").status()).isEqualTo(404);
        assertThat(ledger.get("/log/tile/0/000").header("Cache-Control")).contains("immutable");
        assertThat(ledger.get("/log/checkpoint.witnessed").status()).isEqualTo(404);
    }

    @Test
    void handsOutReceiptsThatVerify() throws Exception {
        // given
        Evidence evidence = Evidence.of(TrustedKeys.of(VerifierKey.parse(keys().getFirst())));

        // when
        RunningLedger.Answer answer = ledger.get("/v1/receipts?commitment=order%207%2F%C3%BC");
        Path file = Files.write(
                TestFolder.create("receipt").resolve("receipt.json"),
                answer.response().body());
        Verdict verdict = Verifier.verify(new Verifier.Task(file, evidence, Instant.now(), true));

        // then
        assertThat(answer.header("Content-Disposition")).contains("attachment");
        assertThat(verdict.text())
                .startsWith("VERIFIED 2 facts of commitment/order%207%2F%C3%BC in kept.local/us")
                .contains("by these facts the commitment was MET");
        assertThat(ledger.get("/v1/receipts?commitment=nothing").status()).isEqualTo(404);
        assertThat(ledger.get("/v1/facts/nothing/receipt").status()).isEqualTo(404);
    }

    @Test
    void linksEachFactOfAPageToItsReceiptAndItsCode() throws Exception {
        String page = ledger.get("/commitment?id=order%207%2F%C3%BC").text();
        var link = Pattern.compile("v1/facts/[0-9a-f-]{36}/receipt").matcher(page);

        assertThat(link.find()).isTrue();
        assertThat(ledger.get("/" + link.group()).text()).startsWith("{\"format\":\"commitment-ledger/receipt/v1\"");
        RunningLedger.Answer code = ledger.get("/" + link.group() + "/qr");
        assertThat(code.header("Content-Type")).startsWith("image/svg+xml");
        assertThat(code.text()).startsWith("<svg").contains("<path d=\"M");
    }

    @Test
    void changesItsKeyOnlyForWhoHasTheToken() throws Exception {
        // given
        List<String> before = keys();
        assertThat(ledger.send(ledger.request("/v1/log/keys:rotate")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .status())
                .isEqualTo(401);
        assertThat(keys()).isEqualTo(before);

        // when
        RunningLedger.Answer rotated = ledger.post("/v1/log/keys:rotate", "");

        // then
        assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
        assertThat(keys()).hasSize(before.size() + 1).endsWith(before.toArray(String[]::new));
        assertThat(keys().getFirst()).isEqualTo(rotated.field("key"));
        String facts = ledger.get("/v1/log/facts?after=" + PROMISES).text();
        assertThat(facts).contains("ledger.key_changed", rotated.field("key"));
        assertThat(ledger.get("/v1/health").text()).contains("\"status\":\"UP\"", "\"proof\":{\"status\":\"UP\"");
        assertThat(ledger.get("/metrics").text()).contains("kept_proof_alarm 0", "kept_checkpoint_entries 30");
    }
}
