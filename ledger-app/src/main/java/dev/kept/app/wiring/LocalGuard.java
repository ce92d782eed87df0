package dev.kept.app.wiring;

import dev.kept.domain.json.JsonWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/// Keeps strangers out: checks the Host header against the names this server is meant to be reached by, and asks for
/// the token where something is written, or for everything if the server can be reached from outside.
final class LocalGuard extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> LOOPBACK_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    /// The one address that takes a form.
    private static final String FORM_PATH = "/sources";

    private final boolean loopbackOnly;
    private final transient byte[] token;

    LocalGuard(boolean loopbackOnly, String token) {
        this.loopbackOnly = loopbackOnly;
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (loopbackOnly && !LOOPBACK_NAMES.contains(hostName(request.getHeader("Host")))) {
            refuse(
                    response,
                    421,
                    "WRONG_HOST",
                    "this ledger answers on 127.0.0.1 and localhost only",
                    "use http://127.0.0.1:" + request.getLocalPort());
        } else if (loopbackOnly && SAFE_METHODS.contains(request.getMethod())
                || mayEnter(request)
                || bringsTokenInForm(request)) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("WWW-Authenticate", loopbackOnly ? "Bearer" : "Basic realm=\"Kept\", Bearer");
            refuse(
                    response,
                    401,
                    "TOKEN_REQUIRED",
                    "this request needs the ledger's token",
                    "send \"Authorization: Bearer TOKEN\"; the token lies in the file \"token\" of the ledger's data folder");
        }
    }

    private static String hostName(@org.jspecify.annotations.Nullable String host) {
        return host == null ? "" : host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
    }

    /// The token as a bearer, or as the password of a browser's sign-in.
    private boolean mayEnter(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return false;
        }
        String scheme = authorization.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return isToken(authorization.substring(BEARER.length()).strip());
        }
        if (!loopbackOnly && scheme.startsWith(BASIC)) {
            try {
                byte[] login = Base64.getDecoder()
                        .decode(authorization.substring(BASIC.length()).strip());
                String[] parts = new String(login, StandardCharsets.UTF_8).split(":", 2);
                return parts.length == 2 && isToken(parts[1]);
            } catch (IllegalArgumentException _) {
                return false;
            }
        }
        return false;
    }

    /// A page's own form has a field for the token, since a browser sends no header of its own for it.
    private boolean bringsTokenInForm(HttpServletRequest request) {
        String type = request.getContentType();
        if (!FORM_PATH.equals(request.getRequestURI())
                || !"POST".equals(request.getMethod())
                || type == null
                || !type.startsWith("application/x-www-form-urlencoded")) {
            return false;
        }
        String given = request.getParameter("token");
        return given != null && isToken(given.strip());
    }

    private boolean isToken(String given) {
        return MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(HttpServletResponse response, int status, String code, String detail, String fix)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(new JsonWriter()
                        .beginObject()
                        .member(
                                "type",
                                "urn:kept:problem:"
                                        + code.toLowerCase(Locale.ROOT).replace('_', '-'))
                        .member("title", code.toLowerCase(Locale.ROOT).replace('_', ' '))
                        .member("status", Long.valueOf(status))
                        .member("code", code)
                        .member("detail", detail)
                        .member("fix", fix)
                        .endObject()
                        .toBytes());
    }
}
