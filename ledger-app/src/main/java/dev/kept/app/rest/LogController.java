package dev.kept.app.rest;

import dev.kept.domain.audit.MalformedException;
import dev.kept.domain.audit.tile.Tile;
import dev.kept.projections.audit.Proofs;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The log as any tlog-tiles client reads it: the checkpoint, hash tiles and entry bundles.
@RestController
class LogController {
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    private static final String TILE = "/log/tile/";

    private final Proofs proofs;

    LogController(Proofs proofs) {
        this.proofs = proofs;
    }

    @GetMapping({"/log/checkpoint", "/v1/log/checkpoint"})
    ResponseEntity<byte[]> checkpoint() {
        return text(proofs.checkpoint(), "the log has no signed checkpoint yet");
    }

    @GetMapping({"/log/checkpoint.witnessed", "/v1/log/checkpoint.witnessed"})
    ResponseEntity<byte[]> witnessed() {
        return text(proofs.witnessedCheckpoint(), "no checkpoint has been cosigned by all witnesses");
    }

    private static ResponseEntity<byte[]> text(Optional<byte[]> note, String missing) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/plain;charset=utf-8"))
                .cacheControl(CacheControl.noCache())
                .body(note.orElseThrow(() -> notThere(missing, null)));
    }

    @GetMapping({"/log/tile/**", "/v1/log/tile/**"})
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        String uri = request.getRequestURI();
        String path = uri.substring(uri.indexOf(TILE) + "/log/".length());
        Tile tile;
        try {
            tile = Tile.parse(path);
        } catch (MalformedException malformed) {
            throw new ProblemException(new Problem(
                    404,
                    "NO_TILE",
                    String.valueOf(malformed.getMessage()),
                    "path",
                    path,
                    "the paths of tiles are those of C2SP tlog-tiles"));
        }
        byte[] bytes = proofs.tile(tile)
                .orElseThrow(
                        () -> notThere("the published tree of " + proofs.size() + " entries has no such tile", path));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(FOR_EVER)
                .body(bytes);
    }

    private static ProblemException notThere(String detail, @Nullable String path) {
        return new ProblemException(new Problem(
                404, "NOT_PUBLISHED", detail, path == null ? null : "path", path, "ask again after a second"));
    }
}
