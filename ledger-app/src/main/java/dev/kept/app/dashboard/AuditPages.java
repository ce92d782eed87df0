package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.projections.audit.Proofs;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/// The address of the page that opens the log for auditors.
@Controller
class AuditPages {
    private final Ledger ledger;
    private final Proofs proofs;

    AuditPages(Ledger ledger, Proofs proofs) {
        this.ledger = ledger;
        this.proofs = proofs;
    }

    @GetMapping("/audit")
    ModelAndView audit(@ModelAttribute("time") PageTime.Asked time, @ModelAttribute("asked") AuditPage.Asked asked) {
        return new ModelAndView("dashboard/audit", "page", AuditPage.of(Reading.ofViews(ledger, time), asked, proofs));
    }
}
