package dev.kept.app.dashboard;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// What every answer tells the browser: load nothing but our own style, show the page in no frame, keep no copy.
///
/// A handler that knows better about caching sets its own `Cache-Control` afterwards.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class PageHeaders extends OncePerRequestFilter {
    static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'";

    private static final String STYLE = ".css";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        // Style may be kept if it is asked for again each time; pages show what people promised and may not.
        response.setHeader("Cache-Control", request.getRequestURI().endsWith(STYLE) ? "no-cache" : "no-store");
        chain.doFilter(request, response);
    }
}
