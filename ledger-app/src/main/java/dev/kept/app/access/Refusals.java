package dev.kept.app.access;

import dev.kept.app.support.access.Visitor;
import dev.kept.domain.json.JsonWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Why a request is not let in, in words and as a problem document.
final class Refusals {
    /// The attribute of a request that holds the words for a page.
    static final String ATTRIBUTE = "denied";

    private Refusals() {}

    enum Denied {
        UNKNOWN(401, "TOKEN_REQUIRED", "this request needs the ledger's token, or somebody who is signed in"),
        NO_ROLE(403, "NO_ROLE", "this is not among what you may do with this ledger"),
        STALE_FORM(403, "STALE_FORM", "the form was made for another session than the one that sends it"),
        CROSS_SITE(403, "CROSS_SITE", "another site's page sent this"),
        NO_ROUTE(404, "NOT_FOUND", "there is no such address"),
        NO_METHOD(405, "METHOD_NOT_ALLOWED", "this address is there, and does not take this method");

        private final int status;
        private final String code;
        private final String words;

        Denied(int status, String code, String words) {
            this.status = status;
            this.code = code;
            this.words = words;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }

        String words() {
            return words;
        }

        /// @param methods those that the address takes
        String fix(Visitor visitor, List<String> methods) {
            return switch (this) {
                case UNKNOWN ->
                    "send \"Authorization: Bearer TOKEN\"; the token lies in the file \"token\" of the ledger's data"
                            + " folder";
                case NO_ROLE ->
                    "ask an administrator for the role; yours are "
                            + (visitor.roles().isEmpty() ? "none" : visitor.roles());
                case STALE_FORM -> "load the form again and send it from there, or send X-Kept-Csrf";
                case CROSS_SITE -> "open the ledger itself and do it there";
                case NO_METHOD -> "use " + String.join(", ", methods);
                case NO_ROUTE -> "see the interface's description at /openapi.yaml";
            };
        }
    }

    static void unknownToken(HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        json(
                response,
                401,
                "TOKEN_REQUIRED",
                "this token opens nothing here",
                "the token lies in the file \"token\" of the ledger's data folder; an access token must be signed by the"
                        + " identity provider, meant for this ledger, and not be over");
    }

    static void json(HttpServletResponse response, int status, String code, String detail, String fix)
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
