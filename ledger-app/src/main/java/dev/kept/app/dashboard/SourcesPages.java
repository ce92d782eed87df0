package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Visitor;
import dev.kept.app.support.intake.Sources;
import dev.kept.app.support.intake.Sources.Retried;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// The addresses of the page about topics. Whoever posts here is an administrator: the gate saw to it.
@Controller
class SourcesPages {
    private final Ledger ledger;
    private final Sources sources;

    SourcesPages(Ledger ledger, Sources sources) {
        this.ledger = ledger;
        this.sources = sources;
    }

    @GetMapping("/sources")
    ModelAndView sources(
            HttpServletRequest request,
            @ModelAttribute("time") PageTime.Asked time,
            @RequestParam(name = "after", defaultValue = "0") String after) {
        return page(request, time, number("after", after), null);
    }

    @PostMapping("/sources")
    ModelAndView act(
            HttpServletRequest request,
            @RequestParam(name = "letter", required = false) @Nullable String letter,
            @RequestParam(name = "act", defaultValue = "") String act) {
        return switch (act) {
            case "retry" -> page(request, PageTime.Asked.NOW, 0, retried(number("letter", letter)));
            case "retry-all" -> page(request, PageTime.Asked.NOW, 0, inWords(sources.retryAll()));
            case "discard" ->
                page(
                        request,
                        PageTime.Asked.NOW,
                        0,
                        sources.discard(number("letter", letter))
                                ? "Letter " + letter + " is given up; it stays readable."
                                : "Letter " + letter + " was settled already.");
            default -> throw new BadParameter("act", act, "use retry, retry-all or discard");
        };
    }

    private String retried(long id) {
        Optional<String> unread =
                sources.letter(id).map(letter -> letter.record().topic()).filter(topic -> !sources.reads(topic));
        return unread.isPresent()
                ? "Letter " + id + " is left as it is: this ledger does not read the topic " + unread.get() + "."
                : inWords(sources.retry(id));
    }

    private static String inWords(Retried retried) {
        return Words.counted(retried.tried(), "letter", "letters") + " tried again, " + retried.settled() + " settled.";
    }

    private static long number(String name, @Nullable String text) {
        try {
            return Long.parseLong(String.valueOf(text));
        } catch (NumberFormatException _) {
            throw new BadParameter(name, String.valueOf(text), "give a whole number");
        }
    }

    private ModelAndView page(HttpServletRequest request, PageTime.Asked time, long after, @Nullable String done) {
        Reading reading = Reading.ofLog(ledger, time);
        return new ModelAndView(
                "dashboard/sources", "page", SourcesPage.of(reading, sources, Visitor.of(request), after, done));
    }
}
