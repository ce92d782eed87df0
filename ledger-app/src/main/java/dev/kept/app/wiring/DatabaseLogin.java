package dev.kept.app.wiring;

import dev.kept.app.support.CannotStart;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// Where the database is and who enters it.
record DatabaseLogin(String url, String user, String password) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final String EXAMPLE = "postgresql://user:password@127.0.0.1:5432/kept";

    /// From `--db-url`, which may carry user and password, and from `--db-user` and `--db-password`.
    static DatabaseLogin of(LedgerOptions options) {
        String given = String.valueOf(options.databaseUrl());
        String user = options.databaseUser();
        String password = options.databasePassword();
        if (given.startsWith(JDBC)) {
            return checked(given, user, password);
        }
        try {
            URI uri = new URI(given.replaceFirst("^postgres:", "postgresql:"));
            if (!"postgresql".equals(uri.getScheme())
                    || uri.getHost() == null
                    || uri.getPath().length() < 2) {
                throw new CannotStart("--db-url " + given + " is no database address; write it like " + EXAMPLE);
            }
            String info = uri.getRawUserInfo();
            if (info != null) {
                String[] parts = info.split(":", 2);
                user = user == null ? decoded(parts[0]) : user;
                password = password == null && parts.length > 1 ? decoded(parts[1]) : password;
            }
            int port = uri.getPort() < 0 ? 5432 : uri.getPort();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return checked(JDBC + "//" + uri.getHost() + ":" + port + uri.getRawPath() + query, user, password);
        } catch (URISyntaxException fault) {
            throw new CannotStart(
                    "--db-url is no address (" + fault.getReason() + "); write it like " + EXAMPLE, fault);
        }
    }

    private static DatabaseLogin checked(
            String url,
            @org.jspecify.annotations.Nullable String user,
            @org.jspecify.annotations.Nullable String password) {
        if (user == null || password == null) {
            throw new CannotStart("--db-url names no user or no password; write it like " + EXAMPLE
                    + ", or set KEPT_DB_USER and KEPT_DB_PASSWORD");
        }
        return new DatabaseLogin(url, user, password);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
