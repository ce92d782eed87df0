package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.app.support.Ledger;
import dev.kept.domain.outcome.Standing;
import dev.kept.domain.scoring.Contribution;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.portfolio.Member;
import dev.kept.projections.portfolio.Miss;
import dev.kept.projections.reliability.Comparison;
import dev.kept.projections.reliability.Counts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/// The panels of the pages as tables for a spreadsheet: whole, where a page shows a part. Times are UTC.
@Controller
class Csvs {
    static final String CUSTOMERS = "customers";
    static final String PROMISES = "promises";
    static final String REASONS = "reasons";
    static final String HISTORY = "history";
    static final String PORTFOLIO = "portfolio";
    static final String MISSES = "misses";
    static final String WHATIF = "whatif";

    private final Ledger ledger;
    private final WhatIfRuns runs;

    Csvs(Ledger ledger, WhatIfRuns runs) {
        this.ledger = ledger;
        this.runs = runs;
    }

    @GetMapping("/csv")
    void table(
            @RequestParam(required = false) @Nullable String panel,
            @ModelAttribute("time") PageTime.Asked time,
            @ModelAttribute("asked") PromiseQuery.Asked asked,
            @ModelAttribute("misses") MissFilter.Asked misses,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Reading reading = Reading.ofViews(ledger, time);
        switch (String.valueOf(panel)) {
            case CUSTOMERS -> customers(reading, asked.direction(), response);
            case PROMISES -> promises(reading, PromiseQuery.of(asked), response);
            case REASONS -> reasons(reading, party(request), response);
            case HISTORY -> history(reading, party(request), response);
            case PORTFOLIO -> portfolio(reading, asked.direction(), response);
            case MISSES -> misses(reading, MissFilter.of(misses), response);
            case WHATIF -> whatIf(reading, request, response);
            default ->
                throw new BadParameter(
                        "panel",
                        String.valueOf(panel),
                        "use one of "
                                + String.join(", ", CUSTOMERS, PROMISES, REASONS, HISTORY, PORTFOLIO, MISSES, WHATIF));
        }
    }

    /// The party and direction that a score is of: the parameters of its page, which may be a promisor's.
    private static CommitmentFilter party(HttpServletRequest request) {
        String id = request.getParameter("id");
        boolean promisor = "promisor".equals(request.getParameter("of"));
        Direction direction = PromiseQuery.constant("direction", request.getParameter("direction"), Direction.class);
        return new CommitmentFilter(promisor ? null : id, promisor ? id : null, null, direction, null, null, null);
    }

    private static void customers(Reading reading, @Nullable String asked, HttpServletResponse response)
            throws IOException {
        Direction direction = PromiseQuery.constant("direction", asked, Direction.class);
        var members = reading.ledger().portfolio().census(reading.at()).members(direction);
        try (Csv csv = Csv.to(
                response,
                CUSTOMERS,
                "customer",
                "made",
                "on time",
                "late",
                "partly",
                "missed",
                "withdrawn by promisor",
                "open",
                "overdue",
                "overdue and silent",
                "on-time rate",
                "current streak")) {
            members.stream().sorted(Comparator.comparing(Member::customer)).forEach(member -> {
                Counts counts = member.counts();
                csv.row(
                        member.customer(),
                        counts.made(),
                        counts.onTime(),
                        counts.late(),
                        counts.partly(),
                        counts.missed(),
                        counts.withdrawnByPromisor(),
                        counts.open(),
                        counts.openOverdue(),
                        member.silent(),
                        counts.rate().orElse(null),
                        counts.currentStreak());
            });
        }
    }

    private static void promises(Reading reading, PromiseQuery query, HttpServletResponse response) throws IOException {
        try (Csv csv = Csv.to(
                response,
                PROMISES,
                "commitment",
                "customer",
                "promisor",
                "direction",
                "kind",
                "statement",
                "made",
                "due",
                "first due",
                "settled",
                "outcome",
                "flags")) {
            if (!query.isPossible()) {
                return;
            }
            reading.ledger().commitments().forEach(query.filter(), reading.at(), view -> {
                if (query.accepts(view)) {
                    Standing standing = view.standing();
                    csv.row(
                            view.commitment(),
                            standing.customer(),
                            standing.promisor(),
                            standing.direction(),
                            standing.kind(),
                            view.statement(),
                            time(standing.madeAt()),
                            time(standing.due()),
                            time(standing.originalDue()),
                            time(standing.settledAt()),
                            standing.outcome(),
                            standing.flags().isEmpty() ? "" : standing.flags().toString());
                }
            });
        }
    }

