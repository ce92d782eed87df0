package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.Cookies;
import dev.kept.app.support.access.SignIn;
import dev.kept.app.support.access.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Lets a browser in and out: by the ledger's token, by a link that opens once, by an identity provider.
@Controller
class SignInPages {
    private static final Duration DEPARTURE_LIFE = Duration.ofMinutes(10);
    private static final String HOME = "./";

    private final Ledger ledger;
    private final SignIn signIn;

    SignInPages(Ledger ledger, SignIn signIn) {
        this.ledger = ledger;
        this.signIn = signIn;
    }

    /// @param next where it goes on to
    /// @param provider the name of the identity provider; null where there is none
    /// @param failed why it did not succeed; null before it was tried
    record SignInPage(
            Frame frame,
            String next,
            @Nullable String provider,
            @Nullable String failed) {}

    /// Goes on by itself: a browser sends the new cookie only with a request that a page of the ledger makes.
    record SignedInPage(Frame frame, String next, String name) {}

    record DeniedPage(Frame frame, String words, String next) {}

    @GetMapping("/sign-in")
    ModelAndView ask(@RequestParam(name = "next", required = false) @Nullable String next) {
        return page(next, null, HttpStatus.OK);
    }

    @PostMapping("/sign-in")
    ModelAndView byToken(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "token", defaultValue = "") String token,
            @RequestParam(name = "next", required = false) @Nullable String next) {
        Optional<SignIn.Opened> opened = signIn.byToken(token.strip());
        return opened.isEmpty()
                ? page(
                        next,
                        "This is not the ledger's token. It lies in the file \"token\" of its data folder.",
                        HttpStatus.UNAUTHORIZED)
                : in(request, response, opened.get(), next);
    }

    @GetMapping("/sign-in-link")
    ModelAndView byLink(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "key", defaultValue = "") String key) {
        Optional<SignIn.Opened> opened = signIn.byLink(key);
        return opened.isEmpty()
                ? page(
                        null,
                        "This link was used before, or is older than an hour. ./kept sign-in prints a new one.",
                        HttpStatus.UNAUTHORIZED)
                : in(request, response, opened.get(), null);
    }

    @GetMapping("/sign-in-oidc")
    ModelAndView depart(HttpServletRequest request, HttpServletResponse response) {
        try {
            SignIn.Departure departure = signIn.depart();
            Cookies.set(request, response, Cookies.Purpose.DEPARTURE, departure.kept(), DEPARTURE_LIFE);
            return Pages.see(departure.address());
        } catch (SignIn.Refused refused) {
            return page(null, refused.getMessage(), HttpStatus.BAD_GATEWAY);
        }
    }

    @GetMapping("/sign-in-callback")
    ModelAndView arrive(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "code", required = false) @Nullable String code,
            @RequestParam(name = "state", required = false) @Nullable String state,
            @RequestParam(name = "error", required = false) @Nullable String error) {
        String kept = Cookies.read(request, Cookies.Purpose.DEPARTURE).orElse(null);
        Cookies.set(request, response, Cookies.Purpose.DEPARTURE, "", Duration.ZERO);
        try {
            return in(request, response, signIn.arrive(new SignIn.Return(code, state, error, kept)), null);
        } catch (SignIn.Refused refused) {
            return page(null, refused.getMessage(), HttpStatus.UNAUTHORIZED);
        }
    }

    @PostMapping("/sign-out")
    ModelAndView leave(HttpServletRequest request, HttpServletResponse response) {
        Cookies.read(request, Cookies.Purpose.SESSION).ifPresent(signIn::end);
        Cookies.set(request, response, Cookies.Purpose.SESSION, "", Duration.ZERO);
        return Pages.see("sign-in");
    }

    /// The gate has not let a request in.
    @RequestMapping(
            path = "/denied",
            method = {RequestMethod.GET, RequestMethod.POST})
    ModelAndView denied(HttpServletRequest request) {
        Visitor visitor = Visitor.of(request);
        String words = String.valueOf(request.getAttribute("denied"));
        return new ModelAndView(
                "dashboard/denied",
                "page",
                new DeniedPage(
                        frame("Not let in"),
                        Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".",
                        visitor.isGuest() ? "sign-in" : HOME));
    }

    private ModelAndView in(
            HttpServletRequest request, HttpServletResponse response, SignIn.Opened opened, @Nullable String next) {
        Cookies.set(request, response, Cookies.Purpose.SESSION, opened.secret(), SignIn.LIFE);
        return new ModelAndView(
                "dashboard/signed-in",
                "page",
                new SignedInPage(
                        frame("Signed in"), safe(next), opened.visitor().name()));
    }

    private ModelAndView page(@Nullable String next, @Nullable String failed, HttpStatus status) {
        ModelAndView view = new ModelAndView(
                "dashboard/sign-in",
                "page",
                new SignInPage(frame("Sign in"), safe(next), signIn.provider().orElse(null), failed));
        view.setStatus(status);
        return view;
    }

    /// Only to a page of this ledger, never to another site.
    static String safe(@Nullable String next) {
        return next != null
                        && ThemePages.OURS
                                .matcher(next.replaceFirst("#[a-z0-9-]{1,80}$", ""))
                                .matches()
                ? next
                : HOME;
    }

    private Frame frame(String title) {
        return Frame.of(
                title,
                Address.home(),
                PageTime.of(PageTime.Asked.NOW, ledger.clock().instant()),
                null,
                null);
    }
}
