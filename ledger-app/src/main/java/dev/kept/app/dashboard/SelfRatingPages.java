package dev.kept.app.dashboard;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.access.SelfRatings;
import dev.kept.app.support.access.SelfRatings.Rating;
import dev.kept.app.support.access.Visitor;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Score;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.reliability.Counts;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/// How somebody rates themselves, beside what the evidence says; nobody else ever sees it.
@Controller
class SelfRatingPages {
    private final Ledger ledger;
    private final SelfRatings ratings;

    SelfRatingPages(Ledger ledger, SelfRatings ratings) {
        this.ledger = ledger;
        this.ratings = ratings;
    }

    /// @param shared whether others may be the same author, since they hold the same token
    /// @param score of the promisor; null where nothing is known of them
    record SelfRatingPage(
            Frame frame,
            boolean shared,
            String promisor,
            List<Virtue> virtues,
            @Nullable String score,
            List<Past> past,
            @Nullable String done) {}

    /// One of the four.
    ///
    /// @param value what is filled in; empty for nothing
    /// @param evidence what the record of the promisor says about it
    record Virtue(
            String name,
            String label,
            String question,
            String value,
            @Nullable String evidence,
            @Nullable String problem) {}

    record Past(Moment at, String promisor, int professionalism, int integrity, int caring, int knowledge) {}

    /// What the record says.
    private record Evidence(String score, Map<String, String> byVirtue) {}

    @GetMapping("/self-rating")
    ModelAndView show(HttpServletRequest request) {
        Visitor visitor = Visitor.of(request);
        List<SelfRatings.Dated> past = ratings.of(visitor.subject());
        Rating last = past.isEmpty() ? null : past.getLast().rating();
        String asked = request.getParameter("promisor");
        String promisor = asked != null ? asked : last == null ? visitor.subject() : last.promisor();
        Map<String, String> filled = new LinkedHashMap<>();
        if (last != null) {
            filled.put("professionalism", Integer.toString(last.professionalism()));
            filled.put("integrity", Integer.toString(last.integrity()));
            filled.put("caring", Integer.toString(last.caring()));
            filled.put("knowledge", Integer.toString(last.knowledge()));
        }
        return page(visitor, promisor, filled, Map.of(), past, null);
    }

    @PostMapping("/self-rating")
    ModelAndView rate(HttpServletRequest request) {
        Visitor visitor = Visitor.of(request);
        String given = request.getParameter("promisor");
        String promisor = given == null || given.isBlank() ? visitor.subject() : given.strip();
        Map<String, String> filled = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (String name : List.of("professionalism", "integrity", "caring", "knowledge")) {
            String value = request.getParameter(name) == null
                    ? ""
                    : request.getParameter(name).strip();
            filled.put(name, value);
            if (!value.matches("10|[1-9]")) {
                problems.put(
                        name, (value.isEmpty() ? "nothing" : value) + " is no rating; write a number from 1 to 10.");
            }
        }
        if (!Ids.isPossible(promisor)) {
            problems.put("promisor", "This names nobody.");
        }
        if (problems.isEmpty()) {
            ratings.rate(
                    visitor.subject(),
                    new Rating(
                            promisor,
                            number(filled, "professionalism"),
                            number(filled, "integrity"),
                            number(filled, "caring"),
                            number(filled, "knowledge")));
        }
        return page(
                visitor,
                promisor,
                filled,
                problems,
                ratings.of(visitor.subject()),
                problems.isEmpty() ? "Kept, for your eyes alone." : null);
    }

    private static int number(Map<String, String> filled, String name) {
        return Integer.parseInt(filled.getOrDefault(name, ""));
    }

