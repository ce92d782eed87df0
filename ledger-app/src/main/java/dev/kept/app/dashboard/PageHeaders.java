package dev.kept.app.dashboard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// What every answer tells the browser: load nothing but our own style and script, show the page in no frame, keep no
/// copy. And what every page is shown in: the reader's theme and time zone.
///
/// A handler that knows better about caching sets its own `Cache-Control` afterwards.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class PageHeaders extends OncePerRequestFilter {
    static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
            + "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cache-Control", caching(request));
        request.setAttribute("theme", Theme.of(request));
        request.setAttribute("assets", Assets.VERSION);
        Zones.Asked zone = zone(request);
        try {
            ScopedValue.where(Zones.ASKED, zone).call(() -> {
                chain.doFilter(request, response);
                return true;
            });
        } catch (ServletException | IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new ServletException(failure);
        }
    }

    /// Pages alone are shown in a zone.
    private static Zones.Asked zone(HttpServletRequest request) {
        if (request.getRequestURI().startsWith("/v1/")) {
            return Zones.read(null);
        }
        try {
            return Zones.read(request.getParameter(Zones.PARAMETER));
        } catch (InvalidParameterException _) {
            // The handler reads the same parameters, and answers that they cannot be read.
            return Zones.read(null);
        }
    }

    /// Pages show what people promised and may not be kept. An asset may: for ever under the address that names its
    /// content, else if it is asked for again each time.
    private static String caching(HttpServletRequest request) {
        if (!Assets.isOne(request.getRequestURI())) {
            return "no-store";
        }
        return Assets.VERSION.equals("?" + request.getQueryString())
                ? "private, max-age=31536000, immutable"
                : "no-cache";
    }
}
