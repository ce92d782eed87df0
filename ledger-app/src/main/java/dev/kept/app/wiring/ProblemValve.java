package dev.kept.app.wiring;

import dev.kept.domain.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/// A problem document for what the server refuses before any route is asked, such as an address with broken percent
/// signs.
final class ProblemValve extends ErrorReportValve {
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_OWN_FAULT = 500;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("application/problem+json");
            PrintWriter out = response.getReporter();
            if (out != null) {
                out.write(new String(problem(status), StandardCharsets.UTF_8));
                response.finishResponse();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the caller went away", failure);
        }
    }

    private static byte[] problem(int status) {
        boolean own = status >= FIRST_OWN_FAULT;
        return new JsonWriter()
                .beginObject()
                .member("type", own ? "urn:kept:problem:internal" : "urn:kept:problem:bad-request")
                .member("title", own ? "Internal" : "Bad request")
                .member("status", Long.valueOf(status))
                .member("code", own ? "INTERNAL" : "BAD_REQUEST")
                .member("detail", own ? "the ledger failed to answer" : "the address or a header cannot be read")
                .member(
                        "fix",
                        own
                                ? "look into the ledger's log, then try again"
                                : "percent signs in an address stand for UTF-8; write a percent sign itself as %25")
                .endObject()
                .toBytes();
    }
}
