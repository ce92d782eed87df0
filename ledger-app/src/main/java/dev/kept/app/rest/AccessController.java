package dev.kept.app.rest;

import dev.kept.app.support.Documents;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Caller;
import dev.kept.app.support.access.SharedLinks;
import dev.kept.app.support.access.SignIn;
import dev.kept.app.support.access.Visitor;
import dev.kept.domain.json.JsonWriter;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Gives access to the ledger.
@RestController
@RequestMapping("/v1")
class AccessController {
    private final Ledger ledger;
    private final SignIn signIn;
    private final SharedLinks shared;

    AccessController(Ledger ledger, SignIn signIn, SharedLinks shared) {
        this.ledger = ledger;
        this.signIn = signIn;
        this.shared = shared;
    }

    /// A link that signs one browser in.
    @PostMapping("/sign-in-links")
    ResponseEntity<byte[]> link(HttpServletRequest request) {
        return json(new JsonWriter()
                .beginObject()
                .member("url", Caller.reaches(request) + "/sign-in-link?key=" + signIn.newLink()));
    }

    /// Gives a link out that shows one customer what was promised.
    @PostMapping("/customers/{id}/shared-links")
    ResponseEntity<byte[]> give(
            HttpServletRequest request,
            @PathVariable("id") String customer,
            @RequestParam(name = "days", required = false) @Nullable Integer days) {
        if (days != null && (days < 1 || days > SharedLinks.MAX_DAYS)) {
            throw new ProblemException(new Problem(
                    422,
                    "BAD_FIELD",
                    "days is out of range",
                    "days",
                    days.toString(),
                    "use 1 to " + SharedLinks.MAX_DAYS + ", or leave it out"));
        }
        ledger.awaitViews();
        Instant now = ledger.clock().instant();
        if (ledger.commitments()
                .list(CommitmentFilter.ofCustomer(customer), new ReadAt(now, now), null, 1)
                .items()
                .isEmpty()) {
            throw new ProblemException(new Problem(
                    404, "UNKNOWN_CUSTOMER", "no promise names this customer", "customer", customer, "check the id"));
        }
        SharedLinks.Given given =
                shared.give(customer, Visitor.of(request).subject(), days == null ? null : Duration.ofDays(days));
        JsonWriter out = new JsonWriter()
                .beginObject()
                .member("link", Long.valueOf(given.link()))
                .member("url", Caller.reaches(request) + "/shared?link=" + given.secret())
                .member("ends", given.ends() == null ? null : given.ends().toString());
        return json(out);
    }

    @GetMapping("/customers/{id}/shared-links")
    ResponseEntity<byte[]> list(@PathVariable("id") String customer) {
        JsonWriter out = new JsonWriter().beginObject().beginArray("items");
        for (SharedLinks.Link link : shared.of(customer)) {
            out.beginObject()
                    .member("link", Long.valueOf(link.link()))
                    .member("givenBy", link.givenBy())
                    .member("givenAt", link.givenAt().toString())
                    .member("ends", link.ends() == null ? null : link.ends().toString())
                    .member("revokedBy", link.revokedBy())
                    .member(
                            "revokedAt",
                            link.revokedAt() == null ? null : link.revokedAt().toString())
                    .member("open", Boolean.valueOf(link.isOpen(ledger.clock().instant())))
                    .endObject();
        }
        return json(out.endArray());
    }

    @PostMapping("/shared-links/{id}/revoke")
    ResponseEntity<byte[]> revoke(HttpServletRequest request, @PathVariable("id") long link) {
        boolean revoked = shared.revoke(link, Visitor.of(request).subject());
        return json(new JsonWriter().beginObject().member("revoked", Boolean.valueOf(revoked)));
    }

    private static ResponseEntity<byte[]> json(JsonWriter out) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JsonWriter.bytes(Documents.value(out)));
    }
}
