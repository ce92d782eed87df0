package dev.kept.app.support.access;

import jakarta.servlet.http.HttpServletRequest;

/// Who sends a request, and how they reach the ledger.
public final class Caller {
    private Caller() {}

    /// The source of facts whose line names none.
    public static String of(HttpServletRequest request) {
        Visitor visitor = Visitor.of(request);
        return visitor.isGuest() ? Visitor.operator().subject() : visitor.subject();
    }

    /// Where this ledger is reached by whoever sends the request, without a path.
    public static String reaches(HttpServletRequest request) {
        boolean encrypted = request.isSecure() || "https".equals(request.getHeader("X-Forwarded-Proto"));
        return (encrypted ? "https" : "http") + "://" + request.getHeader("Host");
    }
}
