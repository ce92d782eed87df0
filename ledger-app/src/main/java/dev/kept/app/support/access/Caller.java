package dev.kept.app.support.access;

import jakarta.servlet.http.HttpServletRequest;

/// Who sends a request: the source of facts whose line names none.
public final class Caller {
    private Caller() {}

    public static String of(HttpServletRequest request) {
        Visitor visitor = Visitor.of(request);
        return visitor.isGuest() ? Visitor.operator().subject() : visitor.subject();
    }
}