    private static void reasons(Reading reading, CommitmentFilter filter, HttpServletResponse response)
            throws IOException {
        Score.Explained explained = reading.ledger().scores().explain(filter, Policy.kyw1(), reading.at());
        try (Csv csv = Csv.to(response, REASONS, "commitment", "entry", "reason", "points")) {
            csv.row(
                    "(start)",
                    0,
                    "a record without promises",
                    points(explained.score().prior()));
            for (Contribution one : explained.contributions()) {
                csv.row(one.commitment(), one.entry(), Why.words(one.code()), points(one.points()));
            }
        }
    }

    private static void history(Reading reading, CommitmentFilter filter, HttpServletResponse response)
            throws IOException {
        var points = reading.ledger()
                .scores()
                .history(
                        filter,
                        Policy.kyw1(),
                        ScoreLine.times(reading),
                        reading.at().knownAt());
        try (Csv csv = Csv.to(response, HISTORY, "as of", "as shown", "as known now", "low", "high")) {
            points.forEach(point -> csv.row(
                    point.asOf(),
                    points(point.shown().points()),
                    points(point.restated().points()),
                    points(point.restated().lower()),
                    points(point.restated().upper())));
        }
    }

    private static void portfolio(Reading reading, @Nullable String asked, HttpServletResponse response)
            throws IOException {
        Direction given = PromiseQuery.constant("direction", asked, Direction.class);
        Direction direction = given == null ? Direction.BY_US : given;
        Map<String, Score> scores = new TreeMap<>(reading.ledger().portfolio().scores(direction, reading.at()));
        CommitmentFilter all = new CommitmentFilter(null, null, null, direction, null, null, null);
        Funnel.Limits limits =
                Funnel.Limits.of(reading.ledger().scores().score(all, Policy.kyw1(), reading.at()), Policy.kyw1());
        try (Csv csv = Csv.to(
                response,
                PORTFOLIO,
                "customer",
                "score",
                "low",
                "high",
                "promises",
                "weight",
                "grade",
                "verdict",
                "against the limits")) {
            scores.forEach((customer, score) -> csv.row(
                    customer,
                    points(score.points()),
                    points(score.lower()),
                    points(score.upper()),
                    score.promises(),
                    points(score.weightMicro()),
                    score.grade(),
                    score.verdict(),
                    limits.side(score)));
        }
    }

    private static void misses(Reading reading, MissFilter filter, HttpServletResponse response) throws IOException {
        try (Csv csv = Csv.to(
                response,
                MISSES,
                "commitment",
                "customer",
                "promisor",
                "direction",
                "kind",
                "outcome",
                "due",
                "settled",
                "cause",
                "told",
                "made good")) {
            reading.ledger().portfolio().census(reading.at()).misses().stream()
                    .filter(filter::accepts)
                    .sorted(Comparator.comparingLong(Miss::due).thenComparing(Miss::commitment))
                    .forEach(miss -> csv.row(
                            miss.commitment(),
                            miss.customer(),
                            miss.promisor(),
                            miss.direction(),
                            miss.kind(),
                            miss.outcome(),
                            time(miss.due()),
                            time(miss.settledAt()),
                            miss.cause(),
                            time(miss.toldAt()),
                            miss.madeGood()));
        }
    }

    private void whatIf(Reading reading, HttpServletRequest request, HttpServletResponse response)
            throws IOException, InterruptedException {
        WhatIfForm.Tried tried = WhatIfForm.read(request::getParameter);
        Comparison comparison =
                runs.of(tried.policy(), reading.at(), reading.head().size()).result();
        try (Csv csv = Csv.to(
                response,
                WHATIF,
                "customer",
                "direction",
                "score before",
                "score after",
                "grade before",
                "grade after",
                "verdict before",
                "verdict after")) {
            comparison
                    .rows()
                    .forEach(row -> csv.row(
                            row.customer(),
                            row.direction(),
                            points(row.before().points()),
                            points(row.after().points()),
                            row.before().grade(),
                            row.after().grade(),
                            row.before().verdict(),
                            row.after().verdict()));
        }
    }

    private static BigDecimal points(long micro) {
        return BigDecimal.valueOf(micro, 6);
    }

    private static @Nullable Instant time(@Nullable Long seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