    private ModelAndView page(
            Visitor visitor,
            String promisor,
            Map<String, String> filled,
            Map<String, String> problems,
            List<SelfRatings.Dated> past,
            @Nullable String done) {
        Reading reading = Reading.ofViews(ledger, PageTime.Asked.NOW);
        Evidence evidence = Ids.isPossible(promisor) ? evidence(reading, promisor) : null;
        List<Virtue> virtues = new ArrayList<>();
        virtue(
                virtues,
                "professionalism",
                "Professionalism",
                "Do I deliver what I promise, when I promise it?",
                filled,
                problems,
                evidence);
        virtue(
                virtues,
                "integrity",
                "Integrity",
                "Do I say it first when I cannot keep my word?",
                filled,
                problems,
                evidence);
        virtue(virtues, "caring", "Caring", "Do I make good what I broke?", filled, problems, evidence);
        virtue(virtues, "knowledge", "Knowledge", "Do I know what I can promise?", filled, problems, evidence);
        ModelAndView view = new ModelAndView(
                "dashboard/self-rating",
                "page",
                new SelfRatingPage(
                        reading.frame("How I rate myself", Address.of("self-rating")),
                        visitor.kind() == Visitor.Kind.OPERATOR,
                        promisor,
                        virtues,
                        evidence == null ? null : evidence.score(),
                        past.reversed().stream().map(SelfRatingPages::past).toList(),
                        done));
        view.setStatus(problems.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT);
        return view;
    }

    private static void virtue(
            List<Virtue> virtues,
            String name,
            String label,
            String question,
            Map<String, String> filled,
            Map<String, String> problems,
            @Nullable Evidence evidence) {
        virtues.add(new Virtue(
                name,
                label,
                question,
                filled.getOrDefault(name, ""),
                evidence == null ? null : evidence.byVirtue().get(name),
                problems.get(name)));
    }

    private static Past past(SelfRatings.Dated dated) {
        Rating rating = dated.rating();
        return new Past(
                Moment.of(dated.at()),
                rating.promisor(),
                rating.professionalism(),
                rating.integrity(),
                rating.caring(),
                rating.knowledge());
    }

    /// Nothing, if nothing is known of such a promisor.
    private static @Nullable Evidence evidence(Reading reading, String promisor) {
        CommitmentFilter filter = new CommitmentFilter(null, promisor, null, null, null, null, null);
        long[] seen = new long[4];
        Counts counts = reading.ledger()
                .reliability()
                .stats(filter, null, reading.at(), view -> {
                    Outcome outcome = view.standing().outcome();
                    var flags = view.standing().flags();
                    if (outcome == Outcome.MISSED || outcome == Outcome.MET_LATE || outcome == Outcome.PARTLY_MET) {
                        seen[0]++;
                        seen[1] += flags.contains(Flag.DISCLOSED) ? 1 : 0;
                        seen[2] += flags.contains(Flag.MADE_GOOD) ? 1 : 0;
                    }
                    Long due = view.standing().due();
                    seen[3] += due != null && !due.equals(view.standing().originalDue()) ? 1 : 0;
                })
                .totals();
        if (counts.made() == 0) {
            return null;
        }
        Score score = reading.ledger().scores().score(filter, Policy.kyw1(), reading.at());
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "professionalism",
                counts.rate().map(rate -> Words.percent(rate) + " on time").orElse("nothing is settled yet"));
        words.put("integrity", share(seen[1], seen[0], "told before or after it was noticed"));
        words.put("caring", share(seen[2], seen[0], "made good"));
        words.put("knowledge", share(seen[3], counts.made(), "had to be moved"));
        return new Evidence(
                ScorePanel.tenths(score.points()) + ", grade " + score.grade() + ", from "
                        + Words.counted(score.promises(), "promise", "promises"),
                words);
    }

    private static String share(long part, long whole, String words) {
        return whole == 0
                ? "none was late, partly kept or missed"
                : Words.number(part) + " of " + Words.number(whole) + " " + words + " ("
                        + Words.percent(
                                BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 6, RoundingMode.HALF_UP))
                        + ")";
    }
}
