package dev.kept.verify;

import dev.kept.domain.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Verifies files offline: receipts and bundles.
public final class Verifier {
    private static final int MAX_RECEIPT_BYTES = 64 << 20;

    private Verifier() {}

    /// What to verify and how.
    ///
    /// @param asOf the time of the outcome that a receipt's facts are read at; a bundle has its own
    /// @param recounts whether a bundle's outcomes and scores are computed again
    public record Task(Path file, Evidence evidence, Instant asOf, boolean recounts) {}

    /// Verifies a receipt or a bundle, whichever the file is.
    ///
    /// @throws IOException if the file cannot be read
    public static Verdict verify(Task task) throws IOException {
        try {
            if (isBundle(task.file())) {
                try (BundleFile bundle = BundleFile.open(task.file())) {
                    return new BundleVerifier(bundle, task.evidence(), task.recounts()).verify();
                }
            }
            if (Files.size(task.file()) > MAX_RECEIPT_BYTES) {
                return Verdict.Failed.of("MALFORMED", "neither a receipt nor a bundle");
            }
            return verify(Receipt.parse(Files.readAllBytes(task.file())), task.evidence(), task.asOf());
        } catch (IllegalArgumentException | JsonException malformed) {
            return Verdict.Failed.of("MALFORMED", String.valueOf(malformed.getMessage()));
        }
    }

    /// Verifies a receipt that was read already.
    public static Verdict verify(Receipt receipt, Evidence evidence, Instant asOf) {
        try {
            return new ReceiptVerifier(receipt, evidence, asOf).verify();
        } catch (IllegalArgumentException | JsonException malformed) {
            return Verdict.Failed.of("MALFORMED", String.valueOf(malformed.getMessage()));
        }
    }

    private static boolean isBundle(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(BundleChunks.FIRST_LINE.length());
            return new String(begin, StandardCharsets.ISO_8859_1).equals(BundleChunks.FIRST_LINE);
        }
    }
}
