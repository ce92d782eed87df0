package dev.kept.app.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Keeps the body of a request to the interface for [Bodies], whatever the request calls it. `curl -d` calls every body
/// a form; reading a parameter would take such a body to look for parameters in it.
///
/// A server reads parameters out of a body only until somebody has asked for the body's stream (Servlet 6.1, 3.1.1), so
/// this filter asks for it first. Parameters then come from the address alone.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class RawBodies extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().startsWith("/v1/")) {
            request.getInputStream();
        }
        chain.doFilter(request, response);
    }
}
