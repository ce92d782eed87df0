package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Caller;
import dev.kept.app.support.access.Secrets;
import dev.kept.app.support.access.SharedLinks;
import dev.kept.app.support.access.Visitor;
import dev.kept.projections.audit.Proofs;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.verify.Receipt;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The page behind a shared link, and the page where an administrator gives links out and revokes them.
@Controller
class SharedPages {
    private static final int PER_MINUTE = 60;
    private static final String KNOCKING = "knocking";

    private final Ledger ledger;
    private final SharedLinks links;
    private final Proofs proofs;
    private final Meter meter;

    SharedPages(Ledger ledger, SharedLinks links, Proofs proofs) {
        this.ledger = ledger;
        this.links = links;
        this.proofs = proofs;
        this.meter = new Meter(PER_MINUTE, Duration.ofMinutes(1), ledger.clock());
    }

    /// @param given the link that was given out just now; null for none
    /// @param failed what was wrong with the form; null for nothing
    record SharingPage(
            Frame frame,
            String customer,
            List<Row> rows,
            @Nullable String given,
            @Nullable String done,
            @Nullable String failed,
            String days) {}

    record Row(
            long link,
            String givenBy,
            Moment givenAt,
            @Nullable Moment ends,
            @Nullable String revokedBy,
            @Nullable Moment revokedAt,
            boolean open) {
        static Row of(SharedLinks.Link link, Instant now) {
            return new Row(
                    link.link(),
                    link.givenBy(),
                    Moment.of(link.givenAt()),
                    link.ends() == null ? null : Moment.of(link.ends()),
                    link.revokedBy(),
                    link.revokedAt() == null ? null : Moment.of(link.revokedAt()),
                    link.isOpen(now));
        }
    }

    /// What is shown to whom a link lets in; null where the answer is written already.
    @FunctionalInterface
    private interface Shown {
        @Nullable ModelAndView to(String customer) throws IOException;
    }

