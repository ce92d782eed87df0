package dev.kept.app.rest;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Documents;
import dev.kept.app.support.ReadTimes;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.ReadAt;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parameters of a request about scores.
record ScoreQuery(HttpServletRequest request, Instant now) {
    static final int MAX_POINTS = 1_000;
    private static final int DEFAULT_STEP_DAYS = 7;
    private static final int DEFAULT_DAYS = 364;
    private static final Pattern POLICY_FAULT = Pattern.compile("(?s)(\\S+) is (.*?)[;,] (.*)");

    ReadAt at() {
        return ReadTimes.parse(request.getParameter("asOf"), request.getParameter("knownAt"), now);
    }

    CommitmentFilter filter(@Nullable String customer, @Nullable String promisor) {
        return new CommitmentFilter(
                customer == null ? request.getParameter("customer") : customer,
                promisor == null ? request.getParameter("promisor") : promisor,
                request.getParameter("kind"),
                direction(),
                null,
                null,
                null);
    }

    /// What we promised unless told otherwise; `all` for every direction.
    private @Nullable Direction direction() {
        String name = request.getParameter("direction");
        if (name == null) {
            return Direction.BY_US;
        }
        return name.equalsIgnoreCase("all") ? null : choice("direction", Direction.values(), Direction.BY_US);
    }

    Documents.Reasons reasons() {
        return choice("reasons", Documents.Reasons.values(), Documents.Reasons.ALL);
    }

    <E extends Enum<E>> E choice(String name, E[] choices, E otherwise) {
        String value = request.getParameter(name);
        if (value == null) {
            return otherwise;
        }
        for (E choice : choices) {
            if (choice.name().equalsIgnoreCase(value)) {
                return choice;
            }
        }
        throw bad("unknown " + name, name, value, "use one of " + Documents.names(choices));
    }

    int number(String name, int otherwise, int min, int max) {
        String value = request.getParameter(name);
        if (value == null) {
            return otherwise;
        }
        int number = value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : -1;
        if (number < min || number > max) {
            throw bad(
                    name + " is no number from " + min + " to " + max, name, value, "write " + name + "=" + otherwise);
        }
        return number;
    }

    /// The times of a history, ascending, the last one at the reading's time.
    List<Instant> times() {
        int step = number("step", DEFAULT_STEP_DAYS, 1, 3_660);
        Instant to = at().asOf();
        String from = request.getParameter("from");
        Instant first = from == null ? to.minus(Duration.ofDays(DEFAULT_DAYS)) : ReadTimes.instant("from", from, now);
        long points = first.isAfter(to) ? 0 : Duration.between(first, to).toDays() / step + 1;
        if (points < 1 || points > MAX_POINTS) {
            throw bad(
                    "from, asOf and step give " + points + " points, not 1 to " + MAX_POINTS,
                    "from",
                    String.valueOf(from),
                    "move from closer to asOf, or take a longer step in days");
        }
        List<Instant> times = new ArrayList<>();
        for (long i = 0; i < points; i++) {
            times.add(to.minus(Duration.ofDays(i * step)));
        }
        Collections.reverse(times);
        return times;
    }

    Policy named() {
        String id = request.getParameter("policy");
        Policy shipped = Policy.kyw1();
        if (id != null && !id.equals(shipped.id())) {
            throw new ProblemException(new Problem(
                    404,
                    "UNKNOWN_POLICY",
                    "no policy has this id",
                    "policy",
                    id,
                    "use " + shipped.id() + ", or send a policy of your own as the body of a POST"));
        }
        return shipped;
    }

    /// The policy in the body.
    Policy sent() throws IOException {
        byte[] body = Bodies.read(request);
        Bodies.json(body);
        try {
            return Policy.parse(body);
        } catch (IllegalArgumentException fault) {
            String message = String.valueOf(fault.getMessage());
            Matcher parts = POLICY_FAULT.matcher(message);
            boolean named = parts.matches();
            throw new ProblemException(new Problem(
                    422,
                    "BAD_POLICY",
                    message,
                    named ? parts.group(1) : "(body)",
                    named ? parts.group(2) : null,
                    named ? parts.group(3) : "GET /v1/policies shows a whole policy"));
        }
    }

    static ProblemException bad(String detail, String field, String value, String fix) {
        return new ProblemException(new Problem(422, "BAD_FIELD", detail, field, value, fix));
    }
}
