package dev.kept.app.support;

import jakarta.servlet.http.HttpServletRequest;

/// Who sends a request: the source of facts whose line names none.
public final class Caller {
    private static final String LOCAL = "rest";

    private Caller() {}

    public static String of(HttpServletRequest request) {
        String name = request.getRemoteUser();
        return name == null ? LOCAL : name;
    }
}
