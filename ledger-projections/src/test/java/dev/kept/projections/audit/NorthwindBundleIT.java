package dev.kept.projections.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.projections.sample.Histories;
import dev.kept.verify.Evidence;
import dev.kept.verify.Verdict;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real company's history, taken away in one file: every entry verified, outcomes as the oracle counts them, every
/// customer's score computed again.
@Tag("shared-data")
class NorthwindBundleIT {
    @Test
    void theBundleVerifiesAndItsScoresAreTheLedgers() throws Exception {
        Path file = Path.of(System.getProperty("kept.shared.data")).resolve("northwind.jsonl.gz");
        List<RecordFacts.Item> lines;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines = reader.lines()
                    .map(line -> Histories.item(line.getBytes(StandardCharsets.UTF_8)))
                    .toList();
        }
        try (AuditedLedger audited = AuditedLedger.fresh()) {
            audited.ledger.recordAll(lines, new Random(5));
            audited.ledger.await(audited.processor);
            audited.proofs.publish();

            // when
            Verdict whole = audited.verifyBundle(audited.proofs, List.of());
            Verdict one = audited.verify(audited.bundle(audited.proofs, "QUICK"), Evidence.of(audited.keys()));

            // then
            assertThat(whole.text())
                    .startsWith("VERIFIED the whole log ledger.example/acme, " + lines.size() + " entries")
                    .contains("830 commitments (21 OPEN, 772 MET, 37 MET_LATE)")
                    .contains("89 scores computed again under kyw-1: as the ledger answered");
            assertThat(one.text())
                    .startsWith("VERIFIED facts of QUICK")
                    .contains("28 commitments")
                    .contains("1 scores computed again");
        }
    }
}
