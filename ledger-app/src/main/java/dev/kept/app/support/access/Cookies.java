package dev.kept.app.support.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The cookies of the pages: for the ledger alone, out of reach of scripts. Servers on one machine share their cookies,
/// so each name holds the port.
public final class Cookies {
    private Cookies() {}

    /// What a cookie is for, and how far it is sent.
    public enum Purpose {
        /// Holds the secret of a session; no other site's page can make a browser send it.
        SESSION("Strict"),
        /// What an identity provider's answer is checked against; comes along when the provider sends the browser back.
        DEPARTURE("Lax");

        private final String sameSite;

        Purpose(String sameSite) {
            this.sameSite = sameSite;
        }
    }

    public static Optional<String> read(HttpServletRequest request, Purpose purpose) {
        Cookie[] cookies = request.getCookies();
        String name = name(request, purpose);
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    /// @param life zero takes the cookie away
    public static void set(
            HttpServletRequest request, HttpServletResponse response, Purpose purpose, String value, Duration life) {
        Cookie cookie = new Cookie(name(request, purpose), value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure() || "https".equals(request.getHeader("X-Forwarded-Proto")));
        cookie.setAttribute("SameSite", purpose.sameSite);
        cookie.setMaxAge((int) life.toSeconds());
        response.addCookie(cookie);
    }

    private static String name(HttpServletRequest request, Purpose purpose) {
        return "kept-" + purpose.name().toLowerCase(Locale.ROOT) + "-" + request.getLocalPort();
    }
}
