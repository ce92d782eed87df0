package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.access.SignIn;
import dev.kept.domain.json.JsonWriter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Gives access to the ledger.
@RestController
@RequestMapping("/v1")
class AccessController {
    private final SignIn signIn;

    AccessController(SignIn signIn) {
        this.signIn = signIn;
    }

    /// A link that signs one browser in.
    @PostMapping("/sign-in-links")
    ResponseEntity<byte[]> link(HttpServletRequest request) {
        String url = request.getScheme() + "://" + request.getHeader("Host") + "/sign-in-link?key=" + signIn.newLink();
        return ResponseEntity.status(200)
                .contentType(MediaType.APPLICATION_JSON)
                .body(JsonWriter.bytes(
                        Documents.value(new JsonWriter().beginObject().member("url", url))));
    }
}
