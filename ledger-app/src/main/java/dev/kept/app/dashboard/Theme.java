package dev.kept.app.dashboard;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/// Whether pages are light or dark: as the system is, unless the reader chose; a cookie keeps the choice.
enum Theme {
    AUTO("system"),
    LIGHT("light"),
    DARK("dark");

    static final String COOKIE = "kept-theme";

    private static final Duration KEPT_FOR = Duration.ofDays(365);

    private final String word;

    Theme(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// As addresses, the cookie and the style sheet name it.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The one that the button chooses next.
    public Theme next() {
        return values()[(ordinal() + 1) % values().length];
    }

    static Theme of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? AUTO
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .flatMap(cookie -> read(cookie.getValue()).stream())
                        .findFirst()
                        .orElse(AUTO);
    }

    static Optional<Theme> read(@Nullable String id) {
        return Arrays.stream(values()).filter(theme -> theme.id().equals(id)).findFirst();
    }

    String cookie() {
        return ResponseCookie.from(COOKIE, id())
                .path("/")
                .maxAge(this == AUTO ? Duration.ZERO : KEPT_FOR)
                .httpOnly(true)
                .sameSite("Strict")
                .build()
                .toString();
    }
}
