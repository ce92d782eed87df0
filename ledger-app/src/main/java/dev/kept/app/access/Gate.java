package dev.kept.app.access;

import dev.kept.app.support.access.Caller;
import dev.kept.app.support.access.Cookies;
import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Secrets;
import dev.kept.app.support.access.Visitor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/// Lets a request in or not; the only place that decides it. It finds out who asks, looks the route up in the table of
/// [Routes], and hands the [Visitor] on as an attribute of the request.
///
/// A browser's session counts for writing only with the token of its forms, and never from another site's page.
public final class Gate extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
    private static final String BEARER = "bearer ";

    private final transient Rules rules;
    private final transient Door door;
    private final transient Ownership ownership;
    private final transient Routes routes = Routes.read();

    /// @param loopbackOnly the server answers on this machine alone, under its own names
    /// @param readsAreFree whoever reaches it may read
    /// @param publicOrigin where browsers reach it, if it is not where it listens
    public record Rules(
            boolean loopbackOnly,
            boolean readsAreFree,
            @Nullable String publicOrigin) {}

    /// Whether anything that a page or a resource shows was recorded in somebody's name.
    @FunctionalInterface
    public interface Ownership {
        /// @param id of a commitment or a fact
        boolean hasRecorded(String subject, String path, String id);
    }

    public Gate(Rules rules, Door door, Ownership ownership) {
        this.rules = rules;
        this.door = door;
        this.ownership = ownership;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (rules.loopbackOnly && !LOOPBACK_NAMES.contains(hostName(request.getHeader("Host")))) {
            Refusals.json(
                    response,
                    421,
                    "WRONG_HOST",
                    "this ledger answers on 127.0.0.1 and localhost only",
                    "use http://127.0.0.1:" + request.getLocalPort());
            return;
        }
        Optional<Visitor> visitor = visitor(request);
        if (visitor.isEmpty()) {
            Refusals.unknownToken(response);
            return;
        }
        request.setAttribute(Visitor.ATTRIBUTE, visitor.get());
        Optional<Refusals.Denied> denied = denied(request, visitor.get());
        if (denied.isEmpty()) {
            chain.doFilter(request, response);
        } else {
            refuse(request, response, visitor.get(), denied.get());
        }
    }

    private static String hostName(@Nullable String host) {
        return host == null ? "" : host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    /// Nobody, if the request brings a token that opens nothing.
    private Optional<Visitor> visitor(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
                return Optional.empty();
            }
            String given = authorization.substring(BEARER.length()).strip();
            return door.isToken(given) ? Optional.of(Visitor.operator()) : door.bearer(given);
        }
        return Optional.of(Cookies.read(request, Cookies.Purpose.SESSION)
                .flatMap(door::visitor)
                .orElseGet(() -> Visitor.guest(rules.readsAreFree ? Set.of(Role.READER, Role.AUDITOR) : Set.of())));
    }

    private Optional<Refusals.Denied> denied(HttpServletRequest request, Visitor visitor) {
        boolean writes = !SAFE_METHODS.contains(request.getMethod());
        if (writes && isFromElsewhere(request)) {
            return Optional.of(Refusals.Denied.CROSS_SITE);
        }
        Optional<Routes.Route> route = routes.route(request.getMethod(), request.getRequestURI());
        if (route.isEmpty() || route.get().access() == Access.INNER) {
            return Optional.of(
                    routes.methods(request.getRequestURI()).isEmpty()
                            ? Refusals.Denied.NO_ROUTE
                            : Refusals.Denied.NO_METHOD);
        }
        Access access = route.get().access();
        // Reading is free; what an auditor has the ledger do is work, and asks who it is for.
        boolean needsAName = access == Access.KNOWN || access == Access.AUDIT && writes;
        if (access != Access.OPEN
                && (visitor.isGuest() && needsAName || access.roles().stream().noneMatch(visitor::may))
                && !(access == Access.OWN && owns(request, visitor))) {
            return Optional.of(visitor.isGuest() ? Refusals.Denied.UNKNOWN : Refusals.Denied.NO_ROLE);
        }
        return writes && visitor.csrf() != null && !isOfOwnForm(request, visitor.csrf())
                ? Optional.of(Refusals.Denied.STALE_FORM)
                : Optional.empty();
    }

    private boolean owns(HttpServletRequest request, Visitor visitor) {
        String path = request.getRequestURI();
        int slash = path.lastIndexOf('/');
        String id = slash > 0
                ? UriUtils.decode(path.substring(slash + 1), StandardCharsets.UTF_8)
                : request.getParameter("id");
        return visitor.may(Role.RECORDER) && id != null && ownership.hasRecorded(visitor.subject(), path, id);
    }

    /// What a browser says of the page that sends a request; other programs say nothing.
    private boolean isFromElsewhere(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OWN_SITE.contains(site);
        }
        String origin = request.getHeader("Origin");
        // A page that sends no referrer sends its forms with the origin "null".
        return origin != null
                && !origin.equals("null")
                && !origin.equalsIgnoreCase(Caller.reaches(request))
                && !origin.equalsIgnoreCase(rules.publicOrigin);
    }

    private static boolean isOfOwnForm(HttpServletRequest request, String csrf) {
        String header = request.getHeader("X-Kept-Csrf");
        String given = header == null ? request.getParameter("csrf") : header;
        return given != null && Secrets.isSame(given, csrf);
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, Visitor visitor, Refusals.Denied denied)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        boolean page = !path.startsWith("/v1/")
                && String.valueOf(request.getHeader("Accept")).contains("text/html");
        boolean again = page
                && "POST".equals(request.getMethod())
                && routes.route("POST", path + "-again").isPresent();
        request.setAttribute(Refusals.ATTRIBUTE, denied.words());
        if (denied == Refusals.Denied.NO_METHOD) {
            response.setHeader("Allow", String.join(", ", routes.methods(path)));
        }
        if (page && (denied == Refusals.Denied.NO_ROUTE || denied == Refusals.Denied.NO_METHOD)) {
            response.sendError(denied.status());
        } else if (again) {
            response.setStatus(denied.status());
            request.getRequestDispatcher(path + "-again").forward(request, response);
        } else if (page && denied == Refusals.Denied.UNKNOWN && SAFE_METHODS.contains(request.getMethod())) {
            String query = request.getQueryString();
            String next = path.substring(1) + (query == null ? "" : "?" + query);
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "sign-in?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
        } else if (page) {
            response.setStatus(denied.status());
            request.getRequestDispatcher("/denied").forward(request, response);
        } else {
            if (denied == Refusals.Denied.UNKNOWN) {
                response.setHeader("WWW-Authenticate", "Bearer");
            }
            Refusals.json(
                    response,
                    denied.status(),
                    denied.code(),
                    denied.words(),
                    denied.fix(visitor, routes.methods(path)));
        }
    }
}
