package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Caller;
import dev.kept.app.support.access.Secrets;
import dev.kept.app.support.access.SharedLinks;
import dev.kept.app.support.access.Visitor;
import dev.kept.projections.commitment.CommitmentFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
    private final Meter meter;

    SharedPages(Ledger ledger, SharedLinks links) {
        this.ledger = ledger;
        this.links = links;
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

    @GetMapping("/shared")
    ModelAndView shared(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "link", defaultValue = "") String link,
            @RequestParam(name = "id", required = false) @Nullable String id,
            @RequestParam(name = "side", required = false) @Nullable String side,
            @RequestParam(name = "after", required = false) @Nullable String after) {
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
        Reading reading = Reading.ofViews(ledger, PageTime.Asked.NOW);
        if (id == null) {
            return new ModelAndView(
                    "dashboard/shared", "page", SharedPage.of(reading, customer.get(), link, after, side));
        }
        return SharedPage.detail(reading, customer.get(), link, id)
                .map(detail -> new ModelAndView("dashboard/shared-promise", "page", detail))
                .orElseGet(() ->
                        closed("No such promise", "This link shows no promise of that name.", HttpStatus.NOT_FOUND));
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
