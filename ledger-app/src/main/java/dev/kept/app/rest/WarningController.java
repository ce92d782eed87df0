package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.Warnings;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.watch.Warning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads the warnings that were given of open promises: at risk, due, overdue, missed.
@RestController
@RequestMapping("/v1/warnings")
class WarningController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final Ledger ledger;

    WarningController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping
    ResponseEntity<byte[]> list(
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "limit", required = false) @Nullable String limit) {
        long seq = number("after", after, 0, 0, Long.MAX_VALUE);
        int size = (int) number("limit", limit, DEFAULT_LIMIT, 1, MAX_LIMIT);
        List<Warning> warnings = ledger.watch().after(seq, size + 1);
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        for (Warning warning : warnings.subList(0, Math.min(size, warnings.size()))) {
            out.beginObject();
            Warnings.write(out, warning);
            out.endObject();
        }
        out.endArray();
        if (warnings.size() > size) {
            out.member("next", "/v1/warnings?after=" + warnings.get(size - 1).seq() + "&limit=" + size);
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JsonWriter.bytes(Documents.value(out)));
    }

    private static long number(String name, @Nullable String text, long otherwise, long min, long max) {
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // The same answer as below.
        }
        throw new ProblemException(new Problem(
                422,
                "BAD_FIELD",
                name + " is no whole number of that range",
                name,
                text,
                "give " + min + " to " + max));
    }
}
