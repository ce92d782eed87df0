package dev.kept.app.rest;

import dev.kept.domain.json.JsonValue.JsonText;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.audit.Proofs;
import dev.kept.verify.Receipt;
import io.nayuki.qrcodegen.QrCode;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Hands out receipts and the public keys that they are checked with.
@RestController
@RequestMapping("/v1")
class ReceiptController {
    private static final int QUIET_ZONE = 4;
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

    private final Proofs proofs;

    ReceiptController(Proofs proofs) {
        this.proofs = proofs;
    }

    @GetMapping("/facts/{id}/receipt")
    ResponseEntity<byte[]> ofFact(@PathVariable("id") String id) {
        return receipt(
                proven(() -> proofs.receiptOfFact(id))
                        .orElseThrow(() -> unknown("UNKNOWN_FACT", "fact", id, "no fact has this id")),
                "fact-" + id);
    }

    @GetMapping("/receipts")
    ResponseEntity<byte[]> ofCommitment(@RequestParam("commitment") String commitment) {
        return receipt(
                proven(() -> proofs.receiptOfCommitment(commitment))
                        .orElseThrow(() ->
                                unknown("UNKNOWN_COMMITMENT", "commitment", commitment, "no fact of it is in the log")),
                commitment);
    }

    /// A picture of the receipt's address, for a phone's camera.
    @GetMapping("/facts/{id}/receipt/qr")
    ResponseEntity<byte[]> qr(@PathVariable("id") String id, HttpServletRequest request) {
        String address = request.getRequestURL().toString().replaceFirst("/qr$", "");
        return ResponseEntity.ok()
                .contentType(SVG)
                .body(svg(QrCode.encodeText(address, QrCode.Ecc.MEDIUM)).getBytes(StandardCharsets.UTF_8));
    }

    private static String svg(QrCode code) {
        int side = code.size + 2 * QUIET_ZONE;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET_ZONE)
                            .append(',')
                            .append(y + QUIET_ZONE)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\" role=\"img\" aria-label=\"Address of the receipt\" shape-rendering=\"crispEdges\">"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"" + path + "\" fill=\"#000\"/></svg>";
    }

    @GetMapping("/log/keys")
    ResponseEntity<byte[]> keys() {
        JsonWriter out = new JsonWriter().beginObject();
        list(out, "signing", proofs.signingKeys());
        list(out, "all", proofs.allKeys());
        return json(out);
    }

    @PostMapping("/log/keys:rotate")
    ResponseEntity<byte[]> rotate() {
        String next = proofs.rotateKey().format();
        JsonWriter out = new JsonWriter().beginObject().member("key", next);
        list(out, "signing", proofs.signingKeys());
        return json(out);
    }

    private static void list(JsonWriter out, String name, List<String> texts) {
        out.beginArray(name);
        texts.forEach(text -> out.value(new JsonText(text)));
        out.endArray();
    }

    private static ResponseEntity<byte[]> json(JsonWriter out) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(out.endObject().toBytes());
    }

    @FunctionalInterface
    private interface Proving {
        Optional<Receipt> receipt();
    }

    private static Optional<Receipt> proven(Proving proving) {
        try {
            return proving.receipt();
        } catch (Proofs.NotPublished failure) {
            throw new ProblemException(new Problem(
                    503,
                    "NOT_PUBLISHED",
                    String.valueOf(failure.getMessage()),
                    null,
                    null,
                    "ask again after a second; if it stays, look at /v1/health"));
        } catch (Proofs.Contradicted failure) {
            throw new ProblemException(new Problem(
                    409,
                    "CONTRADICTED",
                    String.valueOf(failure.getMessage()),
                    null,
                    null,
                    "restore the database from a backup, and look who can write to it"));
        }
    }

    private static ResponseEntity<byte[]> receipt(Receipt receipt, String name) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + ".receipt.json", StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(receipt.bytes());
    }

    private static ProblemException unknown(String code, String field, String value, String detail) {
        return new ProblemException(new Problem(404, code, detail, field, value, "check the spelling"));
    }
}