    @GetMapping("/shared")
    @Nullable ModelAndView shared(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "link", defaultValue = "") String link,
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "side", required = false) @Nullable String side,
            @RequestParam(name = "after", required = false) @Nullable String after)
            throws IOException {
        return opened(request, response, link, customer -> {
            Reading reading = Reading.ofViews(ledger, PageTime.Asked.NOW);
            return id == null
                    ? new ModelAndView("dashboard/shared", "page", SharedPage.of(reading, customer, link, after, side))
                    : SharedPage.detail(reading, customer, link, id)
                            .map(detail -> new ModelAndView("dashboard/shared-promise", "page", detail))
                            .orElseGet(SharedPages::noSuchPromise);
        });
    }

    /// The receipt of all that is recorded about a promise, sealed: it gives away nothing that the page does not show.
    @GetMapping("/shared-receipt")
    @Nullable ModelAndView receipt(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "link", defaultValue = "") String link,
            @RequestParam(name = "id", defaultValue = "") String id)
            throws IOException {
        return opened(request, response, link, customer -> {
            Reading reading = Reading.ofViews(ledger, PageTime.Asked.NOW);
            if (SharedPage.detail(reading, customer, link, id).isEmpty()) {
                return noSuchPromise();
            }
            Optional<Receipt> receipt;
            try {
                receipt = proofs.receiptOfCommitment(id);
            } catch (Proofs.NotPublished _) {
                return closed(
                        "Not signed yet",
                        "A checkpoint that covers this promise is signed within a second or so. Try again then.",
                        HttpStatus.SERVICE_UNAVAILABLE);
            } catch (Proofs.Contradicted _) {
                return closed(
                        "No receipt",
                        "The records of this promise are not those that were vouched for. Ask whoever gave you the link.",
                        HttpStatus.CONFLICT);
            }
            if (receipt.isEmpty()) {
                return noSuchPromise();
            }
            response.setContentType("application/json");
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"" + id.replaceAll("[^A-Za-z0-9._-]", "_") + ".receipt.json\"");
            response.getOutputStream().write(receipt.get().sealed().bytes());
            return null;
        });
    }

    private static ModelAndView noSuchPromise() {
        return closed("No such promise", "This link shows no promise of that name.", HttpStatus.NOT_FOUND);
    }

    private @Nullable ModelAndView opened(
            HttpServletRequest request, HttpServletResponse response, String link, Shown shown) throws IOException {
        response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive");
        Optional<String> customer = links.open(link);
        String metered = customer.isPresent()
                ? Base64.getEncoder().encodeToString(Secrets.hash(link))
                : KNOCKING + request.getRemoteAddr();
        if (!meter.takes(metered)) {
            response.setHeader(
                    "Retry-After", Long.toString(Duration.ofMinutes(1).toSeconds()));
            return closed(
                    "Too many at once",
                    "This page was asked for too often. Try again in a minute.",
                    HttpStatus.TOO_MANY_REQUESTS);
        }
        if (customer.isEmpty()) {
            return closed(
                    "This link shows nothing",
                    "It was revoked, has ended, or was not copied whole. Ask whoever gave it to you for a new one.",
                    HttpStatus.NOT_FOUND);
        }
        return shown.to(customer.get());
    }

    private static ModelAndView closed(String heading, String words, HttpStatus status) {
        ModelAndView view = new ModelAndView("dashboard/shared-closed", status);
        view.addObject("heading", heading);
        view.addObject("words", words);
        return view;
    }

    @GetMapping("/sharing")
    ModelAndView sharing(@RequestParam(name = "customer", defaultValue = "") String customer) {
        return page(customer, null, null, null, "90");
    }

    @PostMapping("/sharing")
    ModelAndView act(
            HttpServletRequest request,
            @RequestParam(name = "customer", defaultValue = "") String customer,
            @RequestParam(name = "act", defaultValue = "") String act,
            @RequestParam(name = "days", defaultValue = "") String days,
            @RequestParam(name = "link", defaultValue = "") String link) {
        String by = Visitor.of(request).subject();
        switch (act) {
            case "give" -> {
                if (!days.isBlank() && !days.strip().matches("[1-9][0-9]{0,3}")
                        || !days.isBlank() && Integer.parseInt(days.strip()) > SharedLinks.MAX_DAYS) {
                    return page(
                            customer,
                            null,
                            null,
                            "Days: " + days + " is no number from 1 to " + SharedLinks.MAX_DAYS
                                    + ". Write one, or leave it empty for a link that lives until it is revoked.",
                            days);
                }
                known(customer);
                Duration life = days.isBlank() ? null : Duration.ofDays(Integer.parseInt(days.strip()));
                SharedLinks.Given given = links.give(customer, by, life);
                String address = Caller.reaches(request) + "/shared?link=" + given.secret();
                return page(customer, address, null, null, days);
            }
            case "revoke" -> {
                boolean revoked = link.matches("[0-9]{1,18}") && links.revoke(Long.parseLong(link), by);
                return page(
                        customer,
                        null,
                        revoked ? "Link " + link + " is revoked; it shows nothing any more." : "It was revoked before.",
                        null,
                        "90");
            }
            default -> throw new BadParameter("act", act, "use give or revoke");
        }
    }

    private void known(String customer) {
        Reading reading = Reading.ofViews(ledger, PageTime.Asked.NOW);
        if (!Ids.isPossible(customer)
                || ledger.commitments()
                        .list(CommitmentFilter.ofCustomer(customer), reading.at(), null, 1)
                        .items()
                        .isEmpty()) {
            throw new NotKnown("Customer", customer);
        }
    }

    private ModelAndView page(
            String customer, @Nullable String given, @Nullable String done, @Nullable String failed, String days) {
        if (customer.isEmpty()) {
            throw new BadParameter("customer", "missing", "name the customer, like ?customer=Acme");
        }
        Reading reading = Reading.ofLog(ledger, PageTime.Asked.NOW);
        ModelAndView view = new ModelAndView(
                "dashboard/sharing",
                "page",
                new SharingPage(
                        reading.frame("Shared links", Address.of("sharing").with("customer", customer)),
                        customer,
                        links.of(customer).stream()
                                .map(one -> Row.of(one, reading.time().now()))
                                .toList(),
                        given,
                        done,
                        failed,
                        days));
        view.setStatus(failed == null ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
        return view;
    }
}
