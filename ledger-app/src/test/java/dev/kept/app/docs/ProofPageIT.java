package dev.kept.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Executes the commands of docs/proof.md as a party and an auditor do, in their order.
class ProofPageIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

    private static List<String> blocks(Path proof) throws IOException {
        return BLOCK.matcher(Repository.find().text("docs/proof.md").orElseThrow())
                .results()
                .map(block -> block.group(1).strip().replace(".kept/proof", proof.toString()))
                .toList();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void receiptsAndBundlesVerifyAlsoWhenTheLedgerIsGone() throws Exception {
        // given
        Kept kept = Kept.fresh();
        Path proof = kept.folder().resolve("proof");
        List<String> blocks = blocks(proof);
        assertThat(blocks).hasSize(4);

        // when
        Kept.Run taken = kept.run(blocks.get(0));
        Kept.Run verified = kept.run(blocks.get(1));
        Kept.Run byHand = kept.run(blocks.get(2));
        Kept.Run exported = kept.run("./kept export");
        Kept.Run bundled = kept.run(blocks.get(3));
        Kept.Run interrupted = kept.run("head -c 3000 " + proof + "/log.bundle > " + proof + "/other.bundle.part;"
                + " ./kept bundle --out " + proof + "/other.bundle");
        Kept.Run customer = kept.run("./kept bundle --customer ACME --out " + proof + "/acme.bundle && ./kept verify "
                + proof + "/acme.bundle --key @" + proof + "/ledger.vkey");

        // then
        assertThat(taken.exitCode()).as(taken.err()).isZero();
        assertThat(verified.out())
                .as(verified.err())
                .startsWith("VERIFIED 2 facts of commitment/order-1001 in kept.local/us");
        assertThat(exported.out()).contains("\"leafHash\":\"" + byHand.out().substring(0, 64) + "\"");
        assertThat(bundled.out())
                .as(bundled.err())
                .startsWith("VERIFIED the whole log kept.local/us, 8 entries")
                .contains("3 scores computed again under kyw-1: as the ledger answered")
                .contains("the log only grew since the checkpoint of 8 entries");
        assertThat(interrupted.exitCode()).as(interrupted.err()).isZero();
        assertThat(customer.out()).as(customer.err()).startsWith("VERIFIED facts of ACME in kept.local/us");

        // when
        delete(kept.data());
        Kept.Run withoutLedger = kept.run(withoutNetwork(blocks.get(1)));
        Kept.Run resumed = kept.run("./kept verify " + proof + "/other.bundle --key @" + proof + "/ledger.vkey");
        Kept.Run forged =
                kept.run("sed -i 's/order-1001/order-1009/' " + proof + "/order-1001.receipt.json; " + blocks.get(1));

        // then
        assertThat(withoutLedger.exitCode()).as(withoutLedger.err()).isZero();
        assertThat(withoutLedger.out()).startsWith("VERIFIED 2 facts");
        assertThat(resumed.out()).as(resumed.err()).startsWith("VERIFIED the whole log");
        assertThat(forged.exitCode()).isEqualTo(4);
        assertThat(forged.out()).startsWith("NOT VERIFIED ").contains("entry 0 ");
    }

    /// In a network namespace of its own, which has no way out.
    private static String withoutNetwork(String command) {
        return "unshare --map-root-user --net bash -euo pipefail -c '" + command.replace("'", "'\\''") + "'";
    }

    @Test
    void aWitnessBesideTheLedgerCosignsAndRefusesARolledBackOne() throws Exception {
        // given
        Kept kept = Kept.fresh();
        Path state = kept.folder().resolve("witness");
        Kept.Run keys = kept.run("./kept import examples/orders.jsonl >&2; ./kept keys");
        String vkey = keys.out().strip();
        String witness = "./kept witness --port 0 --name witness.example/one --state " + state + " --log " + vkey;

        try (Kept.Serving serving = kept.serve(witness, "Ctrl-C stops it")) {
            String said = serving.said();
            String url = said.replaceFirst("(?s).*(http://127.0.0.1:[0-9]+)/add-checkpoint.*", "$1");
            String witnessKey = said.replaceFirst("(?s).*vkey +(\\S+)\\n.*", "$1");

            // when
            try (Kept.Serving ledger =
                    kept.serve("./kept serve --witness '" + url + "=" + witnessKey + "'", "Ctrl-C stops it")) {
                long deadline = System.nanoTime() + 60_000_000_000L;
                while (kept.get("/log/checkpoint.witnessed").statusCode() != 200) {
                    assertThat(System.nanoTime()).isLessThan(deadline);
                    Thread.sleep(100);
                }
                Files.writeString(
                        kept.folder().resolve("note"),
                        kept.get("/log/checkpoint.witnessed").body());
                Kept.Run receipt = kept.run("./kept receipt order-1001 --out " + kept.folder() + "/r && ./kept verify "
                        + kept.folder() + "/r --key " + vkey + " --witness " + witnessKey
                        + " --cosignatures 1 --checkpoint " + kept.folder() + "/note");

                // then
                assertThat(receipt.out()).as(receipt.err()).contains("the witness witness.example/one cosigned it");
                Kept.Run unknown = kept.run("./kept receipt order-x || echo \"code $?\"");
                assertThat(unknown.out()).contains("code 1");
                assertThat(unknown.err()).contains("no fact of the commitment order-x", "--fact");
                assertThat(kept.get("/v1/health").body()).contains("\"cosigned\":8", "\"status\":\"UP\"");
                ledger.stop();
            }
            serving.stop();
        }

        // when
        Kept other = Kept.fresh();
        Files.createDirectories(other.data());
        Kept.Run copied = kept.run(
                "mkdir -p " + other.data() + "/keys && cp -p " + kept.data() + "/keys/* " + other.data() + "/keys/");
        assertThat(copied.exitCode()).isZero();
        try (Kept.Serving ledger = other.serve("./kept serve", "Ctrl-C stops it")) {
            Kept.Run looked = other.run(witness + " --once --watch http://127.0.0.1:" + other.port() + "/log");

            // then
            assertThat(looked.exitCode()).as(looked.err()).isEqualTo(4);
            assertThat(looked.err()).contains("ALARM: ROLLED BACK");
            ledger.stop();
        }
    }
}
