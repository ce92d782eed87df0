package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/// The addresses of the pages. The address is the whole state of a page: what, filtered by what, for which time.
@Controller
class Pages {
    private final Ledger ledger;

    Pages(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/")
    ModelAndView overview(
            @ModelAttribute("time") PageTime.Asked time, @ModelAttribute("asked") OverviewPage.Asked asked) {
        return page("overview", OverviewPage.of(Reading.ofViews(ledger, time), asked));
    }

    @GetMapping("/commitments")
    ModelAndView commitments(
            @ModelAttribute("time") PageTime.Asked time, @ModelAttribute("asked") PromiseQuery.Asked asked) {
        return page("commitments", CommitmentsPage.of(Reading.ofViews(ledger, time), asked));
    }

    @GetMapping("/customer")
    ModelAndView customer(
            @ModelAttribute("time") PageTime.Asked time,
            @RequestParam(required = false) @Nullable String id,
            @ModelAttribute("asked") PromiseQuery.Asked asked,
            @ModelAttribute("detail") PartyPage.Asked detail) {
        return page("party", PartyPage.ofCustomer(Reading.ofViews(ledger, time), required(id), asked, detail));
    }

    @GetMapping("/promisor")
    ModelAndView promisor(
            @ModelAttribute("time") PageTime.Asked time,
            @RequestParam(required = false) @Nullable String id,
            @ModelAttribute("asked") PromiseQuery.Asked asked,
            @ModelAttribute("detail") PartyPage.Asked detail) {
        return page("party", PartyPage.ofPromisor(Reading.ofViews(ledger, time), required(id), asked, detail));
    }

    @GetMapping("/commitment")
    ModelAndView commitment(
            HttpServletRequest request,
            @ModelAttribute("time") PageTime.Asked time,
            @RequestParam(required = false) @Nullable String id,
            @RequestParam(required = false) @Nullable String recorded) {
        Reading reading = recorded == null ? Reading.ofLog(ledger, time) : Reading.ofViews(ledger, time);
        return page("commitment", CommitmentPage.of(reading, required(id), Visitor.of(request), recorded));
    }

    @GetMapping("/search")
    ModelAndView search(
            @ModelAttribute("time") PageTime.Asked time, @RequestParam(required = false) @Nullable String q) {
        Reading reading = Reading.ofViews(ledger, time);
        String text = q == null ? "" : q.strip();
        if (text.isEmpty()) {
            return see(reading.href(Address.home()));
        }
        Optional<Address> exact = SearchPage.exact(reading, text);
        return exact.isPresent() ? see(reading.href(exact.get())) : page("search", SearchPage.of(reading, text));
    }

    private static String required(@Nullable String id) {
        if (id == null || id.isEmpty()) {
            throw new BadParameter("id", "missing", "name what to show, like ?id=order-10248");
        }
        return id;
    }

    static ModelAndView page(String template, Object model) {
        return new ModelAndView("dashboard/" + template, "page", model);
    }

    static ModelAndView see(String href) {
        RedirectView view = new RedirectView(href);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        view.setExpandUriTemplateVariables(false);
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }
}
