package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/// The address of the page that says what must be saved today.
@Controller
class TodayPages {
    private final Ledger ledger;

    TodayPages(Ledger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/today")
    ModelAndView today(
            HttpServletRequest request,
            @ModelAttribute("time") PageTime.Asked time,
            @ModelAttribute("asked") TodayPage.Asked asked) {
        return new ModelAndView(
                "dashboard/today", "page", TodayPage.of(Reading.ofViews(ledger, time), asked, Visitor.of(request)));
    }
}
