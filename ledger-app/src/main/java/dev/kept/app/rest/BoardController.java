package dev.kept.app.rest;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.ReadTimes;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.board.BoardQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says what must be saved today.
@RestController
class BoardController {
    private final Ledger ledger;

    BoardController(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/v1/board")
    ResponseEntity<byte[]> board(HttpServletRequest request) {
        ScoreQuery parameters = new ScoreQuery(request, ledger.clock().instant());
        String promisor = request.getParameter("promisor");
        BoardQuery query = new BoardQuery(
                parameters.at(),
                zone(request.getParameter("zone")),
                promisor == null || promisor.isBlank() ? null : promisor,
                parameters.choice("direction", Direction.values(), Direction.BY_US),
                parameters.number("days", BoardQuery.DEFAULT_DAYS, 0, BoardQuery.MAX_DAYS),
                parameters.number("silentDays", BoardQuery.DEFAULT_SILENT_DAYS, 1, BoardQuery.MAX_SILENT_DAYS),
                parameters.number("limit", BoardQuery.DEFAULT_LIMIT, 1, BoardQuery.MAX_LIMIT));
        ledger.awaitViews();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(Documents.board(ledger.board().read(query))));
    }

    private static ZoneId zone(@Nullable String name) {
        return ReadTimes.zone(name)
                .orElseThrow(() -> new ProblemException(new Problem(
                        422, "BAD_ZONE", "no zone of the time-zone database", "zone", name, ReadTimes.ZONE_FIX)));
    }
}
