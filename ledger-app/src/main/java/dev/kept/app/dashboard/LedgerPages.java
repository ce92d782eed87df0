package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The addresses of the pages about the whole ledger.
@Controller
class LedgerPages {
    private final Ledger ledger;
    private final WhatIfRuns runs;

    LedgerPages(Ledger ledger, WhatIfRuns runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    @GetMapping("/portfolio")
    ModelAndView portfolio(
            @ModelAttribute("time") PageTime.Asked time, @RequestParam(required = false) @Nullable String direction) {
        return Pages.page("portfolio", PortfolioPage.of(Reading.ofViews(ledger, time), direction));
    }

    @GetMapping("/misses")
    ModelAndView misses(
            @ModelAttribute("time") PageTime.Asked time,
            @ModelAttribute("asked") MissFilter.Asked asked,
            @RequestParam(required = false) @Nullable String page) {
        return Pages.page("misses", MissesPage.of(Reading.ofViews(ledger, time), asked, page));
    }

    /// A page without a constant that differs is the form alone.
    @GetMapping("/whatif")
    ModelAndView whatIf(
            @ModelAttribute("time") PageTime.Asked time, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        Reading reading = Reading.ofViews(ledger, time);
        WhatIfForm.Tried tried;
        try {
            tried = WhatIfForm.read(request::getParameter);
        } catch (BadParameter bad) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return Pages.page(
                    "whatif",
                    WhatIfPage.of(
                            reading,
                            WhatIfForm.read(_ -> null),
                            new WhatIfPage.Problem(bad.name(), bad.value(), bad.fix()),
                            null));
        }
        WhatIfRuns.Run run = tried.isShipped() || reading.isOfNothing()
                ? null
                : runs.of(tried.policy(), reading.at(), reading.head().size());
        return Pages.page("whatif", WhatIfPage.of(reading, tried, null, run));
    }
}
