package dev.kept.app.rest;

import dev.kept.app.support.Ledger;
import dev.kept.projections.audit.Bundles;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Hands out a bundle piece by piece; `./kept bundle` puts the pieces together.
@RestController
@RequestMapping("/v1/log/bundle")
class BundleController {
    private static final Duration VIEWS_LIMIT = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Bundles bundles;

    BundleController(Ledger ledger, Bundles bundles) {
        this.ledger = ledger;
        this.bundles = bundles;
    }

    @GetMapping
    ResponseEntity<byte[]> begin(@RequestParam(name = "customer", required = false) @Nullable String customer) {
        return chunks(bundles.begin(customer, () -> ledger.awaitViews(VIEWS_LIMIT)));
    }

    @GetMapping("/leaves")
    ResponseEntity<byte[]> leaves(@RequestParam("from") String from, @RequestParam("size") String size) {
        return chunks(bundles.leaves(number("from", from), number("size", size)));
    }

    @GetMapping("/facts")
    ResponseEntity<byte[]> facts(
            @RequestParam(name = "customer", required = false) @Nullable String customer,
            @RequestParam("size") String size,
            @RequestParam(name = "stream", defaultValue = "") String stream,
            @RequestParam(name = "version", defaultValue = "-1") String version) {
        Bundles.After after = new Bundles.After(stream, version.equals("-1") ? -1 : (int) number("version", version));
        Bundles.Piece piece = bundles.facts(customer, number("size", size), after);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header("Kept-Stream", piece.last().stream())
                .header("Kept-Version", Integer.toString(piece.last().version()))
                .header("Kept-Facts", Integer.toString(piece.facts()))
                .body(piece.bytes());
    }

    private static long number(String name, String text) {
        if (!text.matches("[0-9]{1,15}")) {
            throw ScoreQuery.bad(name + " is no number", name, text, "write " + name + "=0");
        }
        return Long.parseLong(text);
    }

    private static ResponseEntity<byte[]> chunks(byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(bytes);
    }
}
