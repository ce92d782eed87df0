package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/// Turns what ends a page into a page: an address that cannot be read, something unknown, a ledger that cannot be read.
@ControllerAdvice(basePackageClasses = Pages.class)
class PageFailures {
    private static final Logger LOGGER = LoggerFactory.getLogger(PageFailures.class);

    private final Ledger ledger;

    PageFailures(Ledger ledger) {
        this.ledger = ledger;
    }

    @ExceptionHandler
    ModelAndView badParameter(BadParameter bad) {
        PageTime now = PageTime.of(PageTime.Asked.NOW, ledger.clock().instant());
        return page(
                HttpStatus.BAD_REQUEST,
                new ProblemPage(
                        frame("Address not understood", Address.home(), now),
                        "This address cannot be read",
                        bad.name(),
                        bad.value(),
                        "Please " + bad.fix() + ".",
                        Address.home().href(now),
                        "Go to the overview"));
    }

    /// The server could not even decode the address.
    @ExceptionHandler
    ModelAndView undecodable(InvalidParameterException bad) {
        return badParameter(new BadParameter("address", "", "check the percent signs in it: they stand for UTF-8"));
    }

    @ExceptionHandler
    ModelAndView notKnown(NotKnown unknown, HttpServletRequest request) {
        PageTime time = time(request);
        Address self = Address.of(request.getServletPath().substring(1)).with("id", unknown.id());
        PageTime now = new PageTime(null, null, time.now());
        return page(
                HttpStatus.NOT_FOUND,
                new ProblemPage(
                        frame(unknown.what() + " not known", self, time),
                        unknown.what() + " not known",
                        unknown.what(),
                        unknown.id(),
                        time.isNow()
                                ? "The ledger holds no fact about it. Ids are told apart by upper and lower case; the "
                                        + "search finds parts of them."
                                : "The ledger holds no fact about it " + time.inWords() + ".",
                        time.isNow() ? Address.home().href(now) : self.href(now),
                        time.isNow() ? "Go to the overview" : "Look for it now"));
    }

    @ExceptionHandler
    ModelAndView failed(RuntimeException failure, HttpServletRequest request) {
        boolean away = Ledger.isAway(failure);
        if (away) {
            LOGGER.warn("page {} was not answered: {}", request.getServletPath(), failure.getMessage());
        } else {
            LOGGER.error("page {} failed", request.getServletPath(), failure);
        }
        PageTime now = PageTime.of(PageTime.Asked.NOW, ledger.clock().instant());
        return page(
                away ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR,
                new ProblemPage(
                        frame("Failed", Address.home(), now),
                        "The ledger could not be read",
                        null,
                        null,
                        "Nothing that was recorded is lost by that. Load the page again; if it fails again, the "
                                + "server's own log says why, at "
                                + Moment.of(now.now()).text() + ".",
                        null,
                        null));
    }

    private PageTime time(HttpServletRequest request) {
        return PageTime.of(
                new PageTime.Asked(request.getParameter("asOf"), request.getParameter("knownAt")),
                ledger.clock().instant());
    }

    private static Frame frame(String title, Address self, PageTime time) {
        return Frame.of(title, self, time, null, null);
    }

    private static ModelAndView page(HttpStatus status, ProblemPage page) {
        ModelAndView view = new ModelAndView("dashboard/problem", status);
        view.addObject("page", page);
        return view;
    }
}
