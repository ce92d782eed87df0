package dev.kept.app.support.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who sends a request.
///
/// @param subject what the ledger calls them: the source and the actor of what they record
/// @param name what a page calls them
/// @param csrf what the forms of their pages carry; null for whoever has no session
public record Visitor(
        String subject,
        String name,
        Kind kind,
        Set<Role> roles,
        @Nullable String csrf) {
    /// The name of the request's attribute that holds the visitor, in templates too.
    public static final String ATTRIBUTE = "visitor";

    private static final String GUEST = "guest";
    private static final String OPERATOR = "rest";

    /// How they are known.
    public enum Kind {
        /// Not at all.
        GUEST,
        /// By the ledger's own token.
        OPERATOR,
        /// By an identity provider: they speak for themselves alone.
        PERSON,
        /// By a key of its own: a program, which may speak for others.
        PROGRAM
    }

    public Visitor {
        roles = roles.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }

    public static Visitor guest(Set<Role> roles) {
        return new Visitor(GUEST, "Guest", Kind.GUEST, roles, null);
    }

    /// Whoever holds the ledger's token may do everything.
    public static Visitor operator() {
        return new Visitor(OPERATOR, "Operator", Kind.OPERATOR, EnumSet.allOf(Role.class), null);
    }

    public Visitor withCsrf(String token) {
        return new Visitor(subject, name, kind, roles, token);
    }

    public static Visitor of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Visitor visitor ? visitor : guest(Set.of());
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }

    /// Whether a browser's session says who they are.
    public boolean isSignedIn() {
        return csrf != null;
    }

    public boolean isGuest() {
        return kind == Kind.GUEST;
    }
}
